"""The newest dated statement about a record holds: its answers are carried over to the record when it is saved, by any door.

A model that says so has `CARRIED = Carried(...)`. The statements themselves stay as they were made, and are the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from registry.db.base import Record

BATCH = 500


@dataclass(frozen=True, slots=True)
class Carried:
    """A statement about the record in its relationship `owner`, made on the day in its column `day`.

    `columns` maps a column of the statement to the owner's column that takes its value, nothing included; `owner_day` is the
    owner's column for the day. A statement older than what the owner has changes nothing, and deleting one takes nothing back.
    """

    owner: str
    day: str
    owner_day: str
    columns: Mapping[str, str]


@event.listens_for(Session, "before_flush", insert=True)  # before the history looks at what has changed
def _carry(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    made = [record for record in (*session.new, *session.dirty) if isinstance(record, Record) and hasattr(record, "CARRIED")]
    if not made:
        return
    owners = _owners(session, made)
    for record in sorted(made, key=lambda record: getattr(record, record.CARRIED.day)):
        carried = record.CARRIED
        # a new record does not load its relationships; one that was given the owner itself may not have its number yet
        owner = vars(record).get(carried.owner) or owners.get((type(record), getattr(record, f"{carried.owner}_id")))
        if owner is not None:
            _carry_to(owner, record, carried)


def _owners(session: Session, made: Iterable[Record]) -> dict[tuple[type[Record], int | None], Record]:
    """The owners that are named by number, by the statement's class and that number; a query per batch."""
    wanted: dict[type[Record], set[int]] = {}
    for record in made:
        number = getattr(record, f"{record.CARRIED.owner}_id")  # type: ignore[attr-defined]
        if number is not None:
            wanted.setdefault(type(record), set()).add(number)
    found: dict[tuple[type[Record], int | None], Record] = {}
    for model, numbers in wanted.items():
        owner_model = inspect(model).relationships[model.CARRIED.owner].entity.class_  # type: ignore[attr-defined]
        ordered = sorted(numbers)
        for start in range(0, len(ordered), BATCH):
            for owner in session.scalars(select(owner_model).where(owner_model.id.in_(ordered[start : start + BATCH]))):
                found[model, owner.id] = owner
    return found


def _carry_to(owner: Record, record: Record, carried: Carried) -> None:
    known, day = getattr(owner, carried.owner_day), getattr(record, carried.day)
    if known is not None and known > day:
        return
    values = {target: getattr(record, source) for source, target in carried.columns.items()}
    for attribute, value in {**values, carried.owner_day: day}.items():
        if getattr(owner, attribute) != value:
            setattr(owner, attribute, value)
