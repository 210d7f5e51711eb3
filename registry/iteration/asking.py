"""A few of a noun's fields asked in one step, some of them required there though the noun can do without them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from registry.core.text import Text
from registry.db.base import Record
from registry.kit import forms, operations
from registry.kit.database import database
from registry.kit.lookup import References
from registry.kit.resource import Field, Resource


@dataclass(frozen=True, slots=True)
class Asked:
    """What the request sent: the form to show again, the cleaned values, and messages that belong to no field."""

    form: Any
    values: Mapping[str, Any]
    loose: list[str]

    @property
    def is_good(self) -> bool:
        return not self.loose and not any(control.errors for control in self.form)


def fields_of(
    resource: Resource, needs: Collection[str], asks: Collection[str], words: Mapping[str, tuple[Text, Text]] | None = None
) -> dict[str, Field]:
    """The fields of a step, the needed ones first; `words` give a field another label and help than the noun's own."""
    found: dict[str, Field] = {}
    for name in (*needs, *asks):
        field = replace(resource.fields[name], required=name in needs)
        if words is not None and name in words:
            label, help_text = words[name]
            field = replace(field, label=label, help=help_text)
        found[name] = field
    return found


def shown(resource: Resource, fields: Mapping[str, Field], record: Record | None, given: Mapping[str, str]) -> Any:
    """The form as it is first shown: the record's values, or what is `given`."""
    form = forms.form_for(resource, fields)
    forms.fill(form, fields, record, given)
    return form


def answered(resource: Resource, fields: Mapping[str, Field], record: Record | None) -> Asked:
    """What was typed, cleaned as by every other door."""
    form = forms.form_for(resource, fields)
    raw = forms.written(form, fields)
    cleaned = operations.clean(resource, raw, fields, References(database.session), record)
    if record is not None and request.form.get("row_version") != str(record.row_version):
        form["row_version"].data = str(record.row_version)
        cleaned.wrong("", operations.refused())
    return Asked(form, cleaned.values, forms.put_errors(form, cleaned.errors))
