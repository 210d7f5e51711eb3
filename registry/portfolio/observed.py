"""What people ran into beside what the registry inferred: where they agree, and where they do not and why that may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker, HeldOff
from registry.core.landscape.graph import System
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import InitiativeStatus, ObstacleCause
from registry.initiatives.models import Initiative, Obstacle
from registry.systems.models import System as SystemRow

TERMS = (ObstacleCause.SUPPLIER, ObstacleCause.CONTRACT)
"""Causes that no technology mends: the supplier, or what the contract says."""


class Agreement(Term):
    """How an inferred blocker and an observed obstacle stand to each other."""

    BOTH = "both", _("Inferred and observed")
    INFERRED = "inferred", _("Only inferred")
    OBSERVED = "observed", _("Only observed")


@dataclass(frozen=True, slots=True)
class Observed:
    """An open obstacle that people told of; `system` is the key of the system it lies in, when they said."""

    key: str
    name: str
    cause: ObstacleCause
    observed_on: date
    system: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One system (None: an obstacle that lies in no system), what is known from either side, and what to make of it."""

    agreement: Agreement
    system: System | None
    observed: tuple[Observed, ...]
    remark: Text


def open_obstacles(session: Session, initiative: str) -> tuple[Observed, ...]:
    """Obstacles told of the initiative (its key) that nobody has resolved, the oldest first."""
    query = (
        select(Obstacle.key, Obstacle.name, Obstacle.cause, Obstacle.observed_on, SystemRow.key)
        .join(Initiative, Initiative.id == Obstacle.initiative_id)
        .outerjoin(SystemRow, SystemRow.id == Obstacle.system_id)
        .where(Initiative.key == initiative, Obstacle.resolved_on.is_(None))
        .order_by(Obstacle.observed_on, Obstacle.id)
    )
    return tuple(Observed(*row) for row in session.execute(query))


def held_by_terms(session: Session) -> Mapping[str, tuple[Observed, ...]]:
    """By active initiative (key) what people have met in suppliers and contracts and nobody has resolved, the oldest first."""
    found: dict[str, list[Observed]] = {}
    for initiative, obstacle in open_obstacles_of_active(session):
        if obstacle.cause in TERMS:
            found.setdefault(initiative, []).append(obstacle)
    return {initiative: tuple(obstacles) for initiative, obstacles in found.items()}


def open_obstacles_of_active(session: Session) -> Iterator[tuple[str, Observed]]:
    """(initiative's key, obstacle) for every obstacle of an active initiative that nobody has resolved, the oldest first."""
    query = (
        select(Initiative.key, Obstacle.key, Obstacle.name, Obstacle.cause, Obstacle.observed_on, SystemRow.key)
        .join(Initiative, Initiative.id == Obstacle.initiative_id)
        .outerjoin(SystemRow, SystemRow.id == Obstacle.system_id)
        .where(Initiative.status == InitiativeStatus.ACTIVE, Obstacle.resolved_on.is_(None))
        .order_by(Obstacle.observed_on, Obstacle.id)
    )
    for initiative, key, name, cause, observed_on, system in session.execute(query):
        yield initiative, Observed(key, name, cause, observed_on, system)


def compared(
    blockers: Iterable[Blocker], held_off: Iterable[HeldOff], observed: Iterable[Observed], systems: Mapping[str, System]
) -> tuple[Comparison, ...]:
    """Every system that either side names, and last the obstacles outside all systems."""
    told: dict[str | None, list[Observed]] = {}
    for obstacle in observed:
        told.setdefault(obstacle.system if obstacle.system in systems else None, []).append(obstacle)
    inferred = {blocker.system.key: blocker for blocker in blockers}
    insulated = {near.system.key for near in held_off}
    return tuple(_compared(inferred, insulated, told, systems))


def _compared(
    inferred: Mapping[str, Blocker], insulated: set[str], told: Mapping[str | None, list[Observed]], systems: Mapping[str, System]
) -> Iterator[Comparison]:
    for key, blocker in inferred.items():
        met = tuple(told.get(key, ()))
        if met:
            yield Comparison(Agreement.BOTH, blocker.system, met, _("People have met what the registry infers"))
        else:
            remark = _("Nobody has reported this yet: ask those who work with it, or look at the path again")
            yield Comparison(Agreement.INFERRED, blocker.system, (), remark)
    for place, met_here in told.items():
        if place is None:
            remark = _("Lies in no system, so the registry could not infer it")
            yield Comparison(Agreement.OBSERVED, None, tuple(met_here), remark)
        elif place not in inferred:
            remark = _why_not_inferred(systems[place], place in insulated)
            yield Comparison(Agreement.OBSERVED, systems[place], tuple(met_here), remark)


def _why_not_inferred(system: System, is_insulated: bool) -> Text:
    if is_insulated:
        return _("On paper an API holds it off: check that the dependency really runs through that API")
    if system.legacy is None or not system.is_legacy:
        return _("Not judged legacy: complete its assessment or give a verdict")
    return _("No open path leads there: a dependency or touch may be missing, or a remediation is agreed to be done in time")
