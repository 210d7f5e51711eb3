"""A schema as clients meet it: the ways of writing the same thing in Swagger 2.0, OpenAPI 3.0 and 3.1 made one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence

LOWER = ("minimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "maxLength", "maxItems", "maxProperties")
_DEEPEST = 20  # of allOf in allOf


@dataclass(slots=True)
class Shape:
    """What a schema demands. `types` is empty for any; "null" is among them when null is accepted; a number may be an integer.

    `limits` hold (value, exclusive) by keyword; `variants` the alternatives of oneOf and anyOf by what tells them apart.
    """

    pointer: str
    types: frozenset[str] = frozenset()
    enum: dict[str, Any] | None = None
    limits: dict[str, tuple[float, bool]] = field(default_factory=dict)
    pattern: str | None = None
    format: str | None = None
    properties: dict[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: Schema | None = None
    others: Schema | None = None
    closed: bool = False
    variants: dict[str, Schema] = field(default_factory=dict)


def shape_of(document: Document, schema: Schema, depth: int = 0) -> Shape:
    """The shape of `schema`, what it takes over with allOf included."""
    keywords = schema.keywords
    shape = Shape(schema.pointer)
    if depth < _DEEPEST:
        for index, raw in enumerate(sequence(keywords.get("allOf"))):
            _take_over(shape, shape_of(document, document.schema(join(schema.pointer, "allOf", index), raw), depth + 1))
    types = _types(keywords)
    shape.types = (shape.types & types if shape.types and types else shape.types | types) or types
    if "const" in keywords or isinstance(keywords.get("enum"), list):
        values = [keywords["const"]] if "const" in keywords else sequence(keywords["enum"])
        shape.enum = {json.dumps(value, sort_keys=True, default=str): value for value in values}
    shape.limits.update(_limits(keywords))
    shape.pattern = _text(keywords, "pattern") or shape.pattern
    shape.format = _text(keywords, "format") or shape.format
    for name, raw in mapping(keywords.get("properties")).items():
        shape.properties[name] = document.schema(join(schema.pointer, "properties", name), raw)
    shape.required |= {name for name in sequence(keywords.get("required")) if isinstance(name, str)}
    _nest(document, schema, shape)
    shape.variants.update(_variants(document, schema))
    return shape


def _nest(document: Document, schema: Schema, shape: Shape) -> None:
    items, others = schema.keywords.get("items"), schema.keywords.get("additionalProperties")
    if isinstance(items, dict):
        shape.items = document.schema(join(schema.pointer, "items"), items)
    if isinstance(others, dict) and others:
        shape.others = document.schema(join(schema.pointer, "additionalProperties"), others)
    shape.closed = shape.closed or others is False


def _take_over(shape: Shape, part: Shape) -> None:
    """Add what an allOf member demands."""
    shape.types = shape.types & part.types if shape.types and part.types else shape.types | part.types
    shape.enum = part.enum if shape.enum is None else shape.enum
    shape.limits.update(part.limits)
    shape.pattern, shape.format = shape.pattern or part.pattern, shape.format or part.format
    shape.properties.update(part.properties)
    shape.required |= part.required
    shape.items, shape.others = shape.items or part.items, shape.others or part.others
    shape.closed = shape.closed or part.closed
    shape.variants.update(part.variants)


def _types(keywords: Mapping[str, Tree]) -> frozenset[str]:
    declared = keywords.get("type")
    named = {kind for kind in (declared if isinstance(declared, list) else [declared]) if isinstance(kind, str)}
    if not named and ("properties" in keywords or "additionalProperties" in keywords):
        named = {"object"}
    elif not named and "items" in keywords:
        named = {"array"}
    if "number" in named:
        named.add("integer")
    if named and keywords.get("nullable") is True:
        named.add("null")
    return frozenset(named)


def _limits(keywords: Mapping[str, Tree]) -> Iterator[tuple[str, tuple[float, bool]]]:
    for keyword in (*LOWER, *UPPER):
        value = keywords.get(keyword)
        exclusive = keywords.get(f"exclusive{keyword[0].upper()}{keyword[1:]}")
        if _is_number(exclusive):
            yield keyword, (float(exclusive), True)  # type: ignore[arg-type]
        elif _is_number(value):
            yield keyword, (float(value), exclusive is True)  # type: ignore[arg-type]


def _is_number(value: Tree) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _text(keywords: Mapping[str, Tree], name: str) -> str | None:
    value = keywords.get(name)
    return value if isinstance(value, str) else None


def _variants(document: Document, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The alternatives, each by the name of what it refers to, else by its title, else by its place."""
    for keyword in ("oneOf", "anyOf"):
        for index, raw in enumerate(sequence(schema.keywords.get(keyword))):
            named = mapping(raw).get("$ref") or mapping(raw).get("title")
            yield str(named or f"{keyword} {index}"), document.schema(join(schema.pointer, keyword, index), raw)
