"""Errors are described as RFC 9457 lays down."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content, Schema
from registry.core.openapi.pointers import join, mapping, sequence
from registry.core.strategy.errors import error_bodies
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_FIELDS = ("type", "title", "status", "detail", "instance")
_MADE_OF_FIELDS = ("json", "xml", "*/*")


@rule(
    "problem-details",
    mend=_("Let the schema of errors have the fields of RFC 9457: type, title, status, detail and instance"),
    takes={"fields": WORDS},
)
def problem_details(document: Document, context: Context) -> Iterator[Fault]:
    """One form for all errors means one piece of code in every client, and support that can be asked about an instance.

    Looks at the JSON and XML bodies of answers from 400 and of `default`. `fields` lists what the schema must have; more is
    welcome. An API whose errors have no body says all with the status code.

    Bad:

        paths:
          /pets:
            get:
              responses:
                "404":
                  description: No such pet
                  content: {application/problem+json: {schema: {type: object, properties: {message: {type: string}}}}}

    Good:

        paths:
          /pets:
            get:
              responses:
                "404":
                  description: No such pet
                  content:
                    application/problem+json:
                      schema:
                        type: object
                        properties:
                          type: {type: string, format: uri}
                          title: {type: string}
                          status: {type: integer}
                          detail: {type: string}
                          instance: {type: string, format: uri}
    """
    bodies = [content for content in error_bodies(document) if _kind(content).endswith(_MADE_OF_FIELDS)]
    if not bodies:
        raise NotCheckable(_("No error answer has a body"))
    expected = [str(field) for field in context.parameters.get("fields", _FIELDS)]
    seen: set[str] = set()
    for content in bodies:
        place = content.schema.pointer if content.schema else content.pointer
        if place in seen:
            continue
        seen.add(place)
        if content.schema is None or content.schema.raw is None:
            yield Fault(content.pointer, _("The body of {status} has no schema that can be read", status=content.status))
            continue
        found = _names(document, content.schema, set())
        missing = [field for field in expected if field not in found]
        if missing:
            yield Fault(place, _("The schema of errors lacks {fields}", fields=", ".join(missing)))


def _kind(content: Content) -> str:
    return content.media_type.partition(";")[0].strip().lower()


def _names(document: Document, schema: Schema, seen: set[str]) -> set[str]:
    """The fields a schema surely has: its own, those of all its parts, and those that every alternative has."""
    if schema.pointer in seen:
        return set()
    seen = seen | {schema.pointer}
    found = set(mapping(schema.keywords.get("properties")))
    for index, part in enumerate(sequence(schema.keywords.get("allOf"))):
        found |= _names(document, document.schema(join(schema.pointer, "allOf", index), part), seen)
    for keyword in ("oneOf", "anyOf"):
        alternatives = [
            _names(document, document.schema(join(schema.pointer, keyword, index), part), seen)
            for index, part in enumerate(sequence(schema.keywords.get(keyword)))
        ]
        if alternatives:
            found |= set.intersection(*alternatives)
    return found
