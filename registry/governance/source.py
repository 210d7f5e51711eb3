"""A document's text as numbered lines, a bounded page of them at a time."""

from __future__ import annotations

from collections.abc import Mapping

LINES_PER_PAGE = 1_000
LONGEST_LINE = 2_000


def source_lines(data: bytes) -> list[str]:
    """The lines of `data`; what is longer than a page can bear is cut, with the number of characters left out."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [_cut(line) for line in text.removesuffix("\n").split("\n")]


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
