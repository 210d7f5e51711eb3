"""The lines of a document around a finding, fit to be shown to anyone who gets the report."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AROUND = 2  # lines before and after
_LONGEST = 160  # characters of one line
_BEFORE = 40  # of them before the column that is asked for
_FAR = 20 * _LONGEST  # characters that are looked through for what is to be masked
_MASK = "•••"
# What must not travel further in a report: personal identity numbers, and tokens and keys of the common shapes.
_SECRET = re.compile(
    r"(?<![^\W_])(?<!-)(?:\d{2})?\d{6}[-+\u2010-\u2015\u2212 \u00a0]?\d{4}(?![^\W_]|-)"
    r"|eyJ[\w-]{8,}(?:\.[\w-]+)*"
    r"|(?<!\w)(?:gh[oprsu]_|glpat-|xox[abprs]-|sk_live_|AKIA)[\w-]{8,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document: its number from 1, its text, and whether the finding stands on it."""

    number: int
    text: str
    found: bool


class Lines:
    """A document's text by line."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")

    def around(self, line: int | None, column: int | None = None) -> list[Line]:
        """`line` with two before and two after it, less what all of them are indented by; nothing when there is no such line.

        With a column only that part of the line.
        """
        if line is None or not 1 <= line <= len(self._lines) or self._lines == [""]:
            return []
        if column is not None:
            return [Line(line, _shown_at(self._lines[line - 1], column - 1), found=True)]
        first = max(1, line - _AROUND)
        texts = self._lines[first - 1 : line + _AROUND]
        indents = [len(text) - len(text.lstrip(" ")) for text in texts if text.strip()]
        margin = min(indents, default=0)
        return [Line(first + offset, _shown(text[margin:]), first + offset == line) for offset, text in enumerate(texts)]


def _shown(text: str, most: int = _LONGEST) -> str:
    """`text` masked before it is cut, or half a secret could slip through."""
    masked = _SECRET.sub(_MASK, text[:_FAR])
    return masked if len(masked) <= most else f"{masked[:most]} …"


def _shown_at(text: str, offset: int) -> str:
    """`text` around `offset`, where a key or a value begins: no secret reaches over it."""
    before = _SECRET.sub(_MASK, text[max(0, offset - _FAR) : offset])
    left_out = "… " if len(before) > _BEFORE or offset > _FAR else ""
    return left_out + before[-_BEFORE:] + _shown(text[offset:], _LONGEST - _BEFORE)
