"""On which line a JSON pointer's value is written, found only when someone asks.

A key's place is its own line; an item's place is where its value begins. Block-style YAML is outlined in one pass over the
text, JSON is scanned for the pointers wanted, and what neither can follow (flow style, aliases, merge keys) is looked up in
PyYAML's node graph.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from registry.core.openapi.outline import Outline, Place
from registry.core.openapi.pointers import join, split
from registry.core.openapi.reading import Limits, Source, Unreadable
from registry.core.openapi.yaml_reading import compose, key_text


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key written twice in one mapping: the later place counts, the earlier is lost."""

    pointer: str
    key: str
    line: int


class Lines:
    """Answers about one document's lines; each way of looking is prepared at most once."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits

    def of(self, pointers: Iterable[str]) -> dict[str, int]:
        """The line of each pointer, or of the nearest thing around it that is written in the text."""
        wanted = list(pointers)
        if self._source.is_json:
            return json_lines(self._source.text, wanted)
        return {pointer: self._line(split(pointer)) for pointer in wanted}

    def duplicates(self) -> list[Duplicate]:
        """Keys written twice in the same mapping, in the order of the text."""
        if not has_json_duplicates(self._source.text) if self._source.is_json else self._outline.surely_unique:
            return []
        return sorted(_repeated(self._graph), key=lambda duplicate: duplicate.line) if self._graph else []

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self._source.text)

    @cached_property
    def _graph(self) -> yaml.Node | None:
        try:
            return compose(self._source.text, self._limits)
        except Unreadable:  # the fast reader took what PyYAML does not
            return None

    def _line(self, tokens: list[str]) -> int:
        place: Place | None = self._outline.root
        for token in tokens:
            place = place.children.get(token) if place and place.children else None
        if place:
            return place.line
        return _graph_line(self._graph, tokens) if self._graph else self._nearest(tokens)

    def _nearest(self, tokens: list[str]) -> int:
        place = self._outline.root
        for token in tokens:
            if not place.children or token not in place.children:
                break
            place = place.children[token]
        return place.line


def _graph_line(node: yaml.Node, tokens: Iterable[str]) -> int:
    line = int(node.start_mark.line)
    for token in tokens:
        found = _entry(node, token)
        if found is None:
            break
        place, node = found
        line = place.start_mark.line
    return line + 1


def _entry(node: yaml.Node, token: str) -> tuple[yaml.Node, yaml.Node] | None:
    """(where it is written, what it holds) of the child `token`; the last of equal keys, then what `<<` brings."""
    if isinstance(node, yaml.SequenceNode):
        inside = token.isdecimal() and len(token) < 10 and int(token) < len(node.value)
        return (node.value[int(token)],) * 2 if inside else None
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in reversed(node.value):
        if _key(key) == token:
            return key, value
    for key, value in node.value:
        if key.value == "<<":
            for merged in [value] if isinstance(value, yaml.MappingNode) else value.value:
                found = _entry(merged, token)
                if found:
                    return found
    return None


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        return ""
    if node.tag == "tag:yaml.org,2002:str":
        return str(node.value)
    loader = yaml.CSafeLoader("")
    try:
        return key_text(loader.construct_object(node))
    except (yaml.YAMLError, ValueError):
        return str(node.value)
    finally:
        loader.dispose()


def _repeated(root: yaml.Node) -> Iterator[Duplicate]:
    stack, seen = [("", root)], set()
    while stack:
        pointer, node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            stack.extend((join(pointer, index), item) for index, item in enumerate(node.value))
        elif isinstance(node, yaml.MappingNode):
            keys = set()
            for key_node, value in node.value:
                key = _key(key_node)
                if key in keys and key != "<<":
                    yield Duplicate(join(pointer, key), key, key_node.start_mark.line + 1)
                keys.add(key)
                stack.append((join(pointer, key), value))


class _Ways(dict[str, "_Ways"]):
    """The wanted pointers as a tree of tokens."""


_BLANKS = re.compile(r"[ \t\r\n]*+")
_decode = json.JSONDecoder(strict=False).raw_decode


def json_lines(text: str, pointers: Iterable[str]) -> dict[str, int]:
    """The line of each pointer in JSON `text`; equal keys answer with the last, a pointer to nothing with what is around it."""
    wanted = {pointer: split(pointer) for pointer in pointers}
    ways: _Ways = _Ways()
    for way in wanted.values():
        branch = ways
        for token in way:
            branch = branch.setdefault(token, _Ways())
    offsets: dict[tuple[str, ...], int] = {}
    _locate(text, _after_blanks(text, 0), (), ways, offsets)
    newlines = [match.start() for match in re.finditer("\n", text)]
    answers = {}
    for pointer, way in wanted.items():
        known = next(tuple(way[:length]) for length in range(len(way), -1, -1) if tuple(way[:length]) in offsets)
        answers[pointer] = bisect_left(newlines, offsets[known]) + 1
    return answers


def _locate(text: str, start: int, way: tuple[str, ...], ways: _Ways, offsets: dict[tuple[str, ...], int]) -> int:
    """Note where the wanted parts of the value at `start` are written; return where it ends. Unwanted values are skipped in C."""
    offsets.setdefault(way, start)
    opener = text[start]
    if not ways or opener not in "{[":
        return _decode(text, start)[1]
    position = _after_blanks(text, start + 1)
    index = 0
    while text[position] not in "}]":
        place = position
        if opener == "{":
            token, position = _decode(text, position)
            position = _after_blanks(text, _after_blanks(text, position) + 1)
        else:
            token = str(index)
        if token in ways:
            offsets[(*way, token)] = place
            position = _locate(text, position, (*way, token), ways[token], offsets)
        else:
            position = _decode(text, position)[1]
        position = _after_blanks(text, position)
        if text[position] == ",":
            position = _after_blanks(text, position + 1)
        index += 1
    return position + 1


def _after_blanks(text: str, offset: int) -> int:
    return _BLANKS.match(text, offset).end()  # type: ignore[union-attr]


def has_json_duplicates(text: str) -> bool:
    """Whether some object of JSON `text` holds a key twice."""
    repeated = False

    def notice(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal repeated
        made = dict(pairs)
        repeated = repeated or len(made) != len(pairs)
        return made

    json.loads(text, object_pairs_hook=notice)
    return repeated
