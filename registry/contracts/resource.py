"""How contracts are listed, shown and written."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.contracts.models import Contract, Coverage
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.access import ADMINISTRATORS, BUYERS, Policy
from registry.kit.resource import Related, Resource, Section


def terms_hold_together(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """Terms that contradict each other would give dates that nobody can trust."""
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        yield "end", _("The end cannot be before the start.")
    if values.get("notice_period") is not None and values.get("notice_unit") is None:
        yield "notice_unit", _("Say whether the notice period is in days, weeks or months.")
    if values.get("renewal_period") is not None and values.get("renewal_unit") is None:
        yield "renewal_unit", _("Say whether the renewal period is in days, weeks or months.")
    if values.get("renewal_period") is not None and end is None:
        yield "end", _("A contract that renews itself needs the end of its first term.")
    if (values.get("options_used") or 0) > (values.get("extension_options") or 0):
        yield "options_used", _("More options are used than there are.")
    if values.get("extension_options") and values.get("option_months") is None:
        yield "option_months", _("Say how many months each option extends the contract by.")
    if start and values.get("terminated_on") and values["terminated_on"] < start:
        yield "terminated_on", _("Notice cannot be given before the contract starts.")


contract = Resource(
    Contract,
    path="contracts",
    label=_("Contract"),
    plural=_("Contracts"),
    purpose=_("Agreements with suppliers: their terms, the systems they cover, and until when the municipality can act."),
    columns=("name", "number", "supplier", "kind", "end", "annual_value", "responsible"),
    filters=("kind", "supplier", "organisation", "responsible", "framework", "procedure", "procurement_stage"),
    form=(
        Section(
            _("Identity"), "name", "number", "kind", "supplier", "organisation", "responsible", "framework", "description", "key"
        ),
        Section(
            _("Time"),
            "start",
            "end",
            "irrevocable_until",
            "notice_period",
            "notice_unit",
            "notice_rule",
            "renewal_period",
            "renewal_unit",
            "extension_options",
            "options_used",
            "option_months",
            "terminated_on",
        ),
        Section(_("Award and price"), "procedure", "annual_value", "total_value", "price_index"),
        Section(
            _("Rights and exit"),
            "data_processing_agreement",
            "api_access_right",
            "documentation_right",
            "data_export",
            "exit_assistance",
            "exit_terms",
        ),
        Section(
            _("What comes after"), "procurement_lead_months", "procurement_start", "procurement_stage", "procurement_strategy"
        ),
    ),
    related=(
        Related("coverage", "contract", _("Systems it covers")),
        Related("dependency", "contract", _("Integrations under it")),
        Related("contract", "framework", _("Call-offs")),
        Related("responsibility", "contract", _("Other roles")),
    ),
    policy=Policy(write=BUYERS, delete=ADMINISTRATORS),
    natural_key=("number",),
    check=terms_hold_together,
    archimate="contract",
    in_menu=True,
)

coverage = Resource(
    Coverage,
    path="coverage",
    label=_("Covered system"),
    plural=_("Covered systems"),
    purpose=_("Which systems a contract covers."),
    columns=("contract", "system", "note"),
    filters=("contract", "system"),
    form=(Section(_("Coverage"), "contract", "system", "note", "key"),),
    policy=Policy(write=BUYERS, delete=BUYERS),
    natural_key=("contract", "system"),
)
