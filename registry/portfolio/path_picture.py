"""The path of a blocker as a picture: boxes from the initiative down to the legacy system, joined by arrows.

Top to bottom, so that the same picture fits a phone. Only geometry and words are made here; the template draws it with classes
of the style sheet, for the pages allow no style in the page itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from registry.core.landscape.graph import System
from registry.core.landscape.reach import PathStep
from registry.core.text import Text
from registry.core.vocabulary import Touch

BOX_HEIGHT = 40
ARROW_HEIGHT = 52
LONGEST_NAME = 42
"""Characters that fit into a box; the table beside the picture has the whole name."""


@dataclass(frozen=True, slots=True)
class Box:
    """The initiative or a system, `kind` initiative, system or legacy, with its upper edge at `y`."""

    kind: str
    name: str
    y: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to the next, starting at `y`. `conducts` None is the initiative's own touch, which is no dependency."""

    label: Text
    conducts: bool | None
    y: int


@dataclass(frozen=True, slots=True)
class PathPicture:
    """Boxes and the arrows between them, `height` units high."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def height(self) -> int:
        return len(self.boxes) * BOX_HEIGHT + len(self.arrows) * ARROW_HEIGHT


def path_picture(initiative: str, touch: Touch, start: System, path: Sequence[PathStep]) -> PathPicture:
    """The picture of one path that begins where the initiative touches `start`; an empty path is a direct blocker."""
    systems = (start, *(step.to for step in path))
    labels: tuple[tuple[Text, bool | None], ...] = (
        (touch.label, None),
        *((step.kind.label, step.conducts) for step in path),
    )
    pitch = BOX_HEIGHT + ARROW_HEIGHT
    boxes = [Box("initiative", shortened(initiative), 0)]
    for number, system in enumerate(systems, start=1):
        boxes.append(Box("legacy" if system.is_legacy else "system", shortened(system.name), number * pitch))
    arrows = tuple(Arrow(label, conducts, number * pitch + BOX_HEIGHT) for number, (label, conducts) in enumerate(labels))
    return PathPicture(tuple(boxes), arrows)


def shortened(name: str) -> str:
    """`name` cut to what a box holds."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
