"""What clients send can be validated against the document."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.bodies import responses_of
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import join, mapping
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_LIMITS = {
    "string": frozenset({"format", "pattern", "enum", "const", "maxLength"}),
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const", "multipleOf"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const", "multipleOf"}),
}
_REFUSALS = ("400", "422", "4XX", "4xx", "default")


@rule(
    "validated-input",
    mend=_("Limit it: format, pattern, enum or maxLength for text, minimum or maximum for numbers; document 400"),
)
def validated_input(document: Document, _context: Context) -> Iterator[Fault]:
    """Input without limits cannot be refused before it reaches a database.

    The document is where gateways and frameworks read the limits.

    Whether the service really validates cannot be seen here; that it could, can.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: kind, in: query, schema: {type: string}}]
              responses: {"200": {description: Pets}, "400": {description: Bad request}}

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: kind, in: query, schema: {enum: [cat, dog]}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: kind, in: query, schema: {type: string, maxLength: 20}}]
              responses: {"200": {description: Pets}, "400": {description: Bad request}}
    """
    if not document.input_roots:
        raise NotCheckable(_("No operation takes input"))
    for parameter in document.parameters:
        schema = parameter.schema
        if schema and _is_unlimited(schema):
            message = _("The {location} parameter “{name}” has no limits", location=parameter.location, name=parameter.name)
            yield Fault(schema.pointer, message)
    seen = {parameter.schema.pointer for parameter in document.parameters if parameter.schema}
    for schema in document.input_schemas:
        if schema.pointer not in seen and schema.role not in ("not", "if") and _is_unlimited(schema):
            named = _("“{name}” in a request has no limits", name=schema.name)
            yield Fault(schema.pointer, named if schema.name else _("A value without a name in a request has no limits"))
    yield from _unrefused(document)


def _is_unlimited(schema: Schema) -> bool:
    keywords = schema.keywords
    for kind in schema.types:
        if kind in _LIMITS and all(keywords[keyword] in (None, "", []) for keyword in _LIMITS[kind].intersection(keywords)):
            return True
    return False


def _unrefused(document: Document) -> Iterator[Fault]:
    for operation in document.operations:
        takes_input = (
            "requestBody" in operation.raw or operation.raw.get("parameters") or mapping(operation.path.raw).get("parameters")
        )
        statuses = {status for status, _pointer, _raw in responses_of(document, operation)}
        if takes_input and statuses.isdisjoint(_REFUSALS):
            message = _("{label} takes input but documents no answer to bad input (400)", label=operation.label)
            yield Fault(join(operation.pointer, "responses"), message)
