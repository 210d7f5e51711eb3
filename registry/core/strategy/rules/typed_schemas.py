"""Everything that travels has a type."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import Text
from registry.core.text import text as _

_SAY_WHAT_IT_IS = frozenset(
    {"type", "$ref", "enum", "const", "allOf", "anyOf", "oneOf", "properties", "items", "prefixItems", "not"}
)
_PARTS_OF_ANOTHER = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else"}


@rule("typed-schemas", mend=_("Give the schema a type; give objects their properties and arrays their items"))
def typed_schemas(document: Document, _context: Context) -> Iterator[Fault]:
    """A client generated from a typed document does not compile against the wrong field.

    One from `{}` accepts anything and fails at night.

    Bad:

        components: {schemas: {Pet: {type: object, properties: {name: {}}}}}

    Bad:

        components: {schemas: {Pets: {type: array}}}

    Bad:

        components: {schemas: {Pet: {type: object}}}

    Good:

        components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}
    """
    if not (document.schemas or document.parameters or document.contents):
        raise NotCheckable(_("The document has no parameters, bodies or schemas"))
    for parameter in document.parameters:
        if parameter.schema is None:
            yield Fault(parameter.pointer, _("The parameter “{name}” has no schema", name=parameter.name))
    for content in document.contents:
        if content.schema is None:
            label, media_type = content.operation.label, content.media_type
            if content.kind == "request":
                yield Fault(content.pointer, _("{label} takes {media_type} without a schema", label=label, media_type=media_type))
            else:
                answer = _(
                    "{label} answers {status} as {media_type} without a schema",
                    label=label,
                    status=content.status,
                    media_type=media_type,
                )
                yield Fault(content.pointer, answer)
    for schema in document.schemas:
        message = _untyped(schema)
        if message:
            yield Fault(schema.pointer, message)


def _untyped(schema: Schema) -> Text | None:
    keywords = schema.keywords
    if _SAY_WHAT_IT_IS.isdisjoint(keywords):
        # `required` alone inside allOf, or `additionalProperties: false`, says something about a type given elsewhere
        says_more = schema.role in _PARTS_OF_ANOTHER and keywords
        return (
            None
            if says_more or schema.raw is False
            else _("“{name}” may be anything: its schema has no type", name=_name(schema))
        )
    types = schema.types
    if "object" in types and not _has_content(schema):
        return _("“{name}” is an object of which no property is given", name=_name(schema))
    if "array" in types and not (keywords.get("items") or keywords.get("prefixItems")):
        return _("“{name}” is an array of which the items are not given", name=_name(schema))
    if "properties" in keywords and keywords.get("additionalProperties") in (True, {}):
        return _("“{name}” accepts any further property", name=_name(schema))
    return None


def _has_content(schema: Schema) -> bool:
    """Whether an object tells what is in it: its properties, what its map holds, or the schemas it is made of."""
    keywords = schema.keywords
    if any(keywords.get(keyword) for keyword in ("properties", "patternProperties", "allOf", "anyOf", "oneOf", "enum", "const")):
        return True
    return bool(isinstance(keywords.get("additionalProperties"), dict) and keywords["additionalProperties"])


def _name(schema: Schema) -> str:
    return schema.name or next((part for part in reversed(schema.pointer.split("/")) if part not in _POSITIONS), "schema")


_POSITIONS = {"schema", "items", "additionalProperties", "content", "properties", *_PARTS_OF_ANOTHER, *map(str, range(20))}
