"""Move the demonstration's dates to the day it is loaded, so that its deadlines always lie as far ahead as when written."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

WRITTEN_ON = date(2026, 11, 24)
"""The day the csv files are true on."""


def shifted(day: date, today: date) -> date:
    """`day` as far from `today` as it is from WRITTEN_ON.

    Contracts begin and end with months: a first or last day of a month moves on to the nearest such day, so that notice rules
    keep their meaning. Every other day keeps its distance exactly.
    """
    moved = day + (today - WRITTEN_ON)
    if day.day == 1:
        return _nearest_first(moved)
    if day.day == monthrange(day.year, day.month)[1]:
        return _nearest_first(moved + timedelta(days=1)) - timedelta(days=1)
    return moved


def _nearest_first(day: date) -> date:
    first = day.replace(day=1)
    following = first + timedelta(days=monthrange(day.year, day.month)[1])
    return first if day - first <= following - day else following
