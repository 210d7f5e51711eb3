"""The tables of the blockers' pages as rows, for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from registry.kit.text import translate
from registry.portfolio.disagreements import disagreements
from registry.portfolio.overview import overview

Rows = Iterator[Sequence[object]]
OF_BLOCKER = ("initiative", "name", "blocker", "blocker_name", "touch")
PATH_COLUMNS = (*OF_BLOCKER, "step", "from", "to", "kind", "dependency", "why", "insulation")


def _initiatives(session: Session, today: date) -> Rows:
    for line in overview(session, today).initiatives:
        initiative = line.initiative
        keys = ", ".join(blocker.system.key for blocker in line.blockers)
        terms = ", ".join(obstacle.key for obstacle in line.terms)
        yield initiative.key, initiative.name, initiative.needed_by, line.direct, line.indirect, line.at_stake, keys, terms


def _systems(session: Session, today: date) -> Rows:
    for line in overview(session, today).systems:
        system, legacy = line.system, line.blocked[0][1].legacy
        keys = ", ".join(initiative.key for initiative, _blocker in line.blocked)
        counts = len(line.blocked), line.direct, len(line.alone), line.benefit
        yield system.key, system.name, legacy.low, legacy.high, *counts, keys


def _paths(session: Session, today: date) -> Rows:
    """One row for each step of each path; a direct blocker has one row without a step."""
    for line in overview(session, today).initiatives:
        for blocker in line.blockers:
            about = line.initiative.key, line.initiative.name, blocker.system.key, blocker.system.name, blocker.touch.value
            if not blocker.path:
                yield *about, 0, blocker.system.key, None, None, None, None, None
            for number, step in enumerate(blocker.path, start=1):
                told = translate(step.reason), translate(step.insulation) if step.insulation is not None else None
                yield *about, number, step.from_.key, step.to.key, step.kind.value, step.dependency_key, *told


def _observed(session: Session, today: date) -> Rows:
    for initiative, one in disagreements(session, today).lines:
        system = (one.system.key, one.system.name) if one.system is not None else (None, None)
        keys = ", ".join(obstacle.key for obstacle in one.observed)
        yield initiative.key, initiative.name, *system, one.agreement.value, keys, translate(one.remark)


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Session, date], Rows]]] = {
    "initiatives": (
        ("initiative", "name", "needed_by", "direct", "indirect", "benefit_at_stake", "blockers", "terms"),
        _initiatives,
    ),
    "systems": (
        ("system", "name", "legacy_low", "legacy_high", "initiatives", "directly", "alone", "benefit_blocked", "blocks"),
        _systems,
    ),
    "paths": (PATH_COLUMNS, _paths),
    "observed": (("initiative", "name", "system", "system_name", "agreement", "obstacles", "remark"), _observed),
}
