"""Tables of how suppliers are followed up: reviews of the relation, what was agreed, and who delivers to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import SupplierRelation
from registry.db.base import Record, field, reference

if TYPE_CHECKING:
    from registry.organisations.models import Person
    from registry.suppliers.models import Supplier


class RelationReview(Record):
    """A dated judgement of the relation with a supplier."""

    __tablename__ = "relation_review"
    KEY_PREFIX = "REV"
    TITLE = "of_when"
    TITLE_NEEDS = ("supplier",)
    __table_args__ = (UniqueConstraint("supplier_id", "reviewed_on"),)

    supplier_id: Mapped[int] = reference("supplier", _("Supplier"), ondelete="CASCADE")
    reviewed_on: Mapped[date] = field(_("Reviewed on"))
    relation: Mapped[SupplierRelation] = field(_("Relation"))
    findings: Mapped[str | None] = field(_("What works and what does not"), kind="long", search=True)
    reviewed_by_id: Mapped[int | None] = reference("person", _("Reviewed by"))

    supplier: Mapped[Supplier] = relationship(foreign_keys=supplier_id)
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=reviewed_by_id)

    @property
    def of_when(self) -> str:
        return f"{self.supplier.name} {self.reviewed_on.isoformat()}"


class RelationAction(Record):
    """Something that was agreed at a review: who does it, by when, and when it was done."""

    __tablename__ = "relation_action"
    KEY_PREFIX = "ACT"

    name: Mapped[str] = field(_("What was agreed"), search=True)
    review_id: Mapped[int] = reference("relation_review", _("Review"), ondelete="CASCADE")
    responsible_id: Mapped[int | None] = reference("person", _("Responsible"))
    due_on: Mapped[date | None] = field(_("To be done by"), index=True)
    done_on: Mapped[date | None] = field(_("Done on"))

    review: Mapped[RelationReview] = relationship(foreign_keys=review_id)
    responsible: Mapped[Person | None] = relationship(foreign_keys=responsible_id)


class SubSupplier(Record):
    """A supplier that delivers to the municipality through another one."""

    __tablename__ = "sub_supplier"
    KEY_PREFIX = "SUB"
    TITLE = "both_ends"
    TITLE_NEEDS = ("supplier", "delivers_to")
    __table_args__ = (
        UniqueConstraint("supplier_id", "delivers_to_id"),
        CheckConstraint("supplier_id <> delivers_to_id", name="two_suppliers"),
    )

    supplier_id: Mapped[int] = reference("supplier", _("Sub-supplier"), ondelete="CASCADE")
    delivers_to_id: Mapped[int] = reference("supplier", _("Delivers through"), ondelete="CASCADE")
    what: Mapped[str | None] = field(_("What it delivers"))
    personal_data: Mapped[bool | None] = field(_("Handles personal data"))

    supplier: Mapped[Supplier] = relationship(foreign_keys=supplier_id)
    delivers_to: Mapped[Supplier] = relationship(foreign_keys=delivers_to_id)

    @property
    def both_ends(self) -> str:
        return f"{self.supplier.name} → {self.delivers_to.name}"
