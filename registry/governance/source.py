"""A document's text as numbered lines, a bounded page of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from registry.core.openapi.archive import is_archive
from registry.core.openapi.document import read

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


def source_lines(data: bytes) -> list[str]:
    """The lines of a document of one file."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return lines_of(data.decode(encoding, "replace"))


def lines_of(text: str) -> list[str]:
    """The lines of `text`; what is longer than a page can bear is cut, with the number of characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [_cut(line) for line in text.removesuffix("\n").split("\n")]


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


def page_of(arguments: Mapping[str, str], lines: int) -> int:
    """The page asked for by `page`, or the one that holds `line`; the first when neither makes sense."""
    last = max(1, -(-lines // LINES_PER_PAGE))
    for name, per_page in (("page", 1), ("line", LINES_PER_PAGE)):
        asked = arguments.get(name, "")
        if asked.isdecimal() and len(asked) < 10 and int(asked) > 0:
            return min(-(-int(asked) // per_page), last)
    return 1
