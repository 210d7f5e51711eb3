"""Tables of what follows a contract: the steps of the procurement, and the tender requirements that are ready to use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import ProcurementStage, RequirementSource
from registry.db.base import Record, field, reference

if TYPE_CHECKING:
    from registry.contracts.models import Contract
    from registry.organisations.models import Person


class ProcurementStep(Record):
    """One stage of the procurement that follows a contract: when it is meant to be reached, and when it was."""

    __tablename__ = "procurement_step"
    KEY_PREFIX = "PSTEP"
    TITLE = "of_what"
    TITLE_NEEDS = ("contract",)
    __table_args__ = (UniqueConstraint("contract_id", "stage"),)

    contract_id: Mapped[int] = reference("contract", _("Contract"), ondelete="CASCADE")
    stage: Mapped[ProcurementStage] = field(_("Stage"))
    planned_for: Mapped[date | None] = field(_("Planned for"), index=True)
    reached_on: Mapped[date | None] = field(_("Reached on"))
    responsible_id: Mapped[int | None] = reference("person", _("Responsible"))
    note: Mapped[str | None] = field(_("Note"), kind="long")

    contract: Mapped[Contract] = relationship(foreign_keys=contract_id)
    responsible: Mapped[Person | None] = relationship(foreign_keys=responsible_id)

    @property
    def of_what(self) -> str:
        return f"{self.contract.name}: {self.stage.label}"


class RequirementBlock(Record):
    """A tender requirement that is ready to paste, in both languages, with what it answers to."""

    __tablename__ = "requirement_block"
    KEY_PREFIX = "TREQ"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    name_en: Mapped[str | None] = field(
        _("Name in English"), help=_("Shown to those who read English; the tender is in Swedish.")
    )
    source: Mapped[RequirementSource] = field(_("Answers to"), index=True)
    reference: Mapped[str | None] = field(
        _("Clause or part"),
        length=60,
        index=True,
        help=_("The clause's number (R07) or the part's short name (data_export). Leave empty for every IT procurement."),
    )
    text_sv: Mapped[str] = field(_("Requirement in Swedish"), kind="long")
    text_en: Mapped[str | None] = field(_("Requirement in English"), kind="long")
    in_use: Mapped[bool] = field(_("In use"), default=True)
