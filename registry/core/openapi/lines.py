"""Where a JSON pointer's value is written, found only when someone asks: its line, and on a long line its column.

A key's place is its own line; an item's place is where its value begins. In block-style YAML keys are counted, or outlined in one
pass over the text when counting does not tell; JSON is scanned for the pointers wanted; and what none of them can follow (flow
style, aliases, merge keys) is looked up in PyYAML's node graph. Only the last two can come upon several places on one line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.core.openapi.key_lines import lines_by_counting, starts_of_keys
from registry.core.openapi.pointers import split
from registry.core.openapi.reading import Limits, Source, Unreadable

if TYPE_CHECKING:
    import yaml

    from registry.core.openapi.graph_lines import Duplicate
    from registry.core.openapi.outline import Outline, Place


LONG_LINE = 400  # characters; in a shorter line a reader finds a place without being told the column


class Position(NamedTuple):
    """Where something is written: its line, and its column where the line is long. Both from 1, columns in characters."""

    line: int
    column: int | None = None


class Lines:
    """Answers about one document's lines; each way of looking is prepared at most once, the cheapest that is sure first."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits

    def of(self, pointers: Iterable[str]) -> dict[str, Position]:
        """The position of each pointer, or of the nearest thing around it that is written in the text."""
        wanted = list(pointers)
        if self._source.is_json:
            return json_positions(self._source.text, wanted)
        counted = self._starts
        lines = lines_by_counting(self._source, self._source.survey.sizes, counted, wanted) if counted else {}
        known = {pointer: Position(line) for pointer, line in lines.items()}
        return known | {pointer: self._position(split(pointer)) for pointer in wanted if pointer not in known}

    def duplicates(self) -> list[Duplicate]:
        """Keys written twice in the same mapping, in the order of the text."""
        if self._surely_unique():
            return []
        from registry.core.openapi.graph_lines import repeated

        return sorted(repeated(self._graph), key=lambda duplicate: duplicate.line) if self._graph else []

    def _surely_unique(self) -> bool:
        if self._source.is_json:
            text = self._source.text
            keys = self._source.survey.sizes[id(self._source.tree)]
            return len(_JSON_KEY.findall(text)) == keys or not has_json_duplicates(text)
        return self._starts is not None or self._outline.surely_unique

    @cached_property
    def _starts(self) -> list[int] | None:
        """Where the lines of the keys begin, when counting tells."""
        return None if self._source.may_repeat else starts_of_keys(self._source)

    @cached_property
    def _outline(self) -> Outline:
        from registry.core.openapi.outline import Outline

        return Outline(self._source.text)

    @cached_property
    def _graph(self) -> yaml.Node | None:
        from registry.core.openapi.yaml_reading import compose

        try:
            return compose(self._source.text, self._limits)
        except Unreadable:  # the fast reader took what PyYAML does not
            return None

    def _position(self, tokens: list[str]) -> Position:
        place: Place | None = self._outline.root
        for token in tokens:
            place = place.children.get(token) if place and place.children else None
        if place:
            return Position(place.line)
        if len(self._source.text) > _GRAPHED or self._graph is None:
            return Position(self._nearest(tokens))
        from registry.core.openapi.graph_lines import mark_in

        mark = mark_in(self._graph, tokens)
        begins = mark.index - mark.column
        end = self._source.text.find("\n", mark.index)
        return _position(mark.line, mark.column, (end if end >= 0 else len(self._source.text)) - begins)

    def _nearest(self, tokens: list[str]) -> int:
        place = self._outline.root
        for token in tokens:
            if not place.children or token not in place.children:
                break
            place = place.children[token]
        return place.line


class _Ways(dict[str, "_Ways"]):
    """The wanted pointers as a tree of tokens."""


_GRAPHED = 1_000_000  # characters; a graph of more takes seconds, and the nearest place the outline knows is told instead
_BLANKS = re.compile(r"[ \t\r\n]*+")
_JSON_KEY = re.compile(r"\"[ \t\r\n]*+:")  # every key ends so, and some text may


def _position(line: int, column: int, length: int) -> Position:
    """From a line and a column that are counted from 0, and the length of the line."""
    return Position(line + 1, column + 1 if length > LONG_LINE else None)


@cache
def _decoder() -> Callable[[str, int], tuple[Any, int]]:
    from json import JSONDecoder  # here, because YAML needs none

    return JSONDecoder(strict=False).raw_decode


def json_positions(text: str, pointers: Iterable[str]) -> dict[str, Position]:
    """The position of each pointer in JSON `text`: of equal keys that of the last, of nothing that of what is around it."""
    wanted = {pointer: split(pointer) for pointer in pointers}
    ways: _Ways = _Ways()
    for way in wanted.values():
        branch = ways
        for token in way:
            branch = branch.setdefault(token, _Ways())
    offsets: dict[tuple[str, ...], int] = {}
    _locate(text, _after_blanks(text, 0), (), ways, offsets)
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    answers = {}
    for pointer, way in wanted.items():
        known = next(tuple(way[:length]) for length in range(len(way), -1, -1) if tuple(way[:length]) in offsets)
        line = bisect_left(breaks, offsets[known]) - 1
        answers[pointer] = _position(line, offsets[known] - breaks[line] - 1, breaks[line + 1] - breaks[line] - 1)
    return answers


def _locate(text: str, start: int, way: tuple[str, ...], ways: _Ways, offsets: dict[tuple[str, ...], int]) -> int:
    """Note where the wanted parts of the value at `start` are written; return where it ends. Unwanted values are skipped in C."""
    decode = _decoder()
    offsets.setdefault(way, start)
    opener = text[start]
    if not ways or opener not in "{[":
        return decode(text, start)[1]
    position = _after_blanks(text, start + 1)
    index = 0
    while text[position] not in "}]":
        place = position
        if opener == "{":
            token, position = decode(text, position)
            position = _after_blanks(text, _after_blanks(text, position) + 1)
        else:
            token = str(index)
        if token in ways:
            offsets[(*way, token)] = place
            position = _locate(text, position, (*way, token), ways[token], offsets)
        else:
            position = decode(text, position)[1]
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

    from json import loads

    loads(text, object_pairs_hook=notice)
    return repeated
