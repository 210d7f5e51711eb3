"""Tables of contracts and the systems they cover.

Terms and prices are confidential: for procurement, administrators and the person who is responsible for the contract.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import (
    ContractKind,
    DataExport,
    NoticeRule,
    PeriodUnit,
    PriceIndex,
    ProcurementProcedure,
    ProcurementStage,
    RenewalStrategy,
)
from registry.db.base import Record, field, reference

if TYPE_CHECKING:
    from registry.contracts.changes import Amendment, ContractOption
    from registry.organisations.models import Organisation, Person
    from registry.suppliers.models import Supplier
    from registry.systems.models import System


class Contract(Record):
    """An agreement with a supplier (ArchiMate: contract), with every term its dates and lock-in are judged from."""

    __tablename__ = "contract"
    KEY_PREFIX = "CON"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    number: Mapped[str | None] = field(
        _("Contract number"), length=60, search=True, help=_("The number in the diary or the contract archive.")
    )
    kind: Mapped[ContractKind] = field(_("Kind"))
    supplier_id: Mapped[int] = reference("supplier", _("Supplier"), ondelete="RESTRICT")
    organisation_id: Mapped[int | None] = reference("organisation", _("Organisation"))
    responsible_id: Mapped[int | None] = reference("person", _("Contract responsible"))
    framework_id: Mapped[int | None] = reference(
        "contract", _("Framework agreement"), help=_("The agreement this one was called off from.")
    )
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)

    start: Mapped[date | None] = field(_("Starts"), confidential=True)
    end: Mapped[date | None] = field(
        _("Ends according to the contract"), confidential=True, index=True, help=_("Leave empty when it is open-ended.")
    )
    irrevocable_until: Mapped[date | None] = field(_("Irrevocable until"), confidential=True)
    notice_period: Mapped[int | None] = field(_("Notice period"), minimum=0, maximum=3650, confidential=True)
    notice_unit: Mapped[PeriodUnit | None] = field(_("Notice period in"), confidential=True)
    notice_rule: Mapped[NoticeRule | None] = field(_("Notice ends the contract at"), confidential=True)
    renewal_period: Mapped[int | None] = field(
        _("Renews itself for"), minimum=1, maximum=3650, confidential=True, help=_("Leave empty when it ends by itself.")
    )
    renewal_unit: Mapped[PeriodUnit | None] = field(_("Renewal period in"), confidential=True)
    extension_options: Mapped[int | None] = field(_("Extension options"), minimum=0, maximum=20, confidential=True)
    options_used: Mapped[int | None] = field(_("Options used"), minimum=0, maximum=20, confidential=True)
    option_months: Mapped[int | None] = field(_("Months per option"), minimum=1, maximum=120, confidential=True)
    terminated_on: Mapped[date | None] = field(_("Notice given on"), confidential=True)

    signed_on: Mapped[date | None] = field(
        _("Signed or ordered on"), confidential=True, help=_("For a call-off: the day it was ordered.")
    )
    procedure: Mapped[ProcurementProcedure | None] = field(_("Awarded by"), confidential=True)
    annual_value: Mapped[int | None] = field(_("Value per year"), kind="money", confidential=True)
    total_value: Mapped[int | None] = field(_("Value over the whole term"), kind="money", confidential=True)
    price_index: Mapped[PriceIndex | None] = field(_("Price follows"), confidential=True)

    data_processing_agreement: Mapped[bool | None] = field(_("Data-processing agreement"), confidential=True)
    exit_assistance: Mapped[bool | None] = field(_("Supplier must help at exit"), confidential=True)
    exit_terms: Mapped[str | None] = field(_("Exit terms"), kind="long", confidential=True)
    data_export: Mapped[DataExport | None] = field(_("Data is handed over in"), confidential=True)
    api_access_right: Mapped[bool | None] = field(_("Right to use the system's APIs"), confidential=True)
    documentation_right: Mapped[bool | None] = field(_("Right to the documentation"), confidential=True)

    alternatives: Mapped[int | None] = field(
        _("Other suppliers that could deliver"), minimum=0, maximum=99, confidential=True, help=_("By a look at the market.")
    )
    alternatives_on: Mapped[date | None] = field(_("The market was looked at on"), confidential=True)
    switching_months: Mapped[int | None] = field(
        _("A change of supplier takes, months"),
        minimum=0,
        maximum=120,
        confidential=True,
        help=_("From the signed contract to the old system switched off."),
    )

    procurement_lead_months: Mapped[int | None] = field(
        _("A new procurement takes, months"), minimum=0, maximum=60, confidential=True
    )
    procurement_strategy: Mapped[str | None] = field(_("Plan for what comes after"), kind="long", confidential=True)
    procurement_start: Mapped[date | None] = field(_("Procurement planned to start"), confidential=True)
    procurement_stage: Mapped[ProcurementStage | None] = field(_("Procurement stage"), confidential=True)
    renewal_strategy: Mapped[RenewalStrategy | None] = field(_("Way forward"), confidential=True)
    procurement_started: Mapped[date | None] = field(_("Procurement began on"), confidential=True)
    procurement_responsible_id: Mapped[int | None] = reference("person", _("Leads the procurement"), confidential=True)

    supplier: Mapped[Supplier] = relationship(foreign_keys=supplier_id)
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=organisation_id)
    responsible: Mapped[Person | None] = relationship(foreign_keys=responsible_id)
    procurement_responsible: Mapped[Person | None] = relationship(foreign_keys=procurement_responsible_id)
    framework: Mapped[Contract | None] = relationship(foreign_keys=framework_id, remote_side="Contract.id")
    options: Mapped[list[ContractOption]] = relationship(viewonly=True, order_by="ContractOption.number")
    amendments: Mapped[list[Amendment]] = relationship(viewonly=True, order_by="Amendment.applies_from")


class Coverage(Record):
    """A system that a contract covers."""

    __tablename__ = "coverage"
    KEY_PREFIX = "COV"
    TITLE = "both_ends"
    TITLE_NEEDS = ("contract", "system")
    __table_args__ = (UniqueConstraint("contract_id", "system_id"),)

    contract_id: Mapped[int] = reference("contract", _("Contract"), ondelete="CASCADE")
    system_id: Mapped[int] = reference("system", _("System"), ondelete="CASCADE")
    note: Mapped[str | None] = field(_("What is covered"))
    cost_share: Mapped[int | None] = field(
        _("Share of the cost, percent"),
        minimum=0,
        maximum=100,
        confidential=True,
        help=_("The shares of a contract are at most 100 together. Systems without a share divide the rest equally."),
    )

    contract: Mapped[Contract] = relationship(foreign_keys=contract_id)
    system: Mapped[System] = relationship(foreign_keys=system_id)

    @property
    def both_ends(self) -> str:
        return f"{self.contract.name} – {self.system.name}"
