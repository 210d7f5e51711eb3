"""Spreadsheets in and out for any noun: a plan before anything is written, applied whole or not at all.

The columns are the noun's fields; a header may be the field's name or its label in either language. A row matches a record by
key, or by the noun's natural key, or by its unique name.

A value that its reader may not see goes out as HIDDEN, never as an empty cell: who brings the file back, perhaps somebody else
who may write the value, leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record, tables
from registry.kit.lookup import BATCH, References
from registry.kit.operations import Cleaned, clean, next_keys, unique_sets
from registry.kit.reach import Reach
from registry.kit.resource import Change, Field, Resource
from registry.kit.spreadsheets import Row, Table
from registry.kit.translations import catalogue
from registry.kit.values import plain

HIDDEN = "[hidden]"


class Action(StrEnum):
    """What a row will do."""

    ADD = "add"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, or with the row when `column` is empty."""

    row: int
    column: str
    message: Text


@dataclass(slots=True)
class PlannedRow:
    """One row's effect: `differences` maps field -> (old, new) as plain text."""

    number: int
    action: Action
    key: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    differences: dict[str, tuple[str, str]] = field(default_factory=dict)
    record_id: int | None = None


@dataclass(slots=True)
class Plan:
    """What an import will do; nothing is written while `problems` is not empty."""

    resource: Resource
    columns: list[Field]
    rows: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, action: str) -> int:
        return sum(row.action == action for row in self.rows)

    @property
    def changes_something(self) -> bool:
        return any(row.action in {Action.ADD, Action.CHANGE} for row in self.rows)


def columns_of(fields: Mapping[str, Field], table: Table) -> tuple[list[Field | None], list[Problem]]:
    """The field of each column of `table`, and what is wrong with the header row."""
    names = header_names(fields)
    found: list[Field | None] = []
    problems: list[Problem] = []
    for header in table.columns:
        match = names.get(header.strip().casefold())
        if match is None:
            accepted = ", ".join(fields)
            problems.append(
                Problem(
                    1, header, _("There is no column “{name}”. Accepted columns: {accepted}.", name=header, accepted=accepted)
                )
            )
        elif match in found:
            problems.append(Problem(1, header, _("The column “{name}” comes twice.", name=header)))
        found.append(match)
    return found, problems


