"""Who changed what, when and why: one append-only table, written with every flush of the session.

Every change of a record, by page, REST, import or command, goes through the session and lands here in the same transaction,
with the values before and after. From it any earlier state can be rebuilt. References are kept by key, so that they can be read
after the other record is gone. One insert per flush keeps large imports cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Index, String, event, insert, inspect, select, update
from sqlalchemy import Text as LongText
from sqlalchemy import delete as sql_delete
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from registry.db.base import Base, Record, now, reference_columns, tables
from registry.db.search import SearchEntry, body_of

CREATED, CHANGED, DELETED = "created", "changed", "deleted"
BOOKKEEPING = frozenset({"id", "created_at", "updated_at", "row_version"})


class Change(Base):
    """One record's change in one transaction. `values` maps column -> [before, after]."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_noun_record", "noun", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor: Mapped[str] = mapped_column(String(255))
    request_id: Mapped[str | None] = mapped_column(String(64))
    noun: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    record_key: Mapped[str] = mapped_column(String(64), index=True)
    action: Mapped[str] = mapped_column(String(10))
    values: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(LongText)


def plain(value: object) -> Any:
    """`value` as JSON can hold it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def revision(session: Session) -> tuple[Any, ...]:
    """Differs after every change of the catalogue; what is computed from the catalogue is cached under it.

    The time counts too, because a database may give the number of a change that was rolled back to another one.
    """
    return tuple(session.execute(select(Change.id, Change.at).order_by(Change.id.desc()).limit(1)).first() or ())


def of_record(session: Session, noun: str, record_id: int, limit: int = 50, before: int | None = None) -> Sequence[Change]:
    """Changes of one record, newest first, `limit` at a time; `before` is the id to continue from."""
    query = select(Change).where(Change.noun == noun, Change.record_id == record_id)
    if before is not None:
        query = query.where(Change.id < before)
    return session.scalars(query.order_by(Change.id.desc()).limit(limit)).all()


def note(session: Session, *, actor: str, request_id: str | None = None, reason: str | None = None) -> None:
    """Say who acts in this session, for the changes that follow."""
    session.info.update(actor=actor, request_id=request_id, reason=reason)


def _differences(record: Record) -> dict[str, list[Any]]:
    state = inspect(record)
    found: dict[str, list[Any]] = {}
    for attribute in state.mapper.column_attrs:
        if attribute.key in BOOKKEEPING:
            continue
        seen = state.attrs[attribute.key].history
        if not seen.has_changes():
            continue
        before, after = (plain(side[0]) if side else None for side in (seen.deleted, seen.added))
        if before != after:
            found[attribute.key] = [before, after]
    return found


def _last_values(record: Record) -> dict[str, list[Any]]:
    values = ((attribute.key, getattr(record, attribute.key)) for attribute in inspect(record).mapper.column_attrs)
    return {name: [plain(value), None] for name, value in values if name not in BOOKKEEPING and value is not None}


def _with_keys(session: Session, entries: Iterable[dict[str, Any]]) -> None:
    """Replace the numbers of references by keys, with one query per table referred to."""
    wanted: dict[str, set[int]] = {}
    places: list[tuple[list[Any], int, str]] = []
    for entry in entries:
        columns = reference_columns(tables()[entry["noun"]])
        for name in entry["values"].keys() & columns.keys():
            for index, number in enumerate(entry["values"][name]):
                if number is not None:
                    wanted.setdefault(columns[name], set()).add(number)
                    places.append((entry["values"][name], index, columns[name]))
    keys: dict[tuple[str, int], str] = {}
    for table, numbers in wanted.items():
        model, ordered = tables()[table], sorted(numbers)
        for start in range(0, len(ordered), 500):
            rows = session.connection().execute(select(model.id, model.key).where(model.id.in_(ordered[start : start + 500])))
            keys.update(((table, number), key) for number, key in rows)
    for pair, index, table in places:
        pair[index] = keys.get((table, pair[index]), pair[index])


def _searchable(record: Record) -> dict[str, Any] | None:
    columns = [column for column in inspect(record).mapper.columns if column.info.get("search")]
    if not columns:
        return None
    title = record.title
    parts = [getattr(record, column.key) for column in columns]
    return {
        "noun": record.__tablename__,
        "record_id": record.id,
        "key": record.key,
        "title": title[:400],
        "body": body_of(record.key, title, *parts),
    }


@event.listens_for(Session, "before_flush")
def _collect(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Values before a change are only known before the flush; numbers of new records only after it."""
    # a list of its own for every flush: what a failed flush collected must not be written by the next
    pending: list[tuple[Record, str, dict[str, list[Any]]]] = []
    session.info["pending_history"] = pending
    pending.extend((record, DELETED, _last_values(record)) for record in session.deleted if isinstance(record, Record))
    changed = ((record, _differences(record)) for record in session.dirty if isinstance(record, Record))
    pending.extend((record, CHANGED, values) for record, values in changed if values)
    pending.extend((record, CREATED, {}) for record in session.new if isinstance(record, Record))


@event.listens_for(Session, "after_flush")
def _write(session: Session, _context: UOWTransaction) -> None:
    pending = session.info.pop("pending_history", [])
    if not pending:
        return
    who = {name: session.info.get(name) for name in ("request_id", "reason")}
    at = now()
    entries = [
        {
            "at": at,
            "actor": session.info.get("actor", "system"),
            **who,
            "noun": record.__tablename__,
            "record_id": record.id,
            "record_key": record.key,
            "action": action,
            "values": {name: [None, pair[0]] for name, pair in _last_values(record).items()} if action == CREATED else values,
        }
        for record, action, values in pending
    ]
    _with_keys(session, entries)
    connection = session.connection()
    connection.execute(insert(Change), entries)
    session.info["pending_index"] = [(record, action) for record, action, _ in pending]


@event.listens_for(Session, "after_flush_postexec")
def _index(session: Session, _context: UOWTransaction) -> None:
    """Only now can a new record's references be followed, and some titles are made from them."""
    pending: list[tuple[Record, str]] = session.info.pop("pending_index", [])
    if not pending:
        return
    held = _prefetch_titles(session, [record for record, action in pending if action == CREATED])
    connection = session.connection()
    added = [row for record, action in pending if action == CREATED and (row := _searchable(record))]
    del held
    if added:
        connection.execute(insert(SearchEntry), added)
    for record, action in pending:
        if action == CREATED:
            continue
        place = (SearchEntry.noun == record.__tablename__) & (SearchEntry.record_id == record.id)
        if action == DELETED:
            connection.execute(sql_delete(SearchEntry).where(place))
        elif row := _searchable(record):
            connection.execute(update(SearchEntry).where(place).values(row))


def _prefetch_titles(session: Session, records: list[Record]) -> list[Record]:
    """Load what titles are made from a table at a time; while they are held, following a reference asks for nothing."""
    held: list[Record] = []
    wanted: dict[type[Record], set[int]] = {}
    for record in records:
        for name in record.TITLE_NEEDS:
            target = inspect(type(record)).relationships[name].entity.class_
            wanted.setdefault(target, set()).add(getattr(record, f"{name}_id"))
    for target, numbers in wanted.items():
        ordered = sorted(number for number in numbers if number is not None)
        for start in range(0, len(ordered), 500):
            held.extend(session.scalars(select(target).where(target.id.in_(ordered[start : start + 500]))))
    return held
