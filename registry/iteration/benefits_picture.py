"""Benefits over time as a picture: what was expected from which day, what each measurement found, and when to look next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from registry.kit.plots import round_numbers

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 220, 92, 16, 16, 32


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the picture, with what stands there."""

    x: float
    y: float
    kronor: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class BenefitsPicture:
    """`expected` and `realised` are the `points` of stepped lines; realised is empty when nothing was measured."""

    expected: str
    realised: str
    measured: tuple[Mark, ...]
    grid: tuple[Mark, ...]
    follow_ups: tuple[Mark, ...]
    today: float
    first: date
    last: date


def benefits_picture(
    expected: Sequence[tuple[date, int]],
    realised: Sequence[tuple[int, date, int]],
    follow_ups: Iterable[date],
    today: date,
) -> BenefitsPicture | None:
    """`expected` are kronor a year from a day, `realised` (benefit, day, kronor a year); None when there is nothing to draw."""
    sums = running(expected)
    found = measured(realised)
    looks = sorted(set(follow_ups))
    days = [today, *(day for day, _kronor in (*sums, *found)), *looks]
    most = max((kronor for _day, kronor in (*sums, *found)), default=0)
    if not most:
        return None
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span, 1)

    def up(kronor: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * kronor / most, 1)

    def line(steps: Sequence[tuple[date, int]], until: date) -> str:
        places = [(across(day), up(kronor)) for day, kronor in steps]
        corners = [place for (x, y), (next_x, next_y) in pairwise(places) for place in ((next_x, y), (next_x, next_y))]
        if not places:
            return ""
        end = (max(across(until), places[-1][0]), places[-1][1])
        return " ".join(f"{x},{y}" for x, y in (places[0], *corners, end))

    return BenefitsPicture(
        line(sums, last),
        line(found, today),
        tuple(Mark(across(day), up(kronor), kronor, day) for day, kronor in found),
        tuple(Mark(LEFT, up(kronor), kronor) for kronor in round_numbers(most)),
        tuple(Mark(across(day), HEIGHT - BOTTOM, day=day) for day in looks),
        across(today),
        first,
        last,
    )


def running(expected: Iterable[tuple[date, int]]) -> list[tuple[date, int]]:
    """The sum expected from each day on."""
    total, found = 0, dict[date, int]()
    for day, kronor in sorted(expected):
        total += kronor
        found[day] = total
    return list(found.items())


def measured(realised: Iterable[tuple[int, date, int]]) -> list[tuple[date, int]]:
    """The sum of every benefit's newest measurement, as it stood on each day something was measured."""
    newest, found = dict[int, int](), dict[date, int]()
    for benefit, day, kronor in sorted(realised, key=lambda entry: entry[1]):
        newest[benefit] = kronor
        found[day] = sum(newest.values())
    return list(found.items())
