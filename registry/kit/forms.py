"""A noun's form: one text-keeping control per field, so that what somebody typed survives every error.

Parsing and checking is not here but in `registry.kit.operations.clean`, which spreadsheets and REST use too; the form only
shows controls, carries the CSRF token and puts each message beside its field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field as Control
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record
from registry.kit.lookup import picked
from registry.kit.resource import Field, Resource
from registry.kit.text import translate
from registry.kit.values import plain

DATE_HELP = _("Year-month-day, for example 2026-11-24.")
MONEY_HELP = _("Whole kronor, for example 125 000.")
REFERENCE_HELP = _("Type part of a name and choose, or write a key.")
UNKNOWN = _("Not known")


def form_for(resource: Resource, fields: Mapping[str, Field], own: Mapping[str, Any] = MappingProxyType({})) -> FlaskForm:
    """A bound form with the controls of `fields` that the resource's sections name; `own` has other controls for some of them."""
    names = [name for section in resource.form for name in section.names if name in fields]
    controls: dict[str, Any] = {name: own[name] if name in own else _control(fields[name]) for name in names}
    controls["row_version"] = HiddenField()
    controls["change_reason"] = StringField(translate(_("Why (kept in the history)")))
    return type("RecordForm", (FlaskForm,), controls)()


def _control(field: Field) -> Control:
    label = translate(field.label)
    attributes: dict[str, Any] = {"autocomplete": "off"}
    if field.required:
        attributes["aria-required"] = "true"
    help_text = translate(field.help or _default_help(field) or "")
    if field.kind in {"term", "boolean"}:
        return SelectField(label, choices=_choices(field), description=help_text, validate_choice=False, render_kw=attributes)
    if field.kind == "long":
        return TextAreaField(label, description=help_text, render_kw={**attributes, "rows": 4})
    if field.kind == "reference":
        attributes["data-lookup"] = field.target
    if field.numeric:
        attributes["inputmode"] = "numeric"
    return StringField(label, description=help_text, render_kw=attributes)


def _default_help(field: Field) -> Text | None:
    return {"date": DATE_HELP, "money": MONEY_HELP, "reference": REFERENCE_HELP}.get(field.kind)


def _choices(field: Field) -> list[SelectChoice]:
    if field.term is not None:
        chosen = [SelectChoice(term.value, translate(term.label)) for term in field.term]
    else:
        chosen = [SelectChoice("true", translate(_("Yes"))), SelectChoice("false", translate(_("No")))]
    if field.nullable:
        return [SelectChoice("", translate(UNKNOWN)), *chosen]
    return chosen if field.default is not None else [SelectChoice("", "–"), *chosen]


def fill(form: FlaskForm, fields: Mapping[str, Field], record: Record | None, given: Mapping[str, str]) -> None:
    """What the form shows first: the record's values, or the defaults and what the address asks for."""
    for name, field in _controls(form, fields):
        if record is not None:
            form[name].data = editable(record, field)
        else:
            form[name].data = given.get(name) or plain(field.default)
    form["row_version"].data = str(record.row_version) if record is not None else ""


def editable(record: Record, field: Field) -> str:
    """The value as the form's text: a reference by its name and key."""
    if field.kind == "reference":
        other = getattr(record, field.name)
        return picked(other.title, other.key) if other is not None else ""
    return plain(getattr(record, field.attribute))


def written(form: FlaskForm, fields: Mapping[str, Field]) -> dict[str, object]:
    """What was typed, by field name."""
    return {name: form[name].data or "" for name, _field in _controls(form, fields)}


def put_errors(form: FlaskForm, errors: Mapping[str, list[Text]]) -> list[str]:
    """Put each message beside its control; returns those that belong to none."""
    loose: list[str] = []
    for name, messages in errors.items():
        texts = [translate(message) for message in messages]
        if name in form:
            form[name].errors = texts
        else:
            loose.extend(texts)
    return loose


def _controls(form: FlaskForm, fields: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    return ((name, field) for name, field in fields.items() if name in form)
