"""How names in messages are written: camelCase, snake_case, both at once (one plain word) or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join, mapping

_CAMEL = re.compile(r"[a-z][a-z0-9]*(?:[A-Z][a-zA-Z0-9]*)+")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_WORD = re.compile(r"[a-z][a-z0-9]*")

RESERVED = ("_links", "_embedded", "_meta", "_actions")
"""Names that hypermedia formats and the paging of the national profile give themselves; no API chooses how they are written."""


class Notation(StrEnum):
    """The way a name joins its words."""

    CAMEL = "camelCase"
    SNAKE = "snake_case"
    WORD = "one word"
    OTHER = "other"


def notation_of(name: str) -> Notation:
    """How `name` is written; one lower-case word fits camelCase and snake_case alike."""
    if _WORD.fullmatch(name):
        return Notation.WORD
    if _CAMEL.fullmatch(name):
        return Notation.CAMEL
    return Notation.SNAKE if _SNAKE.fullmatch(name) else Notation.OTHER


def fields_of(document: Document, spared: tuple[str, ...] = RESERVED) -> Iterator[tuple[str, str]]:
    """(pointer, name) of every field of every schema, names in `spared` left out."""
    for schema in document.schemas:
        for name in mapping(schema.keywords.get("properties")):
            if name not in spared:
                yield join(schema.pointer, "properties", name), name
