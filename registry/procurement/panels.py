"""The dates of a contract on its page, each with the steps that led there. Shown to those who may see terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.contracts.models import Contract
from registry.core.agreements import Standing, TermsContradict, option_days, spells, validity
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import AmendedTerm
from registry.kit.clock import today
from registry.kit.panels import Panel, panel
from registry.kit.resource import fields_of
from registry.procurement.actions import UNDECIDED, WITHOUT_WORK, follow_up, in_short
from registry.procurement.operations import as_amended, assumptions, changes_of, deadline, terms_of, validity_of
from registry.procurement.permission import sees_terms

TITLE = _("Dates and deadlines")
TEMPLATE = "procurement/contract_panel.html"
STYLES = ("answers.css",)
FIELDS = {"option_period": "option_months", "tacit_renewal": "renewal_period"}
"""Terms that go by another name on the contract."""


@panel("contract")
def dates(contract: Contract) -> Panel | None:
    """Last notice day, decision, validity; contradictions instead of dates when the terms cannot hold together."""
    if not sees_terms(contract):
        return None
    day = today()
    try:
        values = _reckoned(contract, day)
    except TermsContradict as problem:
        labels = fields_of(Contract)
        found = [(labels[FIELDS.get(field, field)].label, message) for field, message in problem.problems]
        values = {"contradictions": found}
    return Panel(TITLE, TEMPLATE, {**values, "framework": _framework(contract, day)}, STYLES)


def _reckoned(contract: Contract, day: date) -> dict[str, Any]:
    notice = deadline(contract, day)
    follows = follow_up(contract, notice, day) if notice.standing is not Standing.ENDED else None
    return {
        "notice": notice,
        "in_short": in_short(notice),
        "days_left": (notice.day - day).days if notice.day else None,
        "follows": follows,
        "decision_steps": follows.decision.steps[len(notice.steps) :] if follows else (),
        "stage": contract.procurement_stage,
        "undecided": contract.procurement_stage in UNDECIDED,
        "strategy": contract.renewal_strategy,
        "nothing_follows": contract.renewal_strategy in WITHOUT_WORK,
        "reasons": validity_of(contract, day),
        "assumptions": assumptions(as_amended(contract, day)),
        "options": option_days(terms_of(contract, day), day),
        "history": _history(contract),
    }


def _history(contract: Contract) -> list[dict[str, Any]]:
    """Every term that an appendix has changed or will change, with its values in the order of time."""
    fields = fields_of(Contract)
    written = {term.value: getattr(contract, term.value) for term in AmendedTerm}
    return [{"label": fields[spell.term].label, "spell": spell} for spell in spells(written, changes_of(contract))]


def _framework(contract: Contract, day: date) -> dict[str, Any] | None:
    """Whether the framework agreement holds today; only its name for those who may not see its terms."""
    if contract.framework is None:
        return None
    if not sees_terms(contract.framework):
        return {"contract": contract.framework, "hidden": True}
    try:
        reasons = validity(terms_of(contract.framework, day), day)
        problem: Text | None = None
    except TermsContradict as wrong:
        reasons, problem = (), wrong.problems[0][1]
    return {"contract": contract.framework, "reasons": reasons, "problem": problem}
