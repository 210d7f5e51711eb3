"""A contract's systems and what depends on them as a picture: dependents to the left, the contract's own systems to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, BOX_WIDTH, BOX_HEIGHT, GAP = 720, 280, 30, 10
MOST_BOXES = 10
LONGEST_NAME = 34
COLOURS = {True: "#a4262c", False: "#2e6b34"}
"""Lines that pass a blockage on, and those that do not; the second are dashed too."""


@dataclass(frozen=True, slots=True)
class Box:
    """One system, its upper left corner at x, y."""

    key: str
    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """From the right edge of a dependent to the left edge of the system it depends on."""

    y1: int
    y2: int
    conducts: bool


@dataclass(frozen=True, slots=True)
class GraphPicture:
    """The picture; `hidden` systems did not fit, and stand in the table."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: int
    hidden: int

    @property
    def x1(self) -> int:
        return BOX_WIDTH

    @property
    def x2(self) -> int:
        return WIDTH - BOX_WIDTH

    def svg(self) -> str:
        """The picture as a file of its own, for print, with the colours in it."""
        drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" font-family="Libertinus Serif">']
        for line in self.lines:
            dashes = "" if line.conducts else ' stroke-dasharray="5 4"'
            place = f'x1="{self.x1}" y1="{line.y1}" x2="{self.x2}" y2="{line.y2}"'
            drawn.append(f'<line {place} stroke="{COLOURS[line.conducts]}" stroke-width="1.5"{dashes}/>')
        for box in self.boxes:
            size = f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}"'
            drawn.append(f'<rect x="{box.x}" y="{box.y}" {size} rx="4" fill="#f3f5f7" stroke="#8a949e"/>')
            drawn.append(f'<text x="{box.x + 12}" y="{box.y + 20}" font-size="14" fill="#1b1f23">{escape(box.name)}</text>')
        return "".join([*drawn, "</svg>"])


def graph_picture(
    own: Sequence[tuple[str, str]], dependents: Sequence[tuple[str, str]], edges: Sequence[tuple[str, str, bool]]
) -> GraphPicture | None:
    """The picture of systems (key, name) and edges (dependent's key, own system's key, whether it conducts); None without any."""
    if not own or not dependents:
        return None
    boxes: dict[str, Box] = {}
    for column, systems in ((0, dependents), (WIDTH - BOX_WIDTH, own)):
        for number, (key, name) in enumerate(systems[:MOST_BOXES]):
            boxes[key] = Box(key, _short(name), column, number * (BOX_HEIGHT + GAP))
    worst: dict[tuple[str, str], bool] = {}
    for source, target, conducts in edges:
        if source in boxes and target in boxes:
            worst[source, target] = worst.get((source, target), False) or conducts
    half = BOX_HEIGHT // 2
    lines = tuple(Line(boxes[source].y + half, boxes[target].y + half, conducts) for (source, target), conducts in worst.items())
    rows = max(min(len(own), MOST_BOXES), min(len(dependents), MOST_BOXES))
    hidden = max(0, len(own) - MOST_BOXES) + max(0, len(dependents) - MOST_BOXES)
    return GraphPicture(tuple(boxes.values()), lines, rows * (BOX_HEIGHT + GAP), hidden)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
