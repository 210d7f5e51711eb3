"""Work on the database that only one transaction may do at a time; the others wait a while."""

from __future__ import annotations

import zlib

from sqlalchemy import false, func, select, text, update
from sqlalchemy.orm import Session

from registry.db.leases import Lease

SECONDS = 10


def alone(session: Session, name: str) -> None:
    """Wait until no other transaction does the work `name`; it is ours until this transaction ends.

    Raises OperationalError when the others are not done in time. SQLite has one lock, which every writer takes, and its own
    waiting time (registry.db.session).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{SECONDS}s'"))
        session.execute(select(func.pg_advisory_xact_lock(zlib.crc32(name.encode()))))
    else:
        session.execute(update(Lease).where(false()).values(holder=Lease.holder).execution_options(synchronize_session=False))
