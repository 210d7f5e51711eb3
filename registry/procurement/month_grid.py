"""A month of the renewals calendar: weeks of days, each with what must happen on it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.core.agreements.workdays import is_working_day
from registry.procurement.reckoning import Renewal

EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid; `outside` belongs to the month before or after, `more` is how much happens beyond `renewals`."""

    day: date
    outside: bool
    free: bool
    renewals: tuple[Renewal, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month from the Monday of its first week to the Sunday of its last."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> str:
        """The month before, as the address names it; the earliest there is stays."""
        return _named(self.first.year, self.first.month - 1)

    @property
    def after(self) -> str:
        return _named(self.first.year, self.first.month + 1)

    @property
    def renewals(self) -> tuple[Renewal, ...]:
        """What must happen in the month itself, in order, as far as it is shown."""
        return tuple(line for week in self.weeks for day in week if not day.outside for line in day.renewals)

    @property
    def number(self) -> int:
        """How much must happen in the month itself."""
        return sum(len(day.renewals) + day.more for week in self.weeks for day in week if not day.outside)


def month_of(name: str, today: date) -> date:
    """The first day of the month that an address names ("2027-03"), or of this month when it names none."""
    try:
        found = date.fromisoformat(f"{name}-01")
    except ValueError:
        return today.replace(day=1)
    return found if EARLIEST <= found.year <= LATEST else today.replace(day=1)


def grid(first: date) -> tuple[date, date]:
    """The first and the last day of the grid of the month beginning on `first`."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def month(first: date, renewals: Iterable[Renewal], counts: Mapping[date, int]) -> Month:
    """The grid of the month beginning on `first`; `counts` is how much there is on each day, shown in `renewals` or not."""
    by_day: dict[date, list[Renewal]] = {}
    for renewal in renewals:
        by_day.setdefault(renewal.action.day, []).append(renewal)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first, tuple(tuple(_day(day, first.month, by_day.get(day, ()), counts.get(day, 0)) for day in week) for week in weeks)
    )


def _day(day: date, month: int, renewals: Sequence[Renewal], number: int) -> Day:
    return Day(day, day.month != month, not is_working_day(day), tuple(renewals), max(0, number - len(renewals)))


def _named(year: int, month: int) -> str:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"
