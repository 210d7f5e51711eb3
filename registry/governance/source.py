"""A document's text as numbered lines, a bounded page of them at a time.

JSON without line breaks, as programs write it, is written out over several lines, or nobody could find anything in it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from registry.core.openapi.archive import is_archive
from registry.core.openapi.document import read
from registry.core.openapi.lines import LONG_LINE

LINES_PER_PAGE = 1_000
LONGEST_LINE = 2_000
AROUND = 4
"""Lines shown before and after one with findings."""

MOST_WINDOWED = 200
"""So many lines with findings are shown with what stands around them, the first."""

Part = list[tuple[int, str]]
"""Lines that follow one another, each with its number."""


def files_in(data: bytes) -> list[tuple[str, str]]:
    """(name, text) of the files of a document of several, the document itself first; nothing for a document of one file."""
    if not is_archive(data):
        return []
    return [(name, text) for name, text in read(data).texts if name]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a document as they are shown.

    Where it is written out, `begins` tells where each line begins in the document: (line, column), both from 1.
    """

    lines: Sequence[str]
    begins: Sequence[tuple[int, int]] = ()

    def shown(self, line: int, column: int | None) -> int:
        """The line on which a place of the document is shown; the first that stems from its line when the column is unknown."""
        if not self.begins:
            return line
        place = bisect_left(self.begins, (line, 0)) + 1 if column is None else bisect_right(self.begins, (line, column))
        return min(max(1, place), len(self.begins))


def text_of(data: bytes) -> str:
    """The text of a document of one file."""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")


def sheet_of(text: str) -> Sheet:
    """`text` by lines; what is longer than a page can bear is cut, with the number of characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_minified(text):
        rows = list(_written_out(text))
        return Sheet([_cut(row) for _begin, row in rows], _places(text, [begin for begin, _row in rows]))
    return Sheet([_cut(line) for line in text.removesuffix("\n").split("\n")])


def _is_minified(text: str) -> bool:
    """Whether `text` is JSON whose lines are too long to find anything in."""
    if text[:1] not in ("{", "[") or len(text) <= LONG_LINE * (1 + text.count("\n")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]++')


def _written_out(text: str) -> Iterator[tuple[int, str]]:
    """(where it begins in `text`, line) of JSON with a line for each key and item; every token stands as it was written."""
    depth, begin, row, before = 0, 0, "", ""
    for match in _TOKEN.finditer(text):
        sign = match.group()
        closes = sign in ("}", "]")
        depth -= closes
        if before == "," or (before in ("{", "[") and not closes) or (closes and before not in ("{", "[")):
            yield begin, row
            row = ""
        if not row:
            begin, row = match.start(), "  " * depth
        row += ": " if sign == ":" else sign
        depth += sign in ("{", "[")
        before = sign
    yield begin, row


def _places(text: str, offsets: Iterable[int]) -> list[tuple[int, int]]:
    """(line, column) of each offset; they ascend."""
    line, start, seen = 1, 0, 0
    found = []
    for offset in offsets:
        line += text.count("\n", seen, offset)
        start = max(start, text.rfind("\n", seen, offset) + 1)
        seen = offset
        found.append((line, offset - start + 1))
    return found


def part_of(lines: Sequence[str], first: int, last: int) -> Part:
    """The lines from number `first` to number `last`, or as far as there are any."""
    first = max(first, 1)
    return list(enumerate(lines[first - 1 : last], start=first))


def windows(lines: Sequence[str], numbers: Iterable[int]) -> list[Part]:
    """The lines around each of `numbers`, which ascend; those that meet are one part."""
    spans: list[tuple[int, int]] = []
    for number in islice(numbers, MOST_WINDOWED):
        first, last = number - AROUND, number + AROUND
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return [part_of(lines, first, last) for first, last in spans]


def _cut(line: str) -> str:
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:LONGEST_LINE]} … (+{len(line) - LONGEST_LINE})"


@dataclass(frozen=True, slots=True)
class Asked:
    """The place that an address leads to: the line shown, and what the address calls it."""

    line: int
    anchor: str


def asked_place(arguments: Mapping[str, str], sheet: Sheet) -> Asked | None:
    """The place asked for by `line` and `column`; None without a line."""
    line, column = (_number(arguments.get(name, "")) for name in ("line", "column"))
    if line is None:
        return None
    anchor = f"L{line}" if column is None else f"L{line}C{column}"
    return Asked(sheet.shown(line, column), anchor)


def page_of(arguments: Mapping[str, str], place: Asked | None, lines: int) -> int:
    """The page asked for by `page`, or the one that holds `place`; the first when neither makes sense."""
    asked = _number(arguments.get("page", ""))
    if asked is None and place is not None:
        asked = -(-place.line // LINES_PER_PAGE)
    return min(asked or 1, max(1, -(-lines // LINES_PER_PAGE)))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 and int(text) > 0 else None
