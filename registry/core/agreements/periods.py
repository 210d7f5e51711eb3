"""Reckoning with days, weeks and months, where a month that lacks the day ends on its last one.

The Act on the reckoning of statutory time (lag 1930:173, 1 §) says that a period of months ends on the day whose number
answers to the day it began, or on the last day of a month that has no such number. Contracts are read the same way in
practice, so these functions follow it. Results are held within what a calendar can say (year 1 to 9999), so “until
9999-12-31”, a common stand-in for “no end”, cannot break the reckoning.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import PeriodUnit

_DAYS = {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7}
_SHOWN = {
    PeriodUnit.DAYS: (_("{count} day"), _("{count} days")),
    PeriodUnit.WEEKS: (_("{count} week"), _("{count} weeks")),
    PeriodUnit.MONTHS: (_("{count} month"), _("{count} months")),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a contract states it: `count` whole units."""

    count: int
    unit: PeriodUnit = PeriodUnit.MONTHS

    def times(self, factor: int) -> Period:
        """This period `factor` times in a row, reckoned as one: three times one month is three months."""
        return Period(self.count * factor, self.unit)

    def text(self) -> Text:
        """The period in words."""
        one, many = _SHOWN[self.unit]
        return _((one if self.count == 1 else many).template, count=self.count)


def after(day: date, period: Period) -> date:
    """The day on which `period` has run out when it began on `day`: 31 January and one month is 28 or 29 February."""
    return _moved(day, period, keep_month_end=False)


def move_end(end: date, period: Period) -> date:
    """The last day of a term that ends `period` later (or earlier, when its count is negative) than one ending on `end`.

    A term that ends with a month goes on ending with a month: 28 February 2025 and six months is 31 August. Moved backwards
    it is the last day from which `after` still reaches `end`, which is what makes it the last notice day.
    """
    return _moved(end, period, keep_month_end=True)


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def end_of_span(day: date, months: int) -> date:
    """The last day of the calendar span of `months` (1, 3, 6 or 12, counted from January) that holds `day`."""
    return last_of_month(day.year, (day.month + months - 1) // months * months)


def last_span_end(day: date, months: int) -> date:
    """The last end of a calendar span of `months` that is not later than `day`; the first day there is when none is."""
    end = end_of_span(day, months)
    return end if end == day else move_end(end, Period(-months))


def terms_until(end: date, period: Period, day: date) -> int:
    """How many times a term ending on `end` must be prolonged by `period` (positive) for it to end on `day` or later."""
    if end >= day:
        return 0
    if period.unit is not PeriodUnit.MONTHS:
        return -(-(day - end).days // (period.count * _DAYS[period.unit]))
    # The month difference can be one short, and only one, because days within the month are not in it.
    count = max(0, ((day.year - end.year) * 12 + day.month - end.month) // period.count)
    while move_end(end, period.times(count)) < day:
        count += 1
    return count


def _moved(day: date, period: Period, *, keep_month_end: bool) -> date:
    if period.unit is not PeriodUnit.MONTHS:
        days = period.count * _DAYS[period.unit]
        return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
    years, month = divmod(day.year * 12 + day.month - 1 + period.count, 12)
    if years > date.max.year:
        return date.max
    if years < date.min.year:
        return date.min
    last = last_of_month(years, month + 1)
    stays_last = keep_month_end and day == last_of_month(day.year, day.month)
    return last if stays_last else last.replace(day=min(day.day, last.day))
