"""Dates and times follow RFC 3339."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.strategy.samples import Shown, shown_values
from registry.core.strategy.words import split_name
from registry.core.text import text as _

_NAMES = ("date", "datum", "timestamp", "datetime", "tidpunkt", "tidsstampel", "tidsstämpel")
_LONG = 5  # letters of a name that may end a compound (slutdatum) without meaning something else (candidate)
_DAY = r"(\d{4}-\d\d-\d\d)"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_OFFSET = r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
_FORMS = {
    "date": re.compile(_DAY),
    "date-time": re.compile(rf"{_DAY}[Tt ]{_TIME}{_OFFSET}?"),
    "time": re.compile(rf"(){_TIME}{_OFFSET}?"),
}
_SAID = ("format", "pattern", "enum", "const")  # a field with one of them has told what it is


@rule(
    "rfc-3339-dates",
    mend=_("Give dates “format: date” or “date-time”, and write examples as 2026-11-24 or 2026-11-24T08:30:00Z"),
    takes={"names": WORDS},
)
def rfc_3339_dates(document: Document, context: Context) -> Iterator[Fault]:
    """A date read in the wrong order is a deadline missed; one way of writing leaves nothing to guess.

    Looks at fields and parameters with a format of date or time, whose examples must keep it, and at text whose name ends as one
    of `names` but which has no format. An offset from UTC is not demanded here.

    Bad:

        components: {schemas: {Loan: {type: object, properties: {due: {type: string, format: date, example: 24/11/2026}}}}}

    Bad:

        components: {schemas: {Loan: {type: object, properties: {dueDate: {type: string}}}}}

    Good:

        components: {schemas: {Loan: {type: object, properties: {dueDate: {type: string, format: date, example: "2026-11-24"}}}}}
    """
    names = context.words("names", _NAMES)
    nothing = True
    for shown in shown_values(document):
        if shown.format in _FORMS:
            nothing = False
            for pointer, sample in shown.samples:
                if not _keeps(shown.format, sample):
                    yield Fault(pointer, _("“{value}” is no {format} of RFC 3339", value=str(sample)[:100], format=shown.format))
        elif _is_unsaid_date(shown, names):
            nothing = False
            yield Fault(shown.schema.pointer, _("“{name}” holds a date by its name, but no format says so", name=shown.name))
    if nothing:
        raise NotCheckable(_("No field or parameter holds a date or time"))


def _keeps(form: str, sample: Tree) -> bool:
    match = _FORMS[form].fullmatch(sample) if isinstance(sample, str) else None
    if not match:
        return False
    try:
        return not match[1] or bool(date.fromisoformat(match[1]))
    except ValueError:
        return False


def _is_unsaid_date(shown: Shown, names: tuple[str, ...]) -> bool:
    if shown.schema.types != ["string"] or any(keyword in shown.schema.keywords for keyword in _SAID):
        return False
    last = (split_name(shown.name) or [""])[-1].lower()
    return any(last == name or (len(name) >= _LONG and last.endswith(name)) for name in names)
