"""Tables of systems, their technology, dependencies and verdicts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import Criticality, DependencyKind, Hosting, Lifecycle, Strength, TimeAdvice, Verdict
from registry.db.base import Record, field, reference
from registry.db.carrying import Carried

if TYPE_CHECKING:
    from registry.apis.models import ApiVersion
    from registry.contracts.models import Contract
    from registry.organisations.models import Organisation, Person
    from registry.suppliers.models import Supplier


NOTE = 1_000
ANSWERS = (
    "business_fit",
    "can_be_developed",
    "can_be_secured",
    "competence",
    "documented",
    "supplier_support",
    "supplier_relation",
)
"""What an assessment answers, each from 1 to 5; the newest one's answers are the system's."""


class System(Record):
    """An information system the municipality uses, whoever runs it (ArchiMate: application component)."""

    __tablename__ = "system"
    KEY_PREFIX = "SYS"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)
    lifecycle: Mapped[Lifecycle] = field(_("Lifecycle"), default=Lifecycle.PRODUCTION, index=True)
    version: Mapped[str | None] = field(_("Version"), length=60)
    hosting: Mapped[Hosting | None] = field(_("Hosting"))
    documentation_url: Mapped[str | None] = field(_("Documentation"), kind="url")
    domain: Mapped[str | None] = field(
        _("Domain"), length=100, search=True, index=True, help=_("Area of the business, for example Building permits.")
    )

    supplier_id: Mapped[int | None] = reference("supplier", _("Supplier"))
    owner_organisation_id: Mapped[int | None] = reference("organisation", _("Owner organisation"))
    owner_id: Mapped[int | None] = reference("person", _("System owner"))
    manager_id: Mapped[int | None] = reference("person", _("System manager"))
    technical_contact_id: Mapped[int | None] = reference("person", _("Technical contact"))

    criticality: Mapped[Criticality | None] = field(_("Criticality"), index=True)
    confidentiality: Mapped[int | None] = field(_("Confidentiality (K)"), minimum=0, maximum=4, help=_("KLASSA level 0 to 4."))
    integrity: Mapped[int | None] = field(_("Integrity (R)"), minimum=0, maximum=4, help=_("KLASSA level 0 to 4."))
    availability: Mapped[int | None] = field(_("Availability (T)"), minimum=0, maximum=4, help=_("KLASSA level 0 to 4."))
    classified_on: Mapped[date | None] = field(_("Classified on"))
    risk_analysed_on: Mapped[date | None] = field(_("Risk analysis made on"))
    continuity_plan_on: Mapped[date | None] = field(_("Continuity plan from"))
    personal_data: Mapped[bool | None] = field(_("Handles personal data"))
    public_facing: Mapped[bool | None] = field(_("Used by the public"))
    accessibility_statement_url: Mapped[str | None] = field(_("Accessibility statement"), kind="url")

    supplier_support_ends: Mapped[date | None] = field(
        _("Supplier's support ends"), help=_("Last day the supplier mends faults in this version.")
    )
    planned_retirement: Mapped[date | None] = field(_("Planned retirement"))
    replaced_by_id: Mapped[int | None] = reference("system", _("Replaced by"))

    can_be_developed: Mapped[int | None] = field(
        _("Can be developed"),
        minimum=1,
        maximum=5,
        help=_("1 = cannot be changed, 5 = easy to change. Leave empty when unknown."),
    )
    can_be_secured: Mapped[int | None] = field(
        _("Security can be kept up"), minimum=1, maximum=5, help=_("1 = known holes cannot be closed, 5 = always patched.")
    )
    competence: Mapped[int | None] = field(
        _("Competence available"), minimum=1, maximum=5, help=_("1 = nobody left who knows it, 5 = several people, also outside.")
    )
    documented: Mapped[int | None] = field(
        _("Documented"), minimum=1, maximum=5, help=_("1 = nothing is written down, 5 = someone new can take over from it.")
    )
    business_fit: Mapped[int | None] = field(
        _("Business fit"), minimum=1, maximum=5, help=_("1 = the work is done in spite of the system, 5 = it fits.")
    )
    supplier_support: Mapped[int | None] = field(
        _("Supplier support"), minimum=1, maximum=5, help=_("1 = support has ended, 5 = promised for two years or more.")
    )
    supplier_relation: Mapped[int | None] = field(
        _("Relation with the supplier"),
        minimum=1,
        maximum=5,
        help=_("1 = dispute or no answers, 5 = they take part in our plans."),
    )
    assessed_on: Mapped[date | None] = field(_("Assessed on"))
    time_advice: Mapped[TimeAdvice | None] = field(
        _("TIME disposition"), help=_("Decided by people; stands before the advice reckoned from the assessment.")
    )
    time_reason: Mapped[str | None] = field(_("Why this disposition"), kind="long")

    maintenance_cost: Mapped[int | None] = field(_("Maintenance cost per year"), kind="money", confidential=True)
    development_cost: Mapped[int | None] = field(_("Development cost per year"), kind="money", confidential=True)
    last_attested: Mapped[date | None] = field(
        _("Last attested"), index=True, help=_("The day the owner last said that this record is true.")
    )

    supplier: Mapped[Supplier | None] = relationship(foreign_keys=supplier_id)
    owner_organisation: Mapped[Organisation | None] = relationship(foreign_keys=owner_organisation_id)
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    manager: Mapped[Person | None] = relationship(foreign_keys=manager_id)
    technical_contact: Mapped[Person | None] = relationship(foreign_keys=technical_contact_id)
    replaced_by: Mapped[System | None] = relationship(foreign_keys=replaced_by_id, remote_side="System.id")


class Assessment(Record):
    """What somebody who knows a system answered about it on a day, with what each answer rests on. Empty is “don't know”."""

    __tablename__ = "assessment"
    KEY_PREFIX = "ASMT"
    TITLE = "system_and_day"
    TITLE_NEEDS = ("system",)
    CARRIED = Carried("system", "assessed_on", "assessed_on", {name: name for name in ANSWERS})

    system_id: Mapped[int] = reference("system", _("System"), ondelete="CASCADE")
    assessed_on: Mapped[date] = field(_("Assessed on"), index=True)
    assessed_by_id: Mapped[int | None] = reference("person", _("Assessed by"))
    business_fit: Mapped[int | None] = field(_("Business fit"), minimum=1, maximum=5)
    business_fit_note: Mapped[str | None] = field(_("Business fit: evidence"), length=NOTE)
    can_be_developed: Mapped[int | None] = field(_("Can be developed"), minimum=1, maximum=5)
    can_be_developed_note: Mapped[str | None] = field(_("Can be developed: evidence"), length=NOTE)
    can_be_secured: Mapped[int | None] = field(_("Security can be kept up"), minimum=1, maximum=5)
    can_be_secured_note: Mapped[str | None] = field(_("Security can be kept up: evidence"), length=NOTE)
    competence: Mapped[int | None] = field(_("Competence available"), minimum=1, maximum=5)
    competence_note: Mapped[str | None] = field(_("Competence available: evidence"), length=NOTE)
    documented: Mapped[int | None] = field(_("Documented"), minimum=1, maximum=5)
    documented_note: Mapped[str | None] = field(_("Documented: evidence"), length=NOTE)
    supplier_support: Mapped[int | None] = field(_("Supplier support"), minimum=1, maximum=5)
    supplier_support_note: Mapped[str | None] = field(_("Supplier support: evidence"), length=NOTE)
    supplier_relation: Mapped[int | None] = field(_("Relation with the supplier"), minimum=1, maximum=5)
    supplier_relation_note: Mapped[str | None] = field(_("Relation with the supplier: evidence"), length=NOTE)

    system: Mapped[System] = relationship(foreign_keys=system_id)
    assessed_by: Mapped[Person | None] = relationship(foreign_keys=assessed_by_id)

    @property
    def system_and_day(self) -> str:
        return f"{self.system.name}, {self.assessed_on.isoformat()}"


