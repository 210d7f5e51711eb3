"""Where to draw each system, decided on the server: the same picture every time, and no two labels on top of each other.

Positions are the middles of boxes, in pixels with y downwards. A node is a box of about 160 x 40; each gets a cell of its own on
a grid of CELL_WIDTH x CELL_HEIGHT, so boxes never overlap. The surroundings of one system are drawn by `layers` instead.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil, sqrt
from threading import Lock

import igraph

from registry.core.landscape.graph import Neighbourhood, System

Cell = tuple[int, int]
"""Column and row on the grid."""

CELL_WIDTH, CELL_HEIGHT = 200, 80
ROOM = 2.0
"""Cells per node in a force layout: the empty half is what lets the eye follow the lines."""
GAP = 2
"""Empty cells between blocks."""
SEED = 20190628

_igraph_randomness = Lock()


def positions(picture: Neighbourhood, group_of: Callable[[System], str | None]) -> dict[str, tuple[float, float]]:
    """Pixel positions by system key: blocks by `group_of` packed in rows, the largest first; systems without any tie below."""
    edges = [(edge.source, edge.target) for edge in picture.edges if edge.source != edge.target]
    tied = {key for edge in edges for key in edge}
    groups: dict[str, list[str]] = {}
    for system in sorted(picture.nodes, key=lambda system: system.key):
        if system.key in tied:
            groups.setdefault(group_of(system) or "", []).append(system.key)
    blocks = [_block(keys, edges) for _name, keys in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))]
    cells = _packed(blocks)
    loose = sorted((system for system in picture.nodes if system.key not in tied), key=lambda system: (system.name, system.key))
    cells |= _below(cells, [system.key for system in loose])
    return {key: _pixels(cell) for key, cell in cells.items()}


def _pixels(cell: Cell) -> tuple[float, float]:
    """Odd rows are moved half a cell, so that straight lines between rows do not run along the boxes' centres."""
    column, row = cell
    return (column + 0.5 * (row % 2)) * CELL_WIDTH, float(row * CELL_HEIGHT)


def _block(keys: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Cell]:
    """One group: a force layout of those tied to each other, and beneath it rows of those tied only to other groups."""
    inside = set(keys)
    own = [(source, target) for source, target in edges if source in inside and target in inside]
    tied = {key for edge in own for key in edge}
    cells = _snapped(_force([key for key in keys if key in tied], own))
    return cells | _below(cells, [key for key in keys if key not in tied])


def _force(keys: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Fruchterman-Reingold positions, each axis scaled to 0..1; always the same for the same input."""
    if not keys:
        return {}
    index = {key: number for number, key in enumerate(keys)}
    graph = igraph.Graph(len(keys), sorted({(index[source], index[target]) for source, target in edges}))
    with _igraph_randomness:
        igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 (a picture, not a secret)
        try:
            coordinates = graph.layout_fruchterman_reingold().coords
        finally:
            igraph.set_random_number_generator(random)
    columns = [_scaled(axis) for axis in zip(*coordinates, strict=True)]
    return dict(zip(keys, zip(*columns, strict=True), strict=True))


def _scaled(axis: Sequence[float]) -> list[float]:
    """To 0..1, half by value and half by rank: a few outliers would otherwise squeeze the rest into a lump."""
    low, high = min(axis), max(axis)
    if high == low:
        return [0.5] * len(axis)
    last = len(axis) - 1
    rank = {
        number: place / last for place, number in enumerate(sorted(range(len(axis)), key=lambda number: (axis[number], number)))
    }
    return [((value - low) / (high - low) + rank[number]) / 2 for number, value in enumerate(axis)]


def _snapped(points: Mapping[str, tuple[float, float]]) -> dict[str, Cell]:
    """Each point in the nearest free cell of a grid about square in pixels; those nearest the middle choose first."""
    if not points:
        return {}
    cells_needed = ROOM * len(points)
    columns = max(2, ceil(sqrt(cells_needed * CELL_HEIGHT / CELL_WIDTH)))
    rows = max(2, ceil(cells_needed / columns))
    taken: dict[Cell, str] = {}
    for key in sorted(points, key=lambda key: ((points[key][0] - 0.5) ** 2 + (points[key][1] - 0.5) ** 2, key)):
        x, y = points[key]
        taken[_nearest_free((round(x * (columns - 1)), round(y * (rows - 1))), taken)] = key
    left, top = min(column for column, _row in taken), min(row for _column, row in taken)
    return {key: (column - left, row - top) for (column, row), key in taken.items()}


def _nearest_free(wanted: Cell, taken: Mapping[Cell, str]) -> Cell:
    """The free cell nearest in pixels, looked for in growing boxes."""
    if wanted not in taken:
        return wanted
    radius = 1
    while True:
        free = [cell for cell in _around(wanted, radius) if cell not in taken]
        if free:
            return min(free, key=lambda cell: (_distance(cell, wanted), cell))
        radius += 1


def _around(centre: Cell, radius: int) -> list[Cell]:
    """Cells around the centre in a box about square in pixels, so higher than wide in cells."""
    column, row = centre
    tall = radius * CELL_WIDTH // CELL_HEIGHT
    return [(column + across, row + down) for across in range(-radius, radius + 1) for down in range(-tall, tall + 1)]


def _distance(one: Cell, other: Cell) -> float:
    return ((one[0] - other[0]) * CELL_WIDTH) ** 2 + ((one[1] - other[1]) * CELL_HEIGHT) ** 2


def _packed(blocks: Sequence[Mapping[str, Cell]]) -> dict[str, Cell]:
    """Blocks side by side in shelves about as wide as the whole is high."""
    sizes = [_size(block) for block in blocks]
    area = sum((width + GAP) * CELL_WIDTH * (height + GAP) * CELL_HEIGHT for width, height in sizes)
    widest = max((width for width, _height in sizes), default=0)
    shelf_width = max(widest, ceil(1.3 * sqrt(area) / CELL_WIDTH))
    placed: dict[str, Cell] = {}
    left = top = shelf_height = 0
    for block, (width, height) in zip(blocks, sizes, strict=True):
        if left and left + width > shelf_width:
            left, top, shelf_height = 0, top + shelf_height + GAP, 0
        placed |= {key: (left + column, top + row) for key, (column, row) in block.items()}
        left, shelf_height = left + width + GAP, max(shelf_height, height)
    return placed


def _size(cells: Mapping[str, Cell]) -> Cell:
    return max(column for column, _row in cells.values()) + 1, max(row for _column, row in cells.values()) + 1


def _below(cells: Mapping[str, Cell], keys: Sequence[str]) -> dict[str, Cell]:
    """Rows of `keys` beneath what is already placed, as wide as that is."""
    width, height = _size(cells) if cells else (0, 0)
    columns = max(width, ceil(sqrt(len(keys) * CELL_HEIGHT / CELL_WIDTH)), 1)
    top = height + GAP // 2 if cells else 0
    return {key: (number % columns, top + number // columns) for number, key in enumerate(keys)}
