"""Engine settings per database, and the session everyone uses."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from registry.core.text import text as _


class DatabaseAddressWrong(ValueError):
    """The database address cannot be used; the message says what is accepted."""


def normalise_url(url: str) -> str:
    """The address with the driver this product uses: psycopg 3 for PostgreSQL.

    Raises DatabaseAddressWrong when it is neither SQLite nor PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseAddressWrong(
            str(_("“{url}” is not a database address; use postgresql://user@host/database or sqlite:////folder/file", url=url))
        ) from error
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if parsed.get_backend_name() == "sqlite":
        return parsed.render_as_string(hide_password=False)
    raise DatabaseAddressWrong(str(_("“{name}” is not supported; use PostgreSQL or SQLite", name=parsed.get_backend_name())))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers must not block the writer (WAL), references must hold, and a busy file is waited for, not failed on."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
