"""No parameter carries a personal identity number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Parameter
from registry.core.openapi.pointers import mapping
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.strategy.words import fold
from registry.core.text import text as _

_NAMES = (
    "personnummer", "personnr", "pnr", "personnumber", "personalnumber", "personalidentitynumber", "personidentitynumber",
    "ssn", "socialsecuritynumber", "legalid", "samordningsnummer", "coordinationnumber", "civicno", "civicnumber",
    "civicregistrationnumber", "nationalid", "nationalidentitynumber",
)  # fmt: skip
_NUMBER = re.compile(r"(?:18|19|20)?(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])[-+]?(\d{4})")
_CENTURIES = re.compile(
    r"\(\??:?(?:18\|)?19\|20\)\??(?:\[0-9\]|\\d)\{(?:6|8|10)\}|\(\??:?20\|19\)\??(?:\[0-9\]|\\d)\{(?:6|8|10)\}"
)


@rule("personal-number-parameters", mend=_("Take personId or partyId instead, and look the person up inside the service"))
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
    names = context.words("names", _NAMES)
    for parameter in document.parameters:
        if _is_named_so(parameter.name, names):
            message = _(
                "The {location} parameter “{name}” is a personal identity number",
                location=parameter.location,
                name=parameter.name,
            )
            yield Fault(parameter.pointer, message)
        elif _looks_so(parameter):
            message = _(
                "The {location} parameter “{name}” has the form of a personal identity number",
                location=parameter.location,
                name=parameter.name,
            )
            yield Fault(parameter.pointer, message)


def _is_named_so(name: str, names: tuple[str, ...]) -> bool:
    plain = re.sub(r"[^a-z0-9]", "", fold(name))
    return plain in names or any(len(known) > 6 and known in plain for known in names)


def _looks_so(parameter: Parameter) -> bool:
    schema = parameter.schema.keywords if parameter.schema else {}
    if _CENTURIES.search(str(schema.get("pattern", ""))):
        return True
    named = [mapping(entry).get("value") for entry in mapping(parameter.raw.get("examples")).values()]
    listed = schema.get("examples") if isinstance(schema.get("examples"), list) else []
    samples = [parameter.raw.get("example"), schema.get("example"), schema.get("default"), *named, *(listed or [])]
    return any(_is_personal_number(str(sample)) for sample in samples if isinstance(sample, str | int))


def _is_personal_number(sample: str) -> bool:
    match = _NUMBER.fullmatch(sample)
    return bool(match and luhn.is_valid("".join(match.groups())))
