"""A schema as clients meet it: the ways of writing the same thing in Swagger 2.0, OpenAPI 3.0 and 3.1 made one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeGuard

from registry.core.openapi.differences.conditions import Conditions, TooLarge, conditions_of, dependent_fields
from registry.core.openapi.differences.discriminators import Discriminator, Heirs, discriminator_of, heirs_in
from registry.core.openapi.differences.written import schema_at
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence

LOWER = ("minimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "maxLength", "maxItems", "maxProperties")
Limit = tuple[float, bool]  # the value, and whether it is itself excluded
_DEEPEST = 50  # of schemas that take one another over
_SAYS_NOTHING = frozenset({"password", "int64", "float", "double"})  # a hint for forms; numbers any client can hold


@dataclass(slots=True)
class Shape:
    """What a schema demands. `types` is empty for any; "null" is among them when null is accepted; a number may be an integer.

    `limits` hold (value, exclusive) by keyword; `variants` the alternatives of oneOf and anyOf, when there are several.
    `open` tells whether an object invites fields beyond its properties: None when the schema does not say. `patterned` are the
    properties by patterns of their names, `places` what stands at the places of a list whose places differ. `discriminator` tells
    the kinds of it apart; `default` is taken for it when it is not there.
    """

    schema: Schema
    types: frozenset[str] = frozenset()
    enum: dict[str, Any] | None = None
    limits: dict[str, Limit] = field(default_factory=dict)
    patterns: frozenset[str] = frozenset()
    format: str | None = None
    properties: dict[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    patterned: dict[str, Schema] = field(default_factory=dict)
    dependent: frozenset[tuple[str, str]] = frozenset()
    items: Schema | None = None
    places: list[Schema] = field(default_factory=list)
    others: Schema | None = None
    open: bool | None = None
    conditions: Conditions = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    discriminator: Discriminator | None = None
    default: Tree = None

    @property
    def pointer(self) -> str:
        return self.schema.pointer


@dataclass(frozen=True, slots=True)
class Variant:
    """One alternative; `name` is that of what it refers to, or its title, and empty when it has neither."""

    name: str
    schema: Schema


class Shapes:
    """The shapes of one document's schemas, each made once. Schemas that take themselves over are followed once round.

    `exhausted` tells that a condition holds more than is looked at.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.exhausted = False
        self._made: dict[str, Shape] = {}
        self._open: set[str] = set()

    def of(self, schema: Schema) -> Shape:
        """The shape of `schema`, what it takes over with allOf and with single alternatives included."""
        place = schema.pointer
        if place in self._made:
            return self._made[place]
        if place in self._open or len(self._open) >= _DEEPEST:
            return Shape(schema)
        self._open.add(place)
        shape = self._made[place] = self._make(schema)
        self._open.discard(place)
        return shape

    @cached_property
    def _heirs(self) -> Heirs:
        return heirs_in(self.document)

    def types_of(self, shape: Shape) -> frozenset[str]:
        """Its types; when only its alternatives have some, those of all of them."""
        found = [self.of(variant.schema).types for variant in shape.variants]
        return shape.types or (frozenset[str]().union(*found) if all(found) else frozenset())

    def _make(self, schema: Schema) -> Shape:
        shape = _own(self.document, schema)
        try:
            shape.conditions = {(one.keyword, one.text): one.pointer for one in conditions_of(self.document, schema)}
        except TooLarge:
            self.exhausted = True
        shape.discriminator = discriminator_of(self.document, schema, self._heirs)
        for index, raw in enumerate(sequence(schema.keywords.get("allOf"))):
            _take_over(shape, self.of(schema_at(self.document, join(schema.pointer, "allOf", index), raw)))
        self._alternatives(schema, shape)
        if schema.keywords.get("nullable") is True and shape.types:
            shape.types |= {"null"}
        for name in sorted(shape.required - shape.properties.keys()):
            shape.properties[name] = Schema(join(schema.pointer, "required"), {}, name=name)
        return shape

    def _alternatives(self, schema: Schema, shape: Shape) -> None:
        for keyword in ("oneOf", "anyOf"):
            variants = list(_variants(self.document, schema, keyword))
            others = [variant for variant in variants if variant.schema.keywords.get("type") != "null"]
            if len(others) > 1:
                shape.variants.extend(variants)
            elif others:  # one alternative is none; beside null it is a value that may be null
                _take_over(shape, self.of(others[0].schema))
                shape.types |= {"null"} if len(variants) > 1 and shape.types else set()


def _own(document: Document, schema: Schema) -> Shape:
    """The shape of what stands in the schema itself."""
    keywords = schema.keywords
    shape = Shape(schema, _types(keywords), _enum(keywords), dict(_limits(keywords)))
    shape.patterns = frozenset({keywords["pattern"]} if isinstance(keywords.get("pattern"), str) else ())
    shape.format = _format(keywords)
    shape.default = keywords.get("default")
    for name, raw in mapping(keywords.get("properties")).items():
        shape.properties[name] = schema_at(document, join(schema.pointer, "properties", name), raw)
    for pattern, raw in mapping(keywords.get("patternProperties")).items():
        shape.patterned[pattern] = schema_at(document, join(schema.pointer, "patternProperties", pattern), raw)
    shape.dependent = frozenset(dependent_fields(schema))
    shape.required = frozenset(name for name in sequence(keywords.get("required")) if isinstance(name, str))
    items, others = keywords.get("items"), keywords.get("additionalProperties")
    if isinstance(items, dict):
        shape.items = schema_at(document, join(schema.pointer, "items"), items)
    for index, raw in enumerate(sequence(keywords.get("prefixItems"))):
        shape.places.append(schema_at(document, join(schema.pointer, "prefixItems", index), raw))
    if items is False and shape.places:  # a limit in another way of writing
        most = (float(len(shape.places)), False)
        shape.limits["maxItems"] = min(shape.limits.get("maxItems", most), most)
    if isinstance(others, dict) and others:
        shape.others = schema_at(document, join(schema.pointer, "additionalProperties"), others)
    shape.open = None if others is None else others is not False
    return shape


