"""Every schema inside a schema, each visited once however many references lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import join, mapping, sequence

if TYPE_CHECKING:
    from registry.core.openapi.document import Document

# Keywords that hold schemas: by name, in a list, or one.
NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
SINGLE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties")


def every_schema(document: Document, roots: Iterable[Schema]) -> list[Schema]:
    """`roots` and everything inside them, in the order of the document, each place once."""
    stack = list(roots)[::-1]
    seen: set[str] = set()
    found = []
    while stack:
        schema = stack.pop()
        if schema.pointer in seen:
            continue
        seen.add(schema.pointer)
        if schema.raw is None:
            continue  # a reference that leads nowhere: told by the structure rule
        found.append(schema)
        if not _KEYWORDS.isdisjoint(schema.keywords):  # most schemas hold no other
            stack.extend(list(_inside(document, schema))[::-1])
    return found


def _inside(document: Document, schema: Schema) -> Iterator[Schema]:
    for keyword, raw in schema.keywords.items():
        if keyword not in _KEYWORDS:
            continue
        place = join(schema.pointer, keyword)
        if keyword in NAMED:
            for name, child in mapping(raw).items():
                yield document.schema(join(place, name), child, keyword, name if keyword == "properties" else "")
        elif keyword in LISTED:
            for index, child in enumerate(sequence(raw)):
                yield document.schema(join(place, index), child, keyword, schema.name)
        elif isinstance(raw, dict):
            yield document.schema(place, raw, keyword, schema.name)


_KEYWORDS = frozenset(NAMED + LISTED + SINGLE)
