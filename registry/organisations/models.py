"""Tables of organisations, people and responsibilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import OrganisationKind, ResponsibilityRole
from registry.db.base import Record, field, reference

if TYPE_CHECKING:
    from registry.apis.models import Api
    from registry.contracts.models import Contract
    from registry.initiatives.models import Initiative
    from registry.suppliers.models import Supplier
    from registry.systems.models import System

SUBJECTS = ("system", "contract", "api", "initiative", "supplier")


class Organisation(Record):
    """A part of the municipal group; parts form a tree."""

    __tablename__ = "organisation"
    KEY_PREFIX = "ORG"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    kind: Mapped[OrganisationKind] = field(_("Kind"), default=OrganisationKind.UNIT)
    parent_id: Mapped[int | None] = reference("organisation", _("Part of"), ondelete="RESTRICT")
    organisation_number: Mapped[str | None] = field(
        _("Organisation number"),
        kind="organisation_number",
        length=20,
        search=True,
        help=_("Ten digits, for example 212000-2411."),
    )
    email: Mapped[str | None] = field(_("E-mail"), kind="email")
    phone: Mapped[str | None] = field(_("Telephone"), length=40)
    description: Mapped[str | None] = field(_("Description"), kind="long")

    parent: Mapped[Organisation | None] = relationship(foreign_keys=parent_id, remote_side="Organisation.id")


class Person(Record):
    """Somebody who answers for something. Not an account: people can be named who never log in."""

    __tablename__ = "person"
    KEY_PREFIX = "PER"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    email: Mapped[str | None] = field(_("E-mail"), kind="email", unique=True, search=True)
    phone: Mapped[str | None] = field(_("Telephone"), length=40)
    job_title: Mapped[str | None] = field(_("Job title"))
    organisation_id: Mapped[int | None] = reference("organisation", _("Organisation"))

    organisation: Mapped[Organisation | None] = relationship(foreign_keys=organisation_id)


class Responsibility(Record):
    """One person's role for one record, beyond the roles that stand on the record itself."""

    __tablename__ = "responsibility"
    KEY_PREFIX = "ROLE"
    TITLE = "role_and_person"
    TITLE_NEEDS = ("person",)
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {subject}_id IS NULL THEN 0 ELSE 1 END" for subject in SUBJECTS) + " = 1", name="one_subject"
        ),
    )

    person_id: Mapped[int] = reference("person", _("Person"), ondelete="CASCADE")
    role: Mapped[ResponsibilityRole] = field(_("Role"))
    system_id: Mapped[int | None] = reference("system", _("System"), ondelete="CASCADE")
    contract_id: Mapped[int | None] = reference("contract", _("Contract"), ondelete="CASCADE")
    api_id: Mapped[int | None] = reference("api", _("API"), ondelete="CASCADE")
    initiative_id: Mapped[int | None] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    supplier_id: Mapped[int | None] = reference("supplier", _("Supplier"), ondelete="CASCADE")

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    system: Mapped[System | None] = relationship(foreign_keys=system_id)
    contract: Mapped[Contract | None] = relationship(foreign_keys=contract_id)
    api: Mapped[Api | None] = relationship(foreign_keys=api_id)
    initiative: Mapped[Initiative | None] = relationship(foreign_keys=initiative_id)
    supplier: Mapped[Supplier | None] = relationship(foreign_keys=supplier_id)

    @property
    def role_and_person(self) -> str:
        return f"{self.role.label}: {self.person.name}"