def _take_over(shape: Shape, part: Shape) -> None:
    """Add what another schema demands of the same value: both must hold."""
    shape.types = (shape.types & part.types or shape.types) if shape.types and part.types else shape.types | part.types
    if shape.enum is None or part.enum is None:
        shape.enum = part.enum if shape.enum is None else shape.enum
    else:
        shape.enum = {key: value for key, value in shape.enum.items() if key in part.enum}
    for keyword, limit in part.limits.items():
        if is_narrower(keyword, shape.limits.get(keyword), limit):
            shape.limits[keyword] = limit
    shape.patterns |= part.patterns
    shape.format = shape.format or part.format
    shape.properties = {**part.properties, **shape.properties}
    shape.required |= part.required
    shape.patterned = {**part.patterned, **shape.patterned}
    shape.dependent |= part.dependent
    shape.places = shape.places or part.places
    shape.default = part.default if shape.default is None else shape.default
    shape.discriminator = shape.discriminator or _apart(shape.schema, part.discriminator)
    shape.conditions = {**part.conditions, **shape.conditions}
    shape.items, shape.others = shape.items or part.items, shape.others or part.others
    shape.open = part.open if shape.open is None else shape.open and part.open is not False
    shape.variants = shape.variants + part.variants


def _apart(schema: Schema, discriminator: Discriminator | None) -> Discriminator | None:
    """What tells the kinds of something apart tells nothing more of one of the kinds."""
    kinds = discriminator.kinds.values() if discriminator is not None else ()
    return None if any(kind.schema.pointer == schema.pointer for kind in kinds) else discriminator


def is_narrower(keyword: str, before: Limit | None, after: Limit | None) -> bool:
    """Whether the limit `after` lets less through than `before`; None lets everything through."""
    if before is None or after is None:
        return after is not None
    return after > before if keyword in LOWER else (after[0], not after[1]) < (before[0], not before[1])


def _types(keywords: Mapping[str, Tree]) -> frozenset[str]:
    declared = keywords.get("type")
    named = {kind for kind in (declared if isinstance(declared, list) else [declared]) if isinstance(kind, str)}
    if "file" in named:  # Swagger 2.0
        named = named - {"file"} | {"string"}
    if not named:
        named = _implied(keywords)
    if "number" in named:
        named.add("integer")
    if named and keywords.get("nullable") is True:
        named.add("null")
    return frozenset(named)


def _implied(keywords: Mapping[str, Tree]) -> set[str]:
    """The types that what else is written leaves possible, when none is declared."""
    if not _OF_OBJECTS.isdisjoint(keywords):
        return {"object"}
    if "items" in keywords or "prefixItems" in keywords:
        return {"array"}
    values = sequence(keywords.get("enum"))
    return {_JSON_TYPES[type(value)] for value in values} if all(type(value) in _JSON_TYPES for value in values) else set()


_OF_OBJECTS = frozenset({"properties", "patternProperties", "additionalProperties"})
_JSON_TYPES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
    type(None): "null",
}


def _enum(keywords: Mapping[str, Tree]) -> dict[str, Any] | None:
    """The listed values by their JSON; whether null is one of them is told by the types."""
    if "const" not in keywords and not isinstance(keywords.get("enum"), list):
        return None
    values = [keywords["const"]] if "const" in keywords else sequence(keywords["enum"])
    return {json.dumps(_whole(value), sort_keys=True, default=str): value for value in values if value is not None}


def _whole(value: Tree) -> Tree:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _limits(keywords: Mapping[str, Tree]) -> Iterator[tuple[str, Limit]]:
    """The limits that limit: no length is below 0. OpenAPI 3.0 excludes by a second keyword, 3.1 in one."""
    for keyword in (*LOWER, *UPPER):
        value = keywords.get(keyword)
        exclusive = keywords.get(f"exclusive{keyword[0].upper()}{keyword[1:]}")
        found: list[Limit] = []
        if _is_number(value) and (value != 0 or keyword not in LOWER[1:]):
            found.append((float(value), exclusive is True))
        if _is_number(exclusive):
            found.append((float(exclusive), True))
        if found:
            strictest = max(found) if keyword in LOWER else min(found, key=lambda limit: (limit[0], not limit[1]))
            yield keyword, strictest


def _is_number(value: Tree) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _format(keywords: Mapping[str, Tree]) -> str | None:
    if keywords.get("type") == "file":
        return "binary"
    value = keywords.get("format")
    return value if isinstance(value, str) and value not in _SAYS_NOTHING else None


def _variants(document: Document, schema: Schema, keyword: str) -> Iterator[Variant]:
    for index, raw in enumerate(sequence(schema.keywords.get(keyword))):
        reference, title = mapping(raw).get("$ref"), mapping(raw).get("title")
        named = reference.rpartition("/")[2] if isinstance(reference, str) else title
        found = schema_at(document, join(schema.pointer, keyword, index), raw)
        yield Variant(named if isinstance(named, str) else "", found)