def header_names(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Every accepted header, folded: the field's name and its label in English and Swedish."""
    swedish = catalogue("sv")
    names: dict[str, Field] = {}
    for name, item in fields.items():
        for text in (str(item.label), swedish.gettext(item.label.template), name):
            names[text.casefold()] = item
    return names


def plan(session: Session, resource: Resource, fields: Mapping[str, Field], table: Table) -> Plan:
    """What importing `table` would do, row by row; reads, never writes."""
    columns, problems = columns_of(fields, table)
    made = Plan(resource, [column for column in columns if column is not None], problems=problems)
    if problems:
        return made
    references = References(session)
    raws = [_raw(columns, table, row) for row in table.rows]
    for column in made.columns:
        if column.target is not None:
            references.prefetch(column.target, (raw.get(column.name, "") for raw in raws))
    existing = Existing(session, resource, raws, references)
    seen: dict[tuple[str, Any], int] = {}
    for row, raw in zip(table.rows, raws, strict=True):
        made.rows.append(_plan_row(made, row, raw, fields, references, existing, seen))
    _check_unique(session, made)
    _check_together(session, made)
    return made


def _raw(columns: Sequence[Field | None], table: Table, row: Row) -> dict[str, str]:
    """The row's cells by field name, without those whose value was hidden when the file was made."""
    cells = ((column, row.values.get(header, "")) for column, header in zip(columns, table.columns, strict=True))
    return {column.name: cell for column, cell in cells if column is not None and not _hidden(column, cell)}


def _hidden(column: Field, cell: str) -> bool:
    return column.confidential and cell.strip() == HIDDEN


class Existing:
    """The records that rows mean, found in batches by key, natural key or unique name."""

    def __init__(self, session: Session, resource: Resource, raws: Sequence[Mapping[str, str]], references: References) -> None:
        self._resource, self._references, self._session = resource, references, session
        self._by_key: dict[str, Record] = {}
        self._by_natural: dict[tuple[Any, ...], Record] = {}
        self._load("key", self._by_key, [raw["key"].strip() for raw in raws if raw.get("key", "").strip()])
        self._keyless = [raw for raw in raws if not raw.get("key", "").strip()]
        if self._keyless:
            self._load_natural()

    def _load(self, attribute: str, into: dict[str, Record], values: Iterable[Any]) -> None:
        wanted = sorted(set(values))
        column = getattr(self._resource.model, attribute)
        for start in range(0, len(wanted), BATCH):
            for record in self._session.scalars(select(self._resource.model).where(column.in_(wanted[start : start + BATCH]))):
                into[getattr(record, attribute)] = record

    def _load_natural(self) -> None:
        names = self.natural_names()
        if not names:
            return
        first = self._resource.fields[names[0]]
        values: set[Any] = set()
        for raw in self._keyless:
            cleaned = clean(self._resource, {first.name: raw.get(first.name, "")}, {first.name: first}, self._references)
            values.update(cleaned.values.values())
        wanted = sorted((value for value in values if value is not None), key=str)
        column = getattr(self._resource.model, first.attribute)
        attributes = [self._resource.fields[name].attribute for name in names]
        for start in range(0, len(wanted), BATCH):
            for record in self._session.scalars(select(self._resource.model).where(column.in_(wanted[start : start + BATCH]))):
                self._by_natural[tuple(getattr(record, attribute) for attribute in attributes)] = record

    def natural_names(self) -> tuple[str, ...]:
        if self._resource.natural_key:
            return self._resource.natural_key
        return (self._resource.model.TITLE,) if self._resource.model.TITLE in self._resource.fields else ()

    def find(self, raw: Mapping[str, str], values: Mapping[str, Any]) -> Record | None:
        key = raw.get("key", "").strip()
        if key:
            return self._by_key.get(key)
        names = self.natural_names()
        if not names:
            return None
        return self._by_natural.get(tuple(values.get(self._resource.fields[name].attribute) for name in names))


def _plan_row(
    made: Plan,
    row: Row,
    raw: Mapping[str, str],
    fields: Mapping[str, Field],
    references: References,
    existing: Existing,
    seen: dict[tuple[str, Any], int],
) -> PlannedRow:
    resource = made.resource
    given = {column.name: column for column in made.columns}
    only_values = clean(resource, raw, given, references, record=resource.model())
    record = existing.find(raw, only_values.values)
    cleaned = clean(resource, raw, given if record is not None else fields, references, record)
    if record is None:
        for name in given.keys() - raw.keys():
            cleaned.wrong(name, _("“{value}” keeps the value of a registered record, and this row is none.", value=HIDDEN))
    identity = ("id", record.id) if record is not None else ("row", _identity(existing, raw))
    if identity[1] and identity in seen:
        cleaned.wrong("", _("The same record as in row {row}.", row=seen[identity]))
    seen.setdefault(identity, row.number)
    key = record.key if record is not None else str(cleaned.values.get("key", ""))
    title = record.title if record is not None else str(cleaned.values.get(resource.model.TITLE, "") or key)
    if cleaned.errors:
        made.problems.extend(_problems(row, cleaned))
        return PlannedRow(row.number, Action.ERROR, key, title)
    if record is None:
        return PlannedRow(row.number, Action.ADD, key, title, cleaned.values)
    differences = {
        column.name: (plain(getattr(record, column.attribute)), raw[column.name].strip())
        for column in made.columns
        if column.attribute in cleaned.values and getattr(record, column.attribute) != cleaned.values[column.attribute]
    }
    action = Action.CHANGE if differences else Action.UNCHANGED
    changed = {given[name].attribute: cleaned.values[given[name].attribute] for name in differences}
    return PlannedRow(row.number, action, key, title, changed, differences, record.id)


def _identity(existing: Existing, raw: Mapping[str, str]) -> Any:
    key = raw.get("key", "").strip()
    if key:
        return key
    names = existing.natural_names()
    return tuple(str(raw.get(name, "")).strip().casefold() for name in names) if names else None


def _problems(row: Row, cleaned: Cleaned) -> Iterator[Problem]:
    for name, messages in cleaned.errors.items():
        for message in messages:
            yield Problem(row.number, name, message)


def _check_unique(session: Session, made: Plan) -> None:
    """Say what the database would refuse: two rows, or a row and another record, with the same unique values."""
    writing = [row for row in made.rows if row.action in {Action.ADD, Action.CHANGE}]
    for names in unique_sets(made.resource.model):
        rows = {
            tuple(row.values.get(name) for name in names): row
            for row in writing
            if all(row.values.get(name) is not None for name in names)
        }
        duplicated = _taken(session, made.resource.model, names, rows)
        for row in writing:
            values = tuple(row.values.get(name) for name in names)
            if any(value is None for value in values):
                continue
            other = rows.get(values)
            shown = names[-1].removesuffix("_id")
            if other is not None and other is not row:
                made.problems.append(
                    Problem(row.number, shown, _("The same as in row {row}, and it must be unique.", row=other.number))
                )
            elif values in duplicated and duplicated[values][0] != row.record_id:
                made.problems.append(
                    Problem(row.number, shown, _("{key} already has this, and it must be unique.", key=duplicated[values][1]))
                )


def _check_together(session: Session, made: Plan) -> None:
    """Judge the file as a whole: what all its rows come to beside what is registered."""
    check, writing = made.resource.check_together, [row for row in made.rows if row.action in {Action.ADD, Action.CHANGE}]
    if check is not None and not made.problems:
        for place, name, message in check(session, [Change(row.record_id, row.values) for row in writing]):
            made.problems.append(Problem(writing[place].number, name, message))


def _taken(
    session: Session, model: type[Record], names: tuple[str, ...], wanted: Mapping[tuple[Any, ...], Any]
) -> dict[Any, tuple[int, str]]:
    columns = [getattr(model, name) for name in names]
    firsts = sorted({values[0] for values in wanted}, key=str)
    taken: dict[Any, tuple[int, str]] = {}
    for start in range(0, len(firsts), BATCH):
        rows = session.execute(select(model.id, model.key, *columns).where(columns[0].in_(firsts[start : start + BATCH])))
        taken.update({tuple(row[2:]): (row[0], row[1]) for row in rows})
    return taken


def apply(session: Session, made: Plan) -> None:
    """Write the plan in the session's transaction; the caller commits. The plan must have no problems."""
    assert not made.problems
    model = made.resource.model
    adding = [row for row in made.rows if row.action is Action.ADD]
    keys = next_keys(session, model, sum(not row.values.get("key") for row in adding))
    for row in adding:
        record = model(**{**row.values, "key": row.values.get("key") or next(keys)})
        session.add(record)
    changing = {row.record_id: row for row in made.rows if row.action is Action.CHANGE}
    numbers = sorted(number for number in changing if number is not None)
    for start in range(0, len(numbers), BATCH):
        for record in session.scalars(select(model).where(model.id.in_(numbers[start : start + BATCH]))):
            for attribute, value in changing[record.id].values.items():
                setattr(record, attribute, value)
    session.flush()


def exported(session: Session, statement: Select[Any], reach: Reach) -> Iterator[list[Any]]:
    """Rows of plain values for the records of `statement`; references by key, resolved a batch at a time, never all in memory."""
    fields = list(reach.fields.values())
    for batch in session.scalars(statement.execution_options(yield_per=1000)).partitions(1000):
        keys, hidden = _keys_of(session, batch, fields), reach.hidden_in(session, batch)
        for record in batch:
            out = record.id in hidden
            yield [HIDDEN if out and item.confidential else _cell(record, item, keys) for item in fields]
            session.expunge(record)


def _keys_of(session: Session, batch: Sequence[Record], fields: Sequence[Field]) -> dict[tuple[str, int], str]:
    keys: dict[tuple[str, int], str] = {}
    for item in fields:
        if item.target is None:
            continue
        model = tables()[item.target]
        numbers = sorted({number for record in batch if (number := getattr(record, item.attribute)) is not None})
        for start in range(0, len(numbers), BATCH):
            rows = session.execute(select(model.id, model.key).where(model.id.in_(numbers[start : start + BATCH])))
            keys.update({(item.target, number): key for number, key in rows})
    return keys


def _cell(record: Record, item: Field, keys: Mapping[tuple[str, int], str]) -> Any:
    value = getattr(record, item.attribute)
    if value is None:
        return ""
    if item.target is not None:
        return keys.get((item.target, value), "")
    return value if isinstance(value, int) and not isinstance(value, bool) else plain(value)
