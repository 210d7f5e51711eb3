"""Is a system still in the way when an initiative needs it? Remediations and retirements, measured against a day.

A plan counts when it finishes on or before the day and has not already slipped: one whose finish has passed without being done is
no plan any more.
"""

from __future__ import annotations

from datetime import date

from registry.core.landscape.parts import Initiative, Remediation, System
from registry.core.vocabulary import Lifecycle, RemediationKind, RemediationStatus

AGREED = frozenset({RemediationStatus.PLANNED, RemediationStatus.STARTED})
REMOVES = frozenset({RemediationKind.REPLACE, RemediationKind.RETIRE})
ALL_KINDS = frozenset(RemediationKind)
MENDS = ALL_KINDS - {RemediationKind.INSULATE}
"""What helps an initiative that changes the system itself: an API in front of it does not make it easier to change."""


def deadline_of(initiative: Initiative, today: date) -> date:
    """The day the initiative needs its systems; without a day, or when the day has passed, it needs them now."""
    return max(initiative.needed_by or today, today)


def finish_of(remediation: Remediation, today: date) -> date | None:
    """The day the remediation is, or is agreed to be, finished: today when done, None when nothing can be counted on."""
    if remediation.status is RemediationStatus.DONE:
        return today
    finish = remediation.planned_finish
    if remediation.status in AGREED and finish is not None and finish >= today:
        return finish
    return None


def finished_by(system: System, kinds: frozenset[RemediationKind], deadline: date, today: date) -> bool:
    """Whether some remediation of one of these kinds is finished by the deadline."""
    finishes = (finish_of(remediation, today) for remediation in system.remediations if remediation.kind in kinds)
    return any(finish is not None and finish <= deadline for finish in finishes)


def has_plans(system: System) -> bool:
    """Whether anything about the system changes what it does to others; most systems have none, and walks ask this first."""
    return bool(system.remediations) or system.planned_retirement is not None or system.lifecycle is Lifecycle.RETIRED


def is_gone(system: System, deadline: date, today: date) -> bool:
    """Whether the system is out of use by the deadline: retired, planned to retire, or removed by a remediation."""
    if system.lifecycle is Lifecycle.RETIRED:
        return True
    retirement = system.planned_retirement
    if retirement is not None and today <= retirement <= deadline:
        return True
    return finished_by(system, REMOVES, deadline, today)


def is_insulated(system: System, deadline: date, today: date) -> bool:
    """Whether an insulating remediation stands between the system and those who depend on it by the deadline."""
    return finished_by(system, frozenset({RemediationKind.INSULATE}), deadline, today)


def is_upgraded(system: System, deadline: date, today: date) -> bool:
    """Whether the system itself is mended by the deadline."""
    return finished_by(system, frozenset({RemediationKind.UPGRADE}), deadline, today)


def late_finish(system: System, kinds: frozenset[RemediationKind], deadline: date, today: date) -> date | None:
    """The first day after the deadline on which an agreed remediation of these kinds, or the retirement, frees the way."""
    finishes = [finish_of(remediation, today) for remediation in system.remediations if remediation.kind in kinds]
    late = [day for day in (*finishes, system.planned_retirement) if day is not None and day > deadline]
    return min(late, default=None)
