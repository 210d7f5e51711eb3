"""Everything about one initiative and what is in its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker, HeldOff, blockers_of, insulated_near_misses
from registry.core.landscape.graph import Initiative
from registry.core.landscape.parts import Remediation as Option
from registry.core.remediation.gate import gate_of
from registry.core.remediation.unblocking import Unblockings, unblockings
from registry.core.vocabulary import Funding, InitiativeStatus, RemediationKind, RemediationStatus
from registry.initiatives.models import Remediation
from registry.landscape import operations
from registry.portfolio.clearing import Clearing, clearings, names_of
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
    months: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What blocks an initiative, what is held off, what is registered to mend it, and what people say.

    `unblockings` tell the cheapest ways out of it and `clearing` when it is free, None when nothing blocks; `option_names` and
    `system_names` are by key. In a register too large to be held whole, `made_at` says when its paths were reckoned; what is held
    off is then not told, and `unblockings` and `clearing` only where the ways are not too many.
    """

    initiative: Initiative
    blockers: tuple[Blocker, ...]
    held_off: tuple[HeldOff, ...]
    remediations: Mapping[str, tuple[Registered, ...]]
    comparisons: tuple[Comparison, ...]
    unblockings: Unblockings | None
    clearing: Clearing | None
    option_names: Mapping[str, str]
    system_names: Mapping[str, str]
    made_at: datetime | None = None

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
    found = operations.around(session, key, today)
    landscape, initiative = found.landscape, found.landscape.initiatives[key]
    if initiative.status in OVER:
        return None
    known = operations.blockers(session, today).get(key) if found.made_at is None else None
    blockers = blockers_of(landscape, initiative, today) if known is None else known
    held_off = insulated_near_misses(landscape, initiative) if found.made_at is None else ()
    comparisons = compared(blockers, held_off, open_obstacles(session, key), landscape.systems)
    remediations = registered(session, {blocker.system.key for blocker in blockers})
    is_known = bool(blockers) and found.complete
    ways = unblockings(gate_of(landscape, initiative, today), today) if is_known else None
    clearing = next(clearings(landscape, [initiative], today)) if is_known else None
    options = _options(ways)
    option_names = names_of(session, {option.key for option in options})
    system_names = {blocker.system.key: blocker.system.name for blocker in blockers}
    system_names |= {option.system: landscape.systems[option.system].name for option in options}
    return Findings(
        initiative, blockers, held_off, remediations, comparisons, ways, clearing, option_names, system_names, found.made_at
    )


def _options(ways: Unblockings | None) -> list[Option]:
    """Every remediation that some way names."""
    found = (ways.cheapest, ways.second, ways.in_time) if ways is not None else ()
    return [option for way in found if way is not None for option in way.options]


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
            Remediation.duration_months,
        )
        .join(System, System.id == Remediation.system_id)
        .where(System.key.in_(sorted(systems)), Remediation.status != RemediationStatus.REJECTED)
        .order_by(Remediation.planned_finish.is_(None), Remediation.planned_finish, Remediation.id)
    )
    found: dict[str, list[Registered]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(Registered(*row[1:]))
    return {system: tuple(remediations) for system, remediations in found.items()}
