"""Costs year by year as a picture: two bars a year, planned and paid, and round numbers on the upright axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from registry.core.text import text as _
from registry.kit.plots import round_numbers
from registry.kit.text import show
from registry.procurement.spending import Sum

KEY = _("Planned (outline) and paid (filled), million kronor a year")
MILLIONS = _("m SEK")
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

    def svg(self, unit: str) -> str:
        """The picture as a file of its own, for print, with the colours in it; `unit` is what the axis counts in."""
        drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Libertinus Serif">']
        for y, millions in self.grid:
            drawn.append(f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="#c4cbd2"/>')
            drawn.append(_words(LEFT - 6, y + 5, "end", f"{show(millions)} {unit}"))
        for bar in self.bars:
            look = 'fill="none" stroke="#1f4e79" stroke-width="1.5" stroke-dasharray="4 3"' if bar.planned else 'fill="#1f4e79"'
            drawn.append(f'<rect x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" {look}/>')
        drawn += [_words(x, HEIGHT - 8, "middle", str(year)) for x, year in self.years]
        return "".join([*drawn, "</svg>"])


def _words(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="15" text-anchor="{anchor}" fill="#4a5560">{escape(words)}</text>'


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
