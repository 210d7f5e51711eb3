"""How contracts are listed, shown and written."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.costs import CostLine, IndexValue
from registry.contracts.law import LegalLimit
from registry.contracts.models import Contract, Coverage
from registry.contracts.shares import fit_together
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import LegalLimitKind
from registry.kit.access import ADMINISTRATORS, BUYERS, Policy
from registry.kit.resource import Related, Resource, Section, fields_of
from registry.kit.values import ValueWrong, parse

LARGEST_LIMITS = {
    LegalLimitKind.STANDSTILL_DAYS: 90,
    LegalLimitKind.FRAMEWORK_YEARS: 50,
    LegalLimitKind.CHANGE_PERCENT: 100,
}


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
    if values.get("alternatives") is not None and values.get("alternatives_on") is None:
        yield "alternatives_on", _("Say when the market was looked at; the answer counts for three years.")


def option_is_whole(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """An option has one last day to call, and a decision has a day."""
    if values.get("call_by") and values.get("call_period") is not None:
        yield "call_period", _("Give either the day to call by or the time before the end, not both.")
    if values.get("call_period") is not None and values.get("call_unit") is None:
        yield "call_unit", _("Say whether the time before the end is in days, weeks or months.")
    if values.get("decision") and values.get("decided_on") is None:
        yield "decided_on", _("Say when it was decided.")


def amendment_fits(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """The new value is one that the contract's own field takes."""
    field = fields_of(Contract)[values["term"].value]
    try:
        parse(field, values.get("value"))
    except ValueWrong as error:
        yield "value", _("{label}: {problem}", label=field.label, problem=error.message)


def limit_is_reasonable(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A number of days, years or percent that no law would say is a slip of the pen, and no date could be reckoned with it."""
    largest = LARGEST_LIMITS.get(values["limit"])
    if largest is not None and values["value"] > largest:
        yield "value", _("{value} is outside {smallest} to {largest}.", value=values["value"], smallest=0, largest=largest)


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
        Section(_("Award and price"), "signed_on", "procedure", "annual_value", "total_value", "price_index"),
        Section(
            _("Rights and exit"),
            "data_processing_agreement",
            "api_access_right",
            "documentation_right",
            "data_export",
            "exit_assistance",
            "exit_terms",
        ),
        Section(_("Market"), "alternatives", "alternatives_on", "switching_months"),
        Section(
            _("What comes after"),
            "renewal_strategy",
            "procurement_lead_months",
            "procurement_start",
            "procurement_started",
            "procurement_stage",
            "procurement_responsible",
            "procurement_strategy",
        ),
    ),
    related=(
        Related("coverage", "contract", _("Systems it covers")),
        Related("contract_option", "contract", _("Options, one by one")),
        Related("amendment", "contract", _("Terms changed by appendix")),
        Related("dependency", "contract", _("Integrations under it")),
        Related("contract", "framework", _("Call-offs")),
        Related("procurement_step", "contract", _("Steps of the procurement that follows")),
        Related("responsibility", "contract", _("Other roles")),
    ),
    policy=Policy(write=BUYERS, delete=ADMINISTRATORS),
    natural_key=("number",),
    check=terms_hold_together,
    answered_by="responsible",
    archimate="contract",
    in_menu=True,
)

coverage = Resource(
    Coverage,
    path="coverage",
    label=_("Covered system"),
    plural=_("Covered systems"),
    purpose=_("Which systems a contract covers."),
    columns=("contract", "system", "note", "cost_share"),
    filters=("contract", "system"),
    form=(Section(_("Coverage"), "contract", "system", "note", "cost_share", "key"),),
    policy=Policy(write=BUYERS, delete=BUYERS),
    natural_key=("contract", "system"),
    check_together=fit_together,
    answered_by="contract.responsible",
)

contract_option = Resource(
    ContractOption,
    path="contract-options",
    label=_("Option"),
    plural=_("Options"),
    purpose=_("The options to prolong a contract, one by one: the last day to call each, and what was decided and why."),
    columns=("contract", "number", "months", "call_by", "decision", "decided_on"),
    filters=("contract", "decision"),
    form=(
        Section(_("Option"), "contract", "number", "months", "call_by", "call_period", "call_unit", "key"),
        Section(_("Decision"), "decision", "decided_on", "decided_by", "grounds"),
    ),
    policy=Policy(read=BUYERS, write=BUYERS, delete=BUYERS),
    natural_key=("contract", "number"),
    check=option_is_whole,
    answered_by="contract.responsible",
)

amendment = Resource(
    Amendment,
    path="amendments",
    label=_("Amendment"),
    plural=_("Amendments"),
    purpose=_("What appendices have changed in contracts: which term, to what, and from which day."),
    columns=("contract", "appendix", "applies_from", "term", "value"),
    filters=("contract", "term"),
    form=(Section(_("Amendment"), "contract", "appendix", "signed_on", "applies_from", "term", "value", "note", "key"),),
    policy=Policy(read=BUYERS, write=BUYERS, delete=BUYERS),
    natural_key=("contract", "term", "applies_from"),
    check=amendment_fits,
    answered_by="contract.responsible",
)

legal_limit = Resource(
    LegalLimit,
    path="legal-limits",
    label=_("Limit in procurement law"),
    plural=_("Limits in procurement law"),
    purpose=_(
        "The figures of procurement law that contracts are held against, each with its source and the day it applies from."
    ),
    columns=("limit", "value", "valid_from", "source", "checked_on"),
    filters=("limit",),
    form=(Section(_("Limit"), "limit", "value", "valid_from", "source", "source_url", "checked_on", "note", "key"),),
    policy=Policy(write=BUYERS, delete=BUYERS),
    natural_key=("limit", "valid_from"),
    check=limit_is_reasonable,
)

cost_line = Resource(
    CostLine,
    path="cost-lines",
    label=_("Cost"),
    plural=_("Costs"),
    purpose=_("What each organisation pays each supplier, by year and kind: planned and actual."),
    columns=("year", "organisation", "supplier", "contract", "kind", "planned", "actual"),
    filters=("year", "organisation", "supplier", "contract", "kind"),
    form=(Section(_("Cost"), "year", "organisation", "supplier", "contract", "kind", "planned", "actual", "note", "key"),),
    policy=Policy(read=BUYERS, write=BUYERS, delete=BUYERS),
    natural_key=("year", "organisation", "supplier", "contract", "kind"),
    answered_by="contract.responsible",
)

index_value = Resource(
    IndexValue,
    path="index-values",
    label=_("Index value"),
    plural=_("Index values"),
    purpose=_("Price indices by year, so that costs of different years can be compared."),
    columns=("index", "year", "hundredths", "source"),
    filters=("index", "year"),
    form=(Section(_("Index value"), "index", "year", "hundredths", "source", "key"),),
    policy=Policy(write=BUYERS, delete=BUYERS),
    natural_key=("index", "year"),
)
