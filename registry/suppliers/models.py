"""Table of suppliers."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import Risk, SupplierRelation
from registry.db.base import Record, field, reference


class Supplier(Record):
    """Who sells or provides a system or service (ArchiMate: business actor)."""

    __tablename__ = "supplier"
    KEY_PREFIX = "SUP"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    organisation_number: Mapped[str | None] = field(
        _("Organisation number"),
        kind="organisation_number",
        length=20,
        unique=True,
        search=True,
        help=_("Swedish: ten digits with a valid check digit, for example 556012-5790. Leave empty for a foreign supplier."),
    )
    foreign_number: Mapped[str | None] = field(_("Foreign registration number"), length=60, search=True)
    country: Mapped[str | None] = field(
        _("Country"), length=2, kind="country", default="SE", help=_("Two letters, for example SE.")
    )
    parent_id: Mapped[int | None] = reference("supplier", _("Parent company"))
    website: Mapped[str | None] = field(_("Website"), kind="url")
    contact_email: Mapped[str | None] = field(_("Contact e-mail"), kind="email")
    contact_phone: Mapped[str | None] = field(_("Telephone"), length=40)
    active: Mapped[bool] = field(_("Active supplier"), default=True)
    relation: Mapped[SupplierRelation | None] = field(_("Relation"), index=True)
    relation_reviewed_on: Mapped[date | None] = field(_("Relation reviewed on"))
    relation_note: Mapped[str | None] = field(_("What the relation is like"), kind="long")
    risk_reviewed_on: Mapped[date | None] = field(
        _("Supply-chain risk reviewed on"), help=_("The Cybersecurity Act (2025:1506) asks for control of supply-chain risk.")
    )
    risk: Mapped[Risk | None] = field(_("Supply-chain risk"), index=True)
    risk_note: Mapped[str | None] = field(_("What the supply-chain risk is"), kind="long")
    incident_contact: Mapped[str | None] = field(_("Contact for incidents"))
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)

    parent: Mapped[Supplier | None] = relationship(foreign_keys=parent_id, remote_side="Supplier.id")
