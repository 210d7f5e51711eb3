"""A step of a reckoning, and the step from a day to the working day before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.core.agreements.workdays import working_day_before
from registry.core.text import Text
from registry.core.text import text as _


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning, and the day it led to when it led to one."""

    text: Text
    day: date | None = None


def practical(day: date) -> tuple[date, tuple[Step, ...]]:
    """The last working day up to `day`, with the step that says so when it is another day."""
    acted = working_day_before(day)
    if acted == day:
        return day, ()
    return acted, (Step(_("{day} is not a working day: act by {practical}", day=day, practical=acted), acted),)
