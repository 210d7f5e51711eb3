"""Costs year by year as a picture: two bars a year, planned and paid, and round numbers on the upright axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.kit.plots import round_numbers
from registry.procurement.spending import Sum

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 260, 84, 28, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its corner and size; `planned` ones are drawn as an outline."""

    x: float
    y: float
    width: float
    height: float
    planned: bool


@dataclass(frozen=True, slots=True)
class YearPicture:
    """The bars, the years under them (place, year), and the marks of the axis (place, millions of kronor)."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[float, int], ...]
    grid: tuple[tuple[float, float], ...]


def year_picture(sums: Sequence[Sum]) -> YearPicture | None:
    """The picture of yearly sums; None when there is nothing to draw."""
    most = max((max(each.planned or 0, each.actual or 0) for each in sums), default=0)
    if not most:
        return None
    step, floor = (WIDTH - LEFT) / len(sums), HEIGHT - BOTTOM

    def height(kronor: int) -> float:
        return round((floor - TOP) * kronor / most, 1)

    width = round(min(step * 0.36, 48), 1)
    bars, years = list[Bar](), list[tuple[float, int]]()
    for place, each in enumerate(sums):
        middle = LEFT + step * (place + 0.5)
        years.append((round(middle, 1), each.name))
        for kronor, x, planned in ((each.planned, middle - width, True), (each.actual, middle, False)):
            if kronor:
                bars.append(Bar(round(x, 1), round(floor - height(kronor), 1), width, height(kronor), planned))
    grid = tuple((round(floor - height(mark), 1), mark / 1_000_000) for mark in round_numbers(most))
    return YearPicture(tuple(bars), tuple(years), grid)
