"""How the steps of a procurement and the ready-made tender requirements are listed, shown and written."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.contracts import documents, reckoned, reminding
from registry.contracts.plans import ProcurementStep, RequirementBlock
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import RequirementSource
from registry.kit.access import BUYERS, Policy
from registry.kit.resource import Resource, Section

__all__ = ["documents", "procurement_step", "reckoned", "reminding", "requirement_block"]  # modules: tables that are no nouns


def source_is_named(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A requirement that answers to a clause or a part says which."""
    if values.get("source") in {RequirementSource.CLAUSE, RequirementSource.LOCK_IN} and not values.get("reference"):
        yield "reference", _("Say which clause or part of the lock-in score it answers to.")


procurement_step = Resource(
    ProcurementStep,
    path="procurement-steps",
    label=_("Procurement step"),
    plural=_("Procurement steps"),
    purpose=_("The stages of each procurement that follows a contract: when they are planned, and when they were reached."),
    columns=("contract", "stage", "planned_for", "reached_on", "responsible"),
    filters=("contract", "stage", "responsible"),
    form=(Section(_("Step"), "contract", "stage", "planned_for", "reached_on", "responsible", "note", "key"),),
    policy=Policy(read=BUYERS, write=BUYERS, delete=BUYERS),
    natural_key=("contract", "stage"),
    answered_by="contract.responsible",
)

requirement_block = Resource(
    RequirementBlock,
    path="requirement-blocks",
    label=_("Tender requirement"),
    plural=_("Tender requirements"),
    purpose=_("Requirements ready to paste into a tender. A contract's dossier picks those that its own weak points ask for."),
    columns=("name", "source", "reference", "in_use"),
    filters=("source", "in_use"),
    form=(Section(_("Requirement"), "name", "name_en", "source", "reference", "text_sv", "text_en", "in_use", "key"),),
    policy=Policy(write=BUYERS, delete=BUYERS),
    natural_key=("source", "reference", "name"),
    check=source_is_named,
)
