"""Write an invented landscape of any size straight into the tables: for trying the registry, and measuring it, at scale.

The product's import would take hours for a national register. Here rows go in by the thousand, beside the history: one line of
history tells that everything was generated, so that whatever is remembered per revision is reckoned anew.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, Table, func, insert, inspect, select
from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record, tables
from registry.db.history import CREATED, Change
from registry.db.search import SearchEntry, body_of
from registry.demo import invented, invented_plans
from registry.demo.invented import Row
from registry.demo.shape import Shape
from registry.procurement.upkeep import note_all

CHUNK = 5_000
FEWEST = 10
Progress = Callable[[Text], None]


def generate(session: Session, systems: int, seed: int, today: date, progress: Progress = lambda _text: None) -> None:
    """Fill the empty catalogue with `systems` systems and all that goes with them, the same for the same arguments.

    Some 6.5 dependencies per system. Memory grows by about 10 bytes per dependency. The caller commits.
    Raises ValueError for fewer than FEWEST systems.
    """
    if systems < FEWEST:
        raise ValueError(str(_("At least {fewest} systems are needed", fewest=FEWEST)))
    shape = Shape(systems, seed, today)
    connection = session.connection()
    moment = datetime.combine(today, time(), UTC)
    for noun, rows in _tables(shape):
        count = _fill(connection, tables()[noun], rows, moment)
        progress(_("{count} × {noun}", count=count, noun=noun))
    note_all(connection)
    connection.execute(
        insert(Change).values(
            at=moment,
            actor="demo",
            noun="system",
            record_id=1,
            record_key="SYS-000001",
            action=CREATED,
            values={},
            reason=f"Bulk generated: {systems} systems, seed {seed}",
        )
    )


def _tables(shape: Shape) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each table with its rows, those referred to before those that refer."""
    yield "organisation", invented.organisations(shape)
    yield "person", invented.people(shape)
    yield "supplier", invented.suppliers(shape)
    yield "system", invented.systems(shape)
    yield "technology", invented.technologies(shape)
    yield "contract", invented_plans.contracts(shape)
    yield "coverage", invented_plans.coverage(shape)
    yield "api", invented.apis(shape)
    yield "api_version", invented.api_versions(shape)
    yield "api_environment", invented.api_environments(shape)
    calls = array("q")
    yield "dependency", invented.dependencies(shape, calls)
    yield "consumer", invented.consumers(calls)
    yield "legacy_verdict", invented_plans.verdicts(shape)
    yield "goal", invented_plans.goals(shape)
    yield "initiative", invented_plans.initiatives(shape)
    yield "system_touched", invented_plans.touches(shape)
    yield "goal_served", invented_plans.goals_served(shape)
    yield "initiative_dependency", invented_plans.waits(shape)
    yield "obstacle", invented_plans.obstacles(shape)
    yield "remediation", invented_plans.remediations(shape)
    yield "responsibility", invented.responsibilities(shape)


def _fill(connection: Connection, model: type[Record], rows: Iterable[Row], moment: datetime) -> int:
    """Write the rows, numbered from 1, with their search entries; the number of rows."""
    table = cast(Table, model.__table__)
    searched = [column.key for column in inspect(model).columns if column.info.get("search")]
    written = 0
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        titles = [row.pop("title", None) or str(row.get(model.TITLE, "")) for row in chunk]
        for number, row in enumerate(chunk, written + 1):
            key = f"{model.KEY_PREFIX}-{number:06d}"
            row.update(id=number, key=key, created_at=moment, updated_at=moment, row_version=1)
        written += len(chunk)
        connection.execute(insert(table), chunk)
        if searched:
            entries = [_entry(table.name, row, title, searched) for row, title in zip(chunk, titles, strict=True)]
            connection.execute(insert(SearchEntry), entries)
    if connection.dialect.name == "postgresql" and written:
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), written)))
    return written


def _entry(noun: str, row: Row, title: str, searched: Iterable[str]) -> dict[str, Any]:
    body = body_of(row["key"], title, *(row.get(name) for name in searched))
    return {"noun": noun, "record_id": row["id"], "key": row["key"], "title": title, "body": body}
