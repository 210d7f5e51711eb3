"""Text that a spreadsheet program would run, made harmless on the way out and given back unchanged on the way in.

Excel and LibreOffice take a cell that begins with one of a few characters for a formula, which can send data away or start
programs (CSV injection). An apostrophe before it makes it text. A text that already begins with apostrophes before such a
character gets one more, so that taking one away always gives the text back.
"""

from __future__ import annotations

import re

_LEADS = "=+\\-@\t\r\n＝＋－＠"
_RUNS = re.compile(f"[{_LEADS}]")
_GUARDED = re.compile(f"'+[{_LEADS}]")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")


def runs(text: str) -> bool:
    """Whether a spreadsheet program might take the text for a formula; a negative number is only a number."""
    return _RUNS.match(text) is not None and _NEGATIVE_NUMBER.fullmatch(text) is None


def looks_guarded(text: str) -> bool:
    """Whether reading would take an apostrophe away from the text."""
    return _GUARDED.match(text) is not None


def guarded(text: str) -> str:
    """The text so that no spreadsheet program runs it."""
    return f"'{text}" if runs(text) or looks_guarded(text) else text


def restored(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if looks_guarded(text) else text
