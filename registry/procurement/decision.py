"""The decision on what follows a contract, as a form of four fields that the plan and the dossier show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from registry.contracts.models import Contract
from registry.contracts.resource import contract as contracts
from registry.core.agreements.quarters import Quarter, quarter_of
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import RenewalStrategy
from registry.kit import forms
from registry.kit.pages import find, save_form
from registry.kit.resource import Field
from registry.kit.text import translate

NAMES = ("renewal_strategy", "procurement_start", "procurement_responsible", "procurement_strategy")
REFERENCES = ("supplier", "responsible", "procurement_responsible")
QUARTERS = 16
"""Quarters to choose from, this one first."""


def contract_to_decide(key: str) -> Contract:
    """The contract with `key`, with what the form shows of it; 404 when there is none."""
    found = find(contracts, key, *REFERENCES)
    assert isinstance(found, Contract)
    return found


def decision_form(contract: Contract, today: date, *, typed: bool = False) -> FlaskForm:
    """The form with what the contract says now, or with what was typed into it (`typed`)."""
    fields = _fields()
    ways = (SelectChoice(way.value, translate(way.label)) for way in RenewalStrategy)
    quarters = _quarters(contract.procurement_start, quarter_of(today))
    own = {
        "renewal_strategy": _choice(fields["renewal_strategy"], _("Nothing decided"), ways),
        "procurement_start": _choice(fields["procurement_start"], _("Not planned"), quarters),
    }
    form = forms.form_for(contracts, fields, own)
    if not typed:
        forms.fill(form, fields, contract, {})
    return form


def decide(contract: Contract, form: FlaskForm) -> tuple[bool, list[str]]:
    """Save the decision as the contract's own form would: whether it is saved, and problems that belong to no control."""
    form.validate()  # only the CSRF token has a validator; a bad one is answered before this by CSRFProtect
    saved, loose = save_form(contracts, contract, form, _fields())
    return saved is not None, loose


def _choice(field: Field, nothing: Text, choices: Iterator[SelectChoice]) -> SelectField:
    return SelectField(translate(field.label), choices=[SelectChoice("", translate(nothing)), *choices], validate_choice=False)


def _fields() -> dict[str, Field]:
    return {name: contracts.fields[name] for name in NAMES}


def _quarters(planned: date | None, now: Quarter) -> Iterator[SelectChoice]:
    """The quarters to choose from by their first day. The one planned already keeps the day that was planned in it."""
    found = {now.later(number): now.later(number).first for number in range(QUARTERS)}
    if planned is not None:
        found[quarter_of(planned)] = planned
    for quarter, day in sorted(found.items()):
        yield SelectChoice(day.isoformat(), translate(quarter.label))