class Technology(Record):
    """A product and version that a system is built on (ArchiMate: system software), matched with public support dates."""

    __tablename__ = "technology"
    KEY_PREFIX = "TECH"
    TITLE = "product_and_version"
    __table_args__ = (UniqueConstraint("system_id", "product", "version"),)

    system_id: Mapped[int] = reference("system", _("System"), ondelete="CASCADE")
    product: Mapped[str] = field(
        _("Product"), length=100, search=True, index=True, help=_("For example Windows Server or PostgreSQL.")
    )
    version: Mapped[str] = field(_("Version"), length=60, help=_("As the product writes it, for example 2012 R2 or 11.4."))
    support_ends: Mapped[date | None] = field(
        _("Support ends, own agreement"),
        help=_("Only when you have another date than the public one, for example bought extended support."),
    )

    system: Mapped[System] = relationship(foreign_keys=system_id)

    @property
    def product_and_version(self) -> str:
        return f"{self.product} {self.version}"


class Dependency(Record):
    """The source depends on the target: it cannot do its task, or not well, without it."""

    __tablename__ = "dependency"
    KEY_PREFIX = "DEP"
    TITLE = "both_ends"
    TITLE_NEEDS = ("source", "target")
    __table_args__ = (
        UniqueConstraint("source_id", "target_id", "kind"),
        CheckConstraint("source_id <> target_id", name="two_systems"),
    )

    source_id: Mapped[int] = reference("system", _("System that depends"), ondelete="CASCADE")
    target_id: Mapped[int] = reference("system", _("System it depends on"), ondelete="CASCADE")
    kind: Mapped[DependencyKind] = field(_("Kind"), index=True)
    strength: Mapped[Strength] = field(
        _("Strength"), default=Strength.HARD, help=_("Hard: it cannot do its task without. Soft: it can do without for a time.")
    )
    description: Mapped[str | None] = field(_("What is transferred"), kind="long")
    api_version_id: Mapped[int | None] = reference("api_version", _("Through API version"))
    contract_id: Mapped[int | None] = reference("contract", _("Under contract"))
    documentation_url: Mapped[str | None] = field(_("Documentation"), kind="url")
    verified_on: Mapped[date | None] = field(_("Verified on"))

    source: Mapped[System] = relationship(foreign_keys=source_id)
    target: Mapped[System] = relationship(foreign_keys=target_id)
    api_version: Mapped[ApiVersion | None] = relationship(foreign_keys=api_version_id)
    contract: Mapped[Contract | None] = relationship(foreign_keys=contract_id)

    @property
    def both_ends(self) -> str:
        return f"{self.source.name} → {self.target.name}"


class LegacyVerdict(Record):
    """A person's verdict that stands before the computed score, with its reason and the day it is looked at again."""

    __tablename__ = "legacy_verdict"
    KEY_PREFIX = "VERD"
    TITLE = "key"

    system_id: Mapped[int] = reference("system", _("System"), ondelete="CASCADE")
    verdict: Mapped[Verdict] = field(_("Verdict"))
    reason: Mapped[str] = field(_("Reason"), kind="long")
    decided_on: Mapped[date] = field(_("Decided on"))
    review_on: Mapped[date] = field(_("Look at again on"))
    decided_by_id: Mapped[int | None] = reference("person", _("Decided by"))

    system: Mapped[System] = relationship(foreign_keys=system_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
