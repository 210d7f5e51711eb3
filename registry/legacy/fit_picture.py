"""Business fit against technical fit as a picture: a dot per system while dots can be told apart, else a count per cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.core.vocabulary import Criticality
from registry.legacy.standpoints import Standpoint

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 440, 44, 12, 8, 44
COLUMNS, ROWS = 5, 10
ACROSS = (WIDTH - LEFT - RIGHT) / COLUMNS
UP = (HEIGHT - TOP - BOTTOM) / ROWS
RADIUS = 5.0
MOST_DOTS = 250
SHADES = 5
CRITICAL = frozenset({Criticality.CRITICAL, Criticality.HIGH})


@dataclass(frozen=True, slots=True)
class Dot:
    """A system; `top` and `bottom` are the ends of its range, None when the range is too short to be seen."""

    x: float
    y: float
    standpoint: Standpoint
    critical: bool
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """So many systems answered `fit` of 5 with a technical fit of `tens` × 10 and some; `shade` 1 to SHADES by how many."""

    x: float
    y: float
    width: float
    height: float
    fit: int
    tens: int
    count: int
    shade: int


@dataclass(frozen=True, slots=True)
class FitPicture:
    """Either dots or cells, and where the sound begins (`sound_y`) and the fitting (`fits_x`)."""

    dots: tuple[Dot, ...]
    cells: tuple[Cell, ...]
    fits_x: float
    sound_y: float


def fit_picture(placed: Sequence[Standpoint]) -> FitPicture | None:
    """The picture of the systems that have a place; None when there are none."""
    if not placed:
        return None
    fits_x, sound_y = LEFT + 2 * ACROSS, _up(50)
    if len(placed) <= MOST_DOTS:
        return FitPicture(tuple(_dots(placed)), (), fits_x, sound_y)
    return FitPicture((), tuple(_cells(placed)), fits_x, sound_y)


def _up(technical: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * technical / 100, 1)


def _dots(placed: Iterable[Standpoint]) -> Iterator[Dot]:
    """Dots of one column beside each other where they would cover each other, the nearest free place to the middle."""
    columns: dict[int, list[tuple[float, float]]] = {}
    for one in placed:
        fit = one.disposition.business_fit or 1
        taken = columns.setdefault(fit, [])
        y = _up(one.technical)
        middle = LEFT + (fit - 0.5) * ACROSS
        x = next((x for x in _places(middle) if _is_free(x, y, taken)), middle)
        taken.append((x, y))
        low, high = one.disposition.technical_low, one.disposition.technical_high
        ends = (_up(high), _up(low)) if high - low >= ROWS else (None, None)
        yield Dot(round(x, 1), y, one, one.system.criticality in CRITICAL, *ends)


def _places(middle: float) -> Iterator[float]:
    """From the middle outwards, a dot's width at a time."""
    step, most = RADIUS * 2.2, int(ACROSS / 2 / (RADIUS * 2.2))
    yield middle
    for number in range(1, most + 1):
        yield middle + number * step
        yield middle - number * step


def _is_free(x: float, y: float, taken: list[tuple[float, float]]) -> bool:
    return all((x - other_x) ** 2 + (y - other_y) ** 2 >= (2 * RADIUS) ** 2 for other_x, other_y in taken)


def _cells(placed: Iterable[Standpoint]) -> Iterator[Cell]:
    counts = Counter(one.cell for one in placed)
    most = max(counts.values())
    for cell, count in sorted(counts.items(), key=str):
        if cell is not None:
            fit, tens = cell
            x, y = LEFT + (fit - 1) * ACROSS, _up(tens * 10 + 10)
            shade = max(1, -(-SHADES * count // most))
            yield Cell(round(x, 1), y, round(ACROSS, 1), round(UP, 1), fit, tens, count, shade)
