"""When something is needed against when it is cleared, as a picture: one row each, years along the foot.

Only geometry is made here; the template draws it with classes of the style sheet, and the table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.portfolio.path_picture import shortened

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 300, 24, 8, 30
APART = 40
"""So far from the word for today does the first year stand."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is drawn in one row; `agreed` and `proposed` are None when there is no such day."""

    name: str
    needed: date
    agreed: date | None
    proposed: date | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row in the picture: its middle at `y`; the places of its marks, None where there is none."""

    name: str
    y: int
    needed: float
    agreed: float | None
    proposed: float | None

    @property
    def cleared(self) -> float | None:
        """Where the wait ends: at what is agreed, otherwise at what is proposed."""
        return self.agreed if self.agreed is not None else self.proposed


@dataclass(frozen=True, slots=True)
class Year:
    """The first of January of `year` in the picture."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """Rows, the years along the foot, today, and the size of the whole."""

    rows: tuple[Drawn, ...]
    years: tuple[Year, ...]
    today: float
    foot: int

    @property
    def height(self) -> int:
        return self.foot + 28


def timeline_picture(rows: Sequence[Row], today: date) -> TimelinePicture:
    """The picture of some rows, from today to the last day in any of them."""
    days = [day for row in rows for day in (row.needed, row.agreed, row.proposed) if day is not None]
    last = max([*days, today + timedelta(days=180)])
    width = (last - today).days

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * max(0, (day - today).days) / width, 1)

    def place(day: date | None) -> float | None:
        return None if day is None else across(day)

    drawn = tuple(
        Drawn(shortened(row.name), TOP + ROW * number + ROW // 2, across(row.needed), place(row.agreed), place(row.proposed))
        for number, row in enumerate(rows)
    )
    years = range(today.year + 1, last.year + 1)
    step = max(1, -(-len(years) // 6))
    marks = tuple(Year(across(date(year, 1, 1)), year) for year in years[::step] if across(date(year, 1, 1)) > LEFT + APART)
    return TimelinePicture(drawn, marks, across(today), TOP + ROW * len(rows) + 8)
