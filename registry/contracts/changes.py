"""Tables of what happens to a contract's terms after it is signed: options decided one by one, and appendices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import AmendedTerm, OptionDecision, PeriodUnit
from registry.db.base import Record, field, reference

if TYPE_CHECKING:
    from registry.contracts.models import Contract
    from registry.organisations.models import Person


class ContractOption(Record):
    """One option to prolong a contract: how long, until when it can be called, and what was decided."""

    __tablename__ = "contract_option"
    KEY_PREFIX = "OPT"
    TITLE = "of_which"
    TITLE_NEEDS = ("contract",)
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    contract_id: Mapped[int] = reference("contract", _("Contract"), ondelete="CASCADE")
    number: Mapped[int] = field(_("Option number"), minimum=1, maximum=20)
    months: Mapped[int] = field(_("Prolongs by, months"), minimum=1, maximum=120)
    call_by: Mapped[date | None] = field(
        _("Must be called by"), help=_("When the contract names a day; otherwise say how long before the end.")
    )
    call_period: Mapped[int | None] = field(_("Called at the latest, before the end"), minimum=0, maximum=3650)
    call_unit: Mapped[PeriodUnit | None] = field(_("Time before the end in"))
    decision: Mapped[OptionDecision | None] = field(_("Decision"), index=True)
    decided_on: Mapped[date | None] = field(_("Decided on"))
    decided_by_id: Mapped[int | None] = reference("person", _("Decided by"))
    grounds: Mapped[str | None] = field(_("Grounds for the decision"), kind="long")

    contract: Mapped[Contract] = relationship(foreign_keys=contract_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)

    @property
    def of_which(self) -> str:
        return f"{self.contract.name} #{self.number}"


class Amendment(Record):
    """One term of a contract that an appendix changes from a day on. An appendix that changes three terms is three records."""

    __tablename__ = "amendment"
    KEY_PREFIX = "AMD"
    TITLE = "of_what"
    TITLE_NEEDS = ("contract",)
    __table_args__ = (UniqueConstraint("contract_id", "term", "applies_from"),)

    contract_id: Mapped[int] = reference("contract", _("Contract"), ondelete="CASCADE")
    appendix: Mapped[str] = field(_("Appendix"), length=60, search=True, help=_("Its number or name in the contract archive."))
    signed_on: Mapped[date | None] = field(_("Signed on"))
    applies_from: Mapped[date] = field(_("Applies from"))
    term: Mapped[AmendedTerm] = field(_("Term that changes"))
    value: Mapped[str | None] = field(
        _("New value"), length=60, help=_("Written as in the contract's own field. Leave empty when the term no longer applies.")
    )
    note: Mapped[str | None] = field(_("Why"), kind="long")

    contract: Mapped[Contract] = relationship(foreign_keys=contract_id)

    @property
    def of_what(self) -> str:
        return f"{self.contract.name}, {self.appendix}"
