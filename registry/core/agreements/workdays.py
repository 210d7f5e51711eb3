"""Days on which Swedish authorities and suppliers are at work."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import DE_FACTO, PUBLIC, HolidayBase, country_holidays

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether `day` is neither weekend nor holiday.

    The eves of midsummer, Christmas and New Year count as holidays (lag 1930:173, 2 §).
    """
    return day.weekday() < _SATURDAY and day not in _swedish_holidays()


def working_day_before(day: date) -> date:
    """`day` when it is a working day, else the nearest one before it."""
    while not is_working_day(day) and day > date.min:
        day -= timedelta(days=1)
    return day


@cache
def _swedish_holidays() -> HolidayBase:
    return country_holidays("SE", categories=(PUBLIC, DE_FACTO))
