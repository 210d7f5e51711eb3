"""No parameter carries a personal identity number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Parameter
from registry.core.openapi.pointers import mapping, sequence
from registry.core.strategy.personal_numbers import NAMES, is_named_so, may_hold_personal_numbers, personal_numbers
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_DIGIT = r"(?:\[0-9\]|\\d)"
# A century and then digits, or a date of eight digits and four more.
_PATTERN = re.compile(
    rf"\(\??:?(?:(?:18\|)?19\|20|20\|19)\)\??{_DIGIT}\{{(?:6|8|10)\}}|{_DIGIT}\{{8\}}\[?\\?[-+]{{1,2}}\]?\??{_DIGIT}\{{4\}}"
)
_LONGEST = 1000  # characters of a pattern that are looked at


@rule(
    "personal-number-parameters",
    mend=_("Take personId or partyId instead, and look the person up inside the service"),
    takes={"names": WORDS},
)
def personal_number_parameters(document: Document, context: Context) -> Iterator[Fault]:
    """Addresses and headers end up in logs, histories and gateways; a personal identity number does not belong in any of them.

    Recognises parameters by name, pattern and example; `names` replaces the list of names. An example is never repeated in
    a message.

    Bad:

        paths:
          /pets/{personalNumber}:
            get:
              parameters: [{name: personalNumber, in: path, required: true, schema: {type: string}}]
              responses: {"200": {description: A pet}}

    Good:

        paths:
          /pets/{personId}:
            get:
              parameters: [{name: personId, in: path, required: true, schema: {type: string, format: uuid}}]
              responses: {"200": {description: A pet}}
    """
    if not document.operations:
        raise NotCheckable(_("The document has no operations"))
    names = context.words("names", NAMES)
    may_be_shown = may_hold_personal_numbers(document.survey.texts)
    for parameter in document.parameters:
        if parameter.schema is not None and parameter.schema.types == ["boolean"]:
            continue  # whether there is a number, not the number
        if is_named_so(parameter.name, names):
            message = _(
                "The {location} parameter “{name}” is a personal identity number",
                location=parameter.location,
                name=parameter.name,
            )
            yield Fault(parameter.pointer, message)
        elif _has_the_pattern(parameter) or (may_be_shown and _shows_one(document, parameter, context.today)):
            message = _(
                "The {location} parameter “{name}” has the form of a personal identity number",
                location=parameter.location,
                name=parameter.name,
            )
            yield Fault(parameter.pointer, message)


def _has_the_pattern(parameter: Parameter) -> bool:
    pattern = parameter.schema.keywords.get("pattern") if parameter.schema else None
    return pattern is not None and _PATTERN.search(str(pattern)[:_LONGEST]) is not None


def _shows_one(document: Document, parameter: Parameter, today: date) -> bool:
    schema = parameter.schema.keywords if parameter.schema else {}
    named = [document.follow("", entry)[1] for entry in mapping(parameter.raw.get("examples")).values()]
    samples = [parameter.raw.get("example"), *(mapping(entry).get("value") for entry in named)]
    samples += [schema.get("example"), schema.get("default"), schema.get("const")]
    samples += sequence(schema.get("examples")) + sequence(schema.get("enum"))
    return any(any(personal_numbers(str(sample), today, parameter.name)) for sample in samples if isinstance(sample, str | int))
