"""A trend as a picture: values over days, round numbers on the upright axis, and the lines that are aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.kit.plots import round_numbers

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 220, 56, 28, 12, 96


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the picture."""

    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """`line` is the `points` of a polyline; `grid` are the marks of the upright axis; the lines aimed at are None when unset."""

    line: str
    points: tuple[Place, ...]
    grid: tuple[Place, ...]
    target: Place | None
    threshold: Place | None
    first: date
    last: date


def trend_picture(
    values: Sequence[tuple[date, float]], target: float | None = None, threshold: float | None = None, ceiling: int | None = None
) -> TrendPicture | None:
    """The picture of `values` (day, value), the oldest first; None when there are none. `ceiling` fixes the axis, as at 100."""
    if not values:
        return None
    first, last = values[0][0], values[-1][0]
    days = max((last - first).days, 1)
    highest = max([value for _day, value in values] + [line for line in (target, threshold) if line is not None])
    most = ceiling if ceiling is not None and highest <= ceiling else max(1, round(highest * 1.05))

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most, 1)

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / days, 1)

    points = tuple(Place(across(day), up(value), value) for day, value in values)
    return TrendPicture(
        " ".join(f"{point.x},{point.y}" for point in points),
        points,
        tuple(Place(LEFT, up(value), value) for value in round_numbers(most)),
        Place(WIDTH - RIGHT, up(target), target) if target is not None else None,
        Place(WIDTH - RIGHT, up(threshold), threshold) if threshold is not None else None,
        first,
        last,
    )
