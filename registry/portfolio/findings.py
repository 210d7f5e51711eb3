"""Everything about one initiative and what is in its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker, HeldOff, blockers_of, insulated_near_misses
from registry.core.landscape.graph import Initiative
from registry.core.vocabulary import Funding, InitiativeStatus, RemediationKind, RemediationStatus
from registry.initiatives.models import Remediation
from registry.landscape import operations
from registry.portfolio.observed import Comparison, compared, open_obstacles
from registry.systems.models import System

OVER = frozenset({InitiativeStatus.DONE, InitiativeStatus.STOPPED})
"""Initiatives that nothing can block any more."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered remediation of a blocking system. Cost in kronor; it is nobody's secret."""

    key: str
    name: str
    kind: RemediationKind
    status: RemediationStatus
    planned_finish: date | None
    cost: int | None
    funding: Funding | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What blocks an initiative, what is held off, what is registered to mend it, and what people say."""

    initiative: Initiative
    blockers: tuple[Blocker, ...]
    held_off: tuple[HeldOff, ...]
    remediations: Mapping[str, tuple[Registered, ...]]
    comparisons: tuple[Comparison, ...]

    @property
    def direct(self) -> int:
        return sum(blocker.direct for blocker in self.blockers)

    @property
    def is_active(self) -> bool:
        return self.initiative.status is InitiativeStatus.ACTIVE


def findings_of(session: Session, key: str, today: date) -> Findings | None:
    """What is in the way of the initiative `key`, or would be if it were active; None for one that is over.

    Raises LandscapeTooLarge.
    """
    landscape = operations.landscape(session, today)
    initiative = landscape.initiatives[key]
    if initiative.status in OVER:
        return None
    known = operations.blockers(session, today).get(key)
    blockers = blockers_of(landscape, initiative, today) if known is None else known
    held_off = insulated_near_misses(landscape, initiative)
    comparisons = compared(blockers, held_off, open_obstacles(session, key), landscape.systems)
    remediations = registered(session, {blocker.system.key for blocker in blockers})
    return Findings(initiative, blockers, held_off, remediations, comparisons)


def registered(session: Session, systems: Collection[str]) -> Mapping[str, tuple[Registered, ...]]:
    """The remediations of `systems` (keys) that are not rejected, by system, the one done first first."""
    query = (
        select(
            System.key,
            Remediation.key,
            Remediation.name,
            Remediation.kind,
            Remediation.status,
            Remediation.planned_finish,
            Remediation.cost,
            Remediation.funding,
        )
        .join(System, System.id == Remediation.system_id)
        .where(System.key.in_(sorted(systems)), Remediation.status != RemediationStatus.REJECTED)
        .order_by(Remediation.planned_finish.is_(None), Remediation.planned_finish, Remediation.id)
    )
    found: dict[str, list[Registered]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(Registered(*row[1:]))
    return {system: tuple(remediations) for system, remediations in found.items()}
