"""Load the csv files of this folder through the product's own import, as a user would, one table after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from graphlib import TopologicalSorter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.db import history
from registry.db.base import reference_columns
from registry.demo.dates import WRITTEN_ON, shifted
from registry.demo.documents import publish
from registry.demo.indicators import keep
from registry.indicators.models import IndicatorSnapshot
from registry.kit import transfer
from registry.kit.resource import Resource
from registry.kit.spreadsheets import Row, Table, read_table
from registry.procurement import lock_in_days
from registry.resources import RESOURCES

FOLDER = Path(__file__).parent
PUBLIC_FACTS = frozenset({("technology", "support_ends"), ("legal_limit", "valid_from"), ("legal_limit", "checked_on")})
"""Days that are the same for everybody, and therefore stay."""

LOCK_IN_KEPT = (540, 360, 180, 90, 30, 0)
"""The days before today for which the lock-in of contracts is kept, as if it had been taken then."""

Progress = Callable[[Text], None]


class DemoWrong(ValueError):
    """A csv file of the demonstration does not fit the catalogue; the message names file, row and column."""


def load(session: Session, today: date, specs_folder: Path, progress: Progress = lambda _text: None) -> None:
    """Write the whole demonstration in the session's transaction, dated so that it is true on `today`; the caller commits.

    `specs_folder` holds the published documents and their index. What is already there stays, and is not written twice.
    Raises DemoWrong when a file does not fit the catalogue.
    """
    history.note(session, actor="demo", reason="Demonstration: Granviks kommun")
    for resource in in_order():
        table = dated(resource, read_demo(resource), today)
        for part in parts(resource, table):
            _write(session, resource, part)
        progress(_("{count} × {noun}", count=len(table.rows), noun=resource.label))
    publish(session, today, specs_folder, progress)
    if session.scalar(select(IndicatorSnapshot.id).limit(1)) is None:
        keep(session, today)
        for days in LOCK_IN_KEPT:
            lock_in_days.keep(session, today - timedelta(days=days))


def in_order() -> Iterator[Resource]:
    """Every noun, those it refers to before it."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for resource in RESOURCES:
        sorter.add(resource.name, *sorted(set(reference_columns(resource.model).values()) - {resource.name}))
    return (RESOURCES[name] for name in sorter.static_order())


def read_demo(resource: Resource) -> Table:
    """The noun's csv file as it is written."""
    path = FOLDER / f"{resource.name}.csv"
    return read_table(path.read_bytes(), path.name)


def dated(resource: Resource, table: Table, today: date) -> Table:
    """`table` with every date moved to `today`, public facts excepted."""
    moving = [
        column
        for column in table.columns
        if (field := resource.fields.get(column)) and field.kind == "date" and (resource.name, column) not in PUBLIC_FACTS
    ]
    years = [column for column in table.columns if column == "year"]
    return replace(
        table,
        rows=tuple(Row(row.number, row.values | _moved(row, moving, today) | _years(row, years, today)) for row in table.rows),
    )


def _moved(row: Row, columns: list[str], today: date) -> dict[str, str]:
    return {
        column: shifted(date.fromisoformat(row.values[column]), today).isoformat() for column in columns if row.values[column]
    }


def _years(row: Row, columns: list[str], today: date) -> dict[str, str]:
    """Invented costs belong to the years around the day the files were written on."""
    return {column: str(int(row.values[column]) + today.year - WRITTEN_ON.year) for column in columns}


def parts(resource: Resource, table: Table) -> Iterator[Table]:
    """`table` cut so that a row that refers to another of the same noun comes in a later part than that one."""
    inward = [name for name, field in resource.fields.items() if field.target == resource.name and name in table.columns]
    waiting, known = list(table.rows), {""}
    while waiting:
        ready = [row for row in waiting if all(row.values[name] in known for name in inward)] or waiting
        yield replace(table, rows=tuple(ready))
        known.update(row.values.get("key", "") for row in ready)
        done = {row.number for row in ready}
        waiting = [row for row in waiting if row.number not in done]


def _write(session: Session, resource: Resource, table: Table) -> None:
    made = transfer.plan(session, resource, resource.fields, table)
    if made.problems:
        raise DemoWrong("\n".join(f"{resource.name}.csv:{each.row}: {each.column}: {each.message}" for each in made.problems))
    transfer.apply(session, made)
