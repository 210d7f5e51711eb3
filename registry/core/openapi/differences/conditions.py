"""What a schema demands beyond types, limits and fields, in a form that is the same for what says the same.

Whether `not` or `if` lets more or less through after a change inside it cannot be told from the change, so any may break a
client. That such a condition came narrows what fits, that it went widens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from registry.core.openapi.differences.written import WORDS, schema_at
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence
from registry.core.openapi.schemas import LISTED, NAMED, SINGLE

_WITH_SCHEMAS = {"not": False, "contains": None, "propertyNames": True, "unevaluatedProperties": True, "unevaluatedItems": True}
"""Keywords that hold one schema, each with the boolean that shuts nothing out."""
_PLAIN = ("multipleOf", "uniqueItems")
_BESIDE = {"contains": ("minContains", "maxContains"), "if": ("then", "else")}
_SAY_NOTHING = WORDS | {"default"}
_WITHOUT_ORDER = frozenset({"required", "enum", "type"})
_MOST = 2_000  # nodes of one condition: references that double at each step would make more than anybody can look at

Conditions = dict[tuple[str, str], str]
"""The pointer of each condition by its keyword and what it says."""


class TooLarge(Exception):
    """A condition with more inside it than is looked at."""


class Condition(NamedTuple):
    """One condition of a schema; `text` is the same for those that say the same."""

    keyword: str
    text: str
    pointer: str


def conditions_of(document: Document, schema: Schema) -> Iterator[Condition]:
    """The conditions in `schema` itself that shut something out. Raises TooLarge."""
    keywords = schema.keywords
    for keyword, free in _WITH_SCHEMAS.items():
        if isinstance(keywords.get(keyword), dict | bool) and keywords[keyword] is not free:
            yield _condition(document, schema, keyword)
    if "if" in keywords and ("then" in keywords or "else" in keywords):
        yield _condition(document, schema, "if")
    for keyword in _PLAIN:
        if keywords.get(keyword) not in (None, False):
            yield Condition(keyword, json.dumps(keywords[keyword], default=str), join(schema.pointer, keyword))
    for name, raw in mapping(keywords.get("dependentSchemas")).items():
        pointer = join(schema.pointer, "dependentSchemas", name)
        yield Condition("dependentSchemas", _text({name: _Meaning(document).of(pointer, raw)}), pointer)


def dependent_fields(schema: Schema) -> Iterator[tuple[str, str]]:
    """(field, other field that must be there when the first is) of `dependentRequired`."""
    for name, demanded in mapping(schema.keywords.get("dependentRequired")).items():
        yield from ((name, other) for other in sequence(demanded) if isinstance(other, str))


def _condition(document: Document, schema: Schema, keyword: str) -> Condition:
    meaning = _Meaning(document)
    said = {
        part: meaning.of(join(schema.pointer, part), schema.keywords[part])
        for part in (keyword, *_BESIDE.get(keyword, ()))
        if part in schema.keywords
    }
    return Condition(keyword, _text(said), join(schema.pointer, keyword))


def _text(said: Tree) -> str:
    return json.dumps(said, sort_keys=True, default=str)


class _Meaning:
    """What schemas say: references followed once round, words for people and the order of what has none left out."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = _MOST

    def of(self, pointer: str, raw: Tree, within: tuple[str, ...] = ()) -> Tree:
        place, target, *_names = schema_at(self._document, pointer, raw)
        self._left -= 1
        if self._left < 0:
            raise TooLarge
        if not isinstance(target, dict) or place in within:
            return target if not isinstance(target, dict) else "…"
        inside = (*within, place)
        return {
            keyword: self._value(keyword, value, join(place, keyword), inside)
            for keyword, value in target.items()
            if keyword not in _SAY_NOTHING and not keyword.startswith("x-")
        }

    def _value(self, keyword: str, value: Tree, place: str, within: tuple[str, ...]) -> Tree:
        if keyword in NAMED:
            return {name: self.of(join(place, name), child, within) for name, child in mapping(value).items()}
        if keyword in LISTED:
            return [self.of(join(place, index), child, within) for index, child in enumerate(sequence(value))]
        if keyword in SINGLE:
            return self.of(place, value, within)
        return sorted(map(_text, value)) if keyword in _WITHOUT_ORDER and isinstance(value, list) else value
