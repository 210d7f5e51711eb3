"""Databases for tests: made by copying a migrated template, on SQLite or on a PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, Table, create_engine, delete, insert, make_url, select, text

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
        self._contents: dict[str, dict[Table, list[dict[str, Any]]]] = {}

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
            self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
            self._made.append(name)
        return self._address(name)

    def copy(self, template: str) -> str:
        """A copy of the database at the address `template`."""
        name = f"{self._prefix}_{next(_numbers)}"
        if POSTGRES:
            self._server(f'CREATE DATABASE "{name}" TEMPLATE "{make_url(template).database}"')
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
        return free.pop() if free else self.copy(template)

    def give_back(self, address: str, template: str) -> None:
        """Take back what was borrowed. Dropping a PostgreSQL database costs a checkpoint; emptying it costs milliseconds."""
        if POSTGRES:
            self._renew(address, template)
            self._free[template].append(address)
        else:
            self.drop(address)

    def _renew(self, address: str, template: str) -> None:
        engine = create_engine(address, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {OTHERS}"))
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # references are whole again at the end
            for table in Base.metadata.tables.values():
                connection.execute(delete(table))
            for table, rows in self._content(template).items():
                connection.execute(insert(table), rows)
            for table in Base.metadata.tables.values():
                if "id" in table.c:
                    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                    connection.execute(
                        text(f'SELECT setval({sequence}, (SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), false)')
                    )
        engine.dispose()

    def _content(self, template: str) -> dict[Table, list[dict[str, Any]]]:
        if template not in self._contents:
            engine = create_engine(template, poolclass=NullPool)
            with engine.connect() as connection:
                found = {table: connection.execute(select(table)).mappings().all() for table in Base.metadata.tables.values()}
            self._contents[template] = {table: [dict(row) for row in rows] for table, rows in found.items() if rows}
        return self._contents[template]

    def drop_all(self) -> None:
        for name in list(self._made):
            self.drop(self._address(name))
