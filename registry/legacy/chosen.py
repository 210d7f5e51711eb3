"""The systems in use that a question about legacy is asked of: all of them, or an even sample where the register is too large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from registry.core.landscape.graph import System as Node
from registry.core.vocabulary import Lifecycle
from registry.landscape import operations
from registry.landscape.loading import Loader
from registry.landscape.operations import LandscapeTooLarge
from registry.landscape.remembered import Remembered
from registry.organisations.models import Organisation
from registry.systems.models import System

IN_USE = frozenset(Lifecycle) - {Lifecycle.PLANNED, Lifecycle.RETIRED}
SAMPLE = 3_000
BATCH = 500

_samples: Remembered[tuple[Node, ...]] = Remembered(8)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Assessed systems, and how many of the `total` there are; fewer than all are an even sample."""

    systems: tuple[Node, ...]
    total: int

    @property
    def is_sample(self) -> bool:
        return len(self.systems) < self.total


def chosen(session: Session, today: date, organisation: Organisation | None = None) -> Chosen:
    """Every system in use, of `organisation` and its parts when it is given, assessed as of today."""
    within = frozenset(_with_parts(session, organisation)) if organisation is not None else None
    try:
        whole = operations.landscape(session, today)
    except LandscapeTooLarge:
        return _by_query(session, today, within)
    keys = None if within is None else frozenset(session.scalars(select(Organisation.key).where(Organisation.id.in_(within))))
    systems = tuple(
        system
        for system in whole.systems.values()
        if system.lifecycle in IN_USE and (keys is None or system.organisation in keys)
    )
    return Chosen(systems, len(systems))


def _with_parts(session: Session, organisation: Organisation) -> Iterator[int]:
    """The ids of `organisation` and of all that is part of it."""
    level = [organisation.id]
    seen = set(level)
    while level:
        yield from level
        parts = session.scalars(select(Organisation.id).where(Organisation.parent_id.in_(level))).all()
        level = [number for number in parts if number not in seen]
        seen.update(level)


def _by_query(session: Session, today: date, within: frozenset[int] | None) -> Chosen:
    """Without the landscape in memory: every system when they are few, else every n-th."""
    wanted: list[ColumnElement[bool]] = [System.lifecycle.in_(IN_USE)]
    if within is not None:
        wanted.append(System.owner_organisation_id.in_(within))
    total = session.scalar(select(func.count()).select_from(System).where(*wanted)) or 0
    step = -(-total // SAMPLE)
    if step > 1:
        wanted.append(System.id % step == 0)
    numbers = session.scalars(select(System.id).where(*wanted).order_by(System.id)).all()
    key = operations.revision(session, today), within
    return Chosen(_samples.get(key, lambda: tuple(_loaded(session, today, numbers))), total)


def _loaded(session: Session, today: date, numbers: Iterable[int]) -> Iterator[Node]:
    ordered = list(numbers)
    for start in range(0, len(ordered), BATCH):
        yield from Loader(session, operations.profile(), today, frozenset(ordered[start : start + BATCH])).systems()
