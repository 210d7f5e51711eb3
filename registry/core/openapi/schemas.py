"""Every schema inside a schema, each visited once however many references lead to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence

if TYPE_CHECKING:
    from registry.core.openapi.document import Document

# Keywords that hold schemas: by name, in a list, or one.
NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
SINGLE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties")


def every_schema(document: Document, roots: Iterable[Schema], seen: set[str]) -> list[Schema]:
    """`roots` and everything inside them, in the order of the document, each place once, those left out whose pointers are
    `seen`; the pointers of the others are added there."""
    stack = list(roots)[::-1]
    found = []
    while stack:
        schema = stack.pop()
        pointer, raw = schema.pointer, schema.raw
        if pointer in seen or raw is None:  # nothing: a reference that leads nowhere, told by the structure rule
            continue
        seen.add(pointer)
        found.append(schema)
        if type(raw) is dict and not _KEYWORDS.isdisjoint(raw):  # most schemas hold no other
            stack += _inside(document, pointer, raw, schema.name)[::-1]
    return found


def _inside(document: Document, pointer: str, keywords: dict[str, Tree], own_name: str) -> list[Schema]:
    found = []
    schema = document.schema
    for keyword, raw in keywords.items():
        if keyword not in _KEYWORDS:
            continue
        place = f"{pointer}/{keyword}"
        if keyword in NAMED:
            named = keyword == "properties"
            for name, child in mapping(raw).items():
                found.append(schema(join(place, name), child, keyword, name if named else ""))
        elif keyword in LISTED:
            for index, child in enumerate(sequence(raw)):
                found.append(schema(f"{place}/{index}", child, keyword, own_name))
        elif isinstance(raw, dict):
            found.append(schema(place, raw, keyword, own_name))
    return found


_KEYWORDS = frozenset(NAMED + LISTED + SINGLE)
