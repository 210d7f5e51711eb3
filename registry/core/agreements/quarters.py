"""Quarters of the year, in which procurements are planned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from registry.core.text import Text
from registry.core.text import text as _

WRITTEN = re.compile(r"([1-9]\d{3})-Q([1-4])", re.ASCII)
LAST_YEAR = 9998
"""Of the calendar's 9999 years, the last whose quarters are all followed by another."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, `number` from 1 to 4; earlier ones are smaller."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.later(1).first - timedelta(days=1)

    @property
    def label(self) -> Text:
        return _("Q{quarter} {year}", quarter=self.number, year=str(self.year))

    def __str__(self) -> str:
        """As addresses have it: 2027-Q1."""
        return f"{self.year}-Q{self.number}"

    def later(self, quarters: int) -> Quarter:
        """The quarter so many quarters after this one."""
        years, place = divmod(self.number - 1 + quarters, 4)
        return Quarter(self.year + years, place + 1)


def quarter_of(day: date) -> Quarter:
    """The quarter that `day` lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def written_quarter(words: str) -> Quarter | None:
    """The quarter that 2027-Q1 stands for; None for anything else."""
    found = WRITTEN.fullmatch(words)
    return Quarter(int(found[1]), int(found[2])) if found and int(found[1]) <= LAST_YEAR else None
