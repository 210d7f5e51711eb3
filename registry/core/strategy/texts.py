"""Every text and whole number in a document, each with the name it stands under: where personal data and keys are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree, join

_Way = tuple[Any, str | int]  # (the way to what holds it, token)

# Keywords between a name and the value shown under it: `apiKey: {schema: {example: …}}` shows an apiKey.
_BETWEEN = frozenset({"example", "examples", "default", "const", "enum", "value", "items", "schema", "content", "headers"})


def texts_of(document: Document) -> Iterator[tuple[_Way | None, str, str]]:
    """(way, name, text) of every value that is text or a whole number, what stands nearer the root first, otherwise
    in the order of the document; `pointer_of` spells a way out.

    The name is that of the field or parameter; of a text in a list, the list's. Examples written as text are one text.
    """
    stack: list[tuple[_Way | None, str, Tree]] = [(None, "", document.raw)]
    while stack:
        way, name, node = stack.pop()
        entries: Iterable[tuple[str | int, Tree]]
        if type(node) is dict:
            own = node.get("name") if "in" in node else None  # a parameter carries its name inside
            name = own if isinstance(own, str) else name
            entries = node.items()
        else:
            entries = enumerate(node)
        inside = []
        for key, child in entries:
            kind = type(child)
            below = name if isinstance(key, int) or key in _BETWEEN else key
            if kind is str:
                yield (way, key), below, child
            elif kind is int:
                yield (way, key), below, str(child) if abs(child) < _HUGE else ""
            elif child and (kind is dict or kind is list):
                inside.append(((way, key), below, child))
        stack.extend(reversed(inside))


def keys_of(document: Document) -> Iterator[tuple[_Way | None, str, str]]:
    """(way, name, text) of every key, as `texts_of` gives values; the name is that of what the key stands in."""
    stack: list[tuple[_Way | None, str, Tree]] = [(None, "", document.raw)]
    while stack:
        way, name, node = stack.pop()
        entries: Iterable[tuple[str | int, Tree]] = node.items() if type(node) is dict else enumerate(node)
        for key, child in entries:
            below = name if isinstance(key, int) or key in _BETWEEN else key
            if isinstance(key, str):
                yield (way, key), name, key
            if child and isinstance(child, dict | list):
                stack.append(((way, key), below, child))


_HUGE = 10**20  # longer numbers are neither; spelling out endless ones costs time


def pointer_of(way: _Way | None) -> str:
    """The pointer of a place."""
    tokens = []
    while way:
        way, token = way
        tokens.append(token)
    return join("", *reversed(tokens))
