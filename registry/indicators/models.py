"""Tables of the municipality's figures: their values day by day, what is aimed at, and results of maturity surveys."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.text import text as _
from registry.db.base import Base, Record, field, now, reference

if TYPE_CHECKING:
    from registry.organisations.models import Organisation


class IndicatorSnapshot(Base):
    """One indicator's value on one day, with the records it was counted from."""

    __tablename__ = "indicator_snapshot"
    __table_args__ = (UniqueConstraint("indicator", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(60))
    day: Mapped[date] = mapped_column(index=True)
    value: Mapped[float | None]  # None when there was nothing to count
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    records: Mapped[dict[str, Any]] = mapped_column(JSON)  # keys of the records counted, by what they counted as
    taken_at: Mapped[datetime] = mapped_column(default=now)


class IndicatorTarget(Record):
    """What the municipality aims at, and the value beyond which the strategy itself needs renewal."""

    __tablename__ = "indicator_target"
    KEY_PREFIX = "AIM"
    TITLE = "indicator"

    indicator: Mapped[str] = field(_("Indicator"), length=60, unique=True, help=_("For example unblocked-initiatives."))
    target: Mapped[int | None] = field(_("Target"), help=_("In the indicator's own unit."))
    threshold: Mapped[int | None] = field(_("Threshold"), help=_("When it is crossed, the strategy needs renewal."))
    note: Mapped[str | None] = field(_("Why these values"), kind="long")


class MaturityResult(Record):
    """A result of the DiMiOS survey of digital maturity, entered by hand: percent for both dimensions."""

    __tablename__ = "maturity_result"
    KEY_PREFIX = "MAT"
    TITLE = "of_when"
    TITLE_NEEDS = ("organisation",)
    __table_args__ = (UniqueConstraint("organisation_id", "measured_on"),)

    organisation_id: Mapped[int] = reference("organisation", _("Organisation"), ondelete="CASCADE")
    measured_on: Mapped[date] = field(_("Measured on"))
    capability: Mapped[int] = field(_("Digital capability, percent"), minimum=0, maximum=100)
    legacy: Mapped[int] = field(_("Digital legacy, percent"), minimum=0, maximum=100, help=_("0 = limiting, 100 = enabling."))
    source: Mapped[str | None] = field(_("Source"))

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)

    @property
    def of_when(self) -> str:
        return f"{self.organisation.name} {self.measured_on}"
