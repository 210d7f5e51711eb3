"""Tables of what contracts cost, year by year, and the indices that prices follow. Confidential as other prices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.text import text as _
from registry.core.vocabulary import CostKind, PriceIndex
from registry.db.base import Base, Record, field, reference

if TYPE_CHECKING:
    from registry.contracts.models import Contract
    from registry.organisations.models import Organisation
    from registry.suppliers.models import Supplier


class CostLine(Record):
    """What one organisation pays one supplier for one kind of thing in one year."""

    __tablename__ = "cost_line"
    KEY_PREFIX = "COST"
    TITLE = "of_what"
    TITLE_NEEDS = ("supplier",)
    __table_args__ = (UniqueConstraint("year", "organisation_id", "supplier_id", "contract_id", "kind"),)

    year: Mapped[int] = field(_("Year"), minimum=1990, maximum=2100, index=True)
    organisation_id: Mapped[int] = reference("organisation", _("Organisation"), ondelete="RESTRICT")
    supplier_id: Mapped[int] = reference("supplier", _("Supplier"), ondelete="RESTRICT")
    contract_id: Mapped[int | None] = reference("contract", _("Contract"))
    kind: Mapped[CostKind] = field(_("Kind of cost"))
    planned: Mapped[int | None] = field(_("Planned"), kind="money", confidential=True)
    actual: Mapped[int | None] = field(_("Actual"), kind="money", confidential=True)
    note: Mapped[str | None] = field(_("Note"))

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id)
    supplier: Mapped[Supplier] = relationship(foreign_keys=supplier_id)
    contract: Mapped[Contract | None] = relationship(foreign_keys=contract_id)

    @property
    def of_what(self) -> str:
        return f"{self.supplier.name} {self.year}"


class IndexValue(Record):
    """A price index's mean of one year, in hundredths so that it is exact: 412.74 is 41274."""

    __tablename__ = "index_value"
    KEY_PREFIX = "IDX"
    TITLE = "of_when"
    __table_args__ = (UniqueConstraint("index", "year"),)

    index: Mapped[PriceIndex] = field(_("Index"))
    year: Mapped[int] = field(_("Year"), minimum=1990, maximum=2100)
    hundredths: Mapped[int] = field(
        _("Mean of the year, hundredths"), minimum=1, maximum=100_000_000, help=_("412.74 is written 41274.")
    )
    source: Mapped[str] = field(_("Source"))

    @property
    def of_when(self) -> str:
        return f"{self.index.value.upper()} {self.year}"


class LockInSnapshot(Base):
    """One contract's lock-in score on one day, with the points of its parts.

    `weights_id` is the version of the weights it was reckoned with; None means the product's own.
    """

    __tablename__ = "lock_in_snapshot"
    __table_args__ = (UniqueConstraint("contract_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)
    weights_id: Mapped[int | None] = mapped_column(ForeignKey("score_weights.id"))
    low: Mapped[int]
    high: Mapped[int]
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)  # key of the part -> [low, high]
