"""Work that only one of several processes may do at a time: a lease in the database, which ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from registry.db.base import Base


class Lease(Base):
    """Who does the work called `name`, and until when nobody else may."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]


def take(session: Session, name: str, holder: str, at: datetime, lasting: timedelta) -> bool:
    """Whether `holder` now has the lease `name`, which nobody gets again before it has run out: the database decides. Commits."""
    values = {"holder": holder, "until": at + lasting}
    free = update(Lease).where(Lease.name == name, Lease.until <= at).values(**values)
    if session.execute(free).rowcount:  # type: ignore[attr-defined]
        session.commit()
        return True
    try:
        session.execute(insert(Lease).values(name=name, **values))
        session.commit()
    except IntegrityError:
        session.rollback()
        return False
    return True
