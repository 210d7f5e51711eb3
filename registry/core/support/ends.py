"""When support ends: a day, an end or its absence without a day, or unknown."""

from __future__ import annotations

from datetime import date
from enum import Enum


class Undated(Enum):
    """What is said about an end when no day is given."""

    ENDED = "ended"
    NOT_ANNOUNCED = "not announced"


SupportEnd = date | Undated | None
"""The last day of support; `None` is unknown, which is neither supported nor unsupported."""


def parse_end(word: str) -> SupportEnd:
    """Read an end as facts.csv writes it: an ISO date, `ended`, `not announced`, or nothing for unknown. Raises ValueError."""
    if not word:
        return None
    if word in {"ended", "not announced"}:
        return Undated(word)
    return date.fromisoformat(word)


def has_ended(end: SupportEnd, today: date) -> bool | None:
    """Whether support is over today; the last day itself is still supported. None when unknown."""
    if end is None:
        return None
    if isinstance(end, Undated):
        return end is Undated.ENDED
    return end < today
