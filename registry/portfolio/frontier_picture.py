"""Benefit against money as a picture: points, the line between them, and round numbers on the axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.kit.plots import round_numbers

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 260, 84, 36


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the picture with the kronor it stands for."""

    x: float
    y: float
    kronor: int
    asked: bool = False


@dataclass(frozen=True, slots=True)
class FrontierPicture:
    """`line` is the `points` of a polyline; `money` and `benefit` are the marks on the axes."""

    line: str
    points: tuple[Mark, ...]
    money: tuple[Mark, ...]
    benefit: tuple[Mark, ...]


def frontier_picture(frontier: Sequence[Mapping[str, int]], asked: int) -> FrontierPicture:
    """The picture of points with `money` and `benefit`; the one for the money that was asked about is marked."""
    most_money = max(point["money"] for point in frontier) or 1
    most_benefit = max(point["benefit"] for point in frontier) or 1

    def across(kronor: int) -> float:
        return round(LEFT + (WIDTH - LEFT - 16) * kronor / most_money, 1)

    def up(kronor: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 16) * kronor / most_benefit, 1)

    points = tuple(
        Mark(across(point["money"]), up(point["benefit"]), point["benefit"], point["money"] == asked) for point in frontier
    )
    return FrontierPicture(
        " ".join(f"{mark.x},{mark.y}" for mark in points),
        points,
        tuple(Mark(across(kronor), HEIGHT - BOTTOM, kronor) for kronor in round_numbers(most_money)),
        tuple(Mark(LEFT, up(kronor), kronor) for kronor in round_numbers(most_benefit)),
    )
