"""Databases for tests: made by copying a migrated template, on SQLite or on a PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from registry.db.base import Base
from registry.db.session import normalise_url

POSTGRES = os.environ.get("REGISTRY_TEST_POSTGRES_URL")
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_numbers = itertools.count(1)


class Databases:
    """Makes databases by copying a migrated template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prefix = f"registry_test_{os.getpid()}"
        self._made: list[str] = []
        self._free: dict[str, list[str]] = {}
        self._renewals: dict[str, str] = {}

    def _address(self, name: str) -> str:
        if POSTGRES:
            return make_url(normalise_url(POSTGRES)).set(database=name).render_as_string(hide_password=False)
        return f"sqlite:///{self._folder / name}.sqlite"

    def _server(self, *statements: str) -> None:
        engine = create_engine(normalise_url(POSTGRES or ""), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def empty(self, name: str) -> str:
        """A database without tables."""
        name = f"{self._prefix}_{name}"
        if POSTGRES:
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"', _hasty(name))
            self._made.append(name)
        return self._address(name)

    def copy(self, template: str) -> str:
        """A copy of the database at the address `template`."""
        name = f"{self._prefix}_{next(_numbers)}"
        if POSTGRES:
            self._server(f'CREATE DATABASE "{name}" TEMPLATE "{make_url(template).database}"', _hasty(name))
            self._made.append(name)
        else:
            shutil.copy(str(make_url(template).database), self._folder / f"{name}.sqlite")
        return self._address(name)

    def drop(self, address: str) -> None:
        name = make_url(address).database
        if POSTGRES:
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self._made.remove(str(name))
        else:
            for file in Path(str(name)).parent.glob(f"{Path(str(name)).name}*"):
                file.unlink()

    def borrow(self, template: str) -> str:
        """A copy of `template`, perhaps one that was used before and is as new."""
        free = self._free.setdefault(template, [])
        if free:
            return free.pop()
        address = self.copy(template)
        if POSTGRES:
            self._renewals[address] = _keep_contents(address)
        return address

    def give_back(self, address: str, template: str) -> None:
        """Take back what was borrowed. Dropping a PostgreSQL database costs a checkpoint; emptying it costs milliseconds."""
        if POSTGRES:
            _run(address, self._renewals[address])
            self._free[template].append(address)
        else:
            self.drop(address)

    def drop_all(self) -> None:
        for name in list(self._made):
            self.drop(self._address(name))


def _hasty(name: str) -> str:
    """What lets a database answer before its disk has: a test's rows need not outlive the machine."""
    return f'ALTER DATABASE "{name}" SET synchronous_commit = off'


def _keep_contents(address: str) -> str:
    """Keep all rows of a database in a schema beside them; returns the statements that bring them back.

    One round trip for all of them: a statement for each table and test would cost more than most tests.
    """
    tables = {f'"{table.name}"': "id" in table.c for table in Base.metadata.tables.values()}
    _run(address, "CREATE SCHEMA kept; " + "; ".join(f"CREATE TABLE kept.{name} AS TABLE public.{name}" for name in tables))
    with _connected(address) as connection:
        filled = [name for name in tables if connection.execute(text(f"SELECT EXISTS (SELECT FROM kept.{name})")).scalar()]
    next_ids = ", ".join(
        f"setval(pg_get_serial_sequence('{name}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM kept.{name}), false)"
        for name, numbered in tables.items()
        if numbered
    )
    return "; ".join(
        [
            f"SELECT pg_terminate_backend(pid) {OTHERS}",
            "SET LOCAL session_replication_role = replica",  # references are whole again at the end
            *(f"DELETE FROM {name}" for name in tables),
            *(f"INSERT INTO {name} SELECT * FROM kept.{name}" for name in filled),
            f"SELECT {next_ids}",
        ]
    )


@contextmanager
def _connected(address: str) -> Iterator[Connection]:
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _run(address: str, statements: str) -> None:
    with _connected(address) as connection:
        connection.exec_driver_sql(statements)
