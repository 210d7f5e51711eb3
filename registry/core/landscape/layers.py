"""A small picture read from left to right: who depends on a system, the system, what it depends on."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from registry.core.landscape.graph import Neighbourhood
from registry.core.landscape.layout import CELL_HEIGHT, CELL_WIDTH

LAYER_GAP = CELL_WIDTH // 2
TALLEST = 16
"""Boxes in one column before a layer becomes several columns."""
SWEEPS = 4


def neighbourhood_layout(picture: Neighbourhood) -> dict[str, tuple[float, float]]:
    """Pixel positions by system key; each layer is centred on the same height.

    Within a layer a system stands near those it is tied to (barycentres, a few sweeps), so that lines cross little.
    """
    if not picture.nodes:
        return {}
    neighbours = _neighbours(picture)
    layers: dict[int, list[str]] = {}
    for key, layer in _layer_by_key(picture, neighbours).items():
        layers.setdefault(layer, []).append(key)
    _order(layers, neighbours)
    return _placed(layers, {key for keys in layers.values() for key in keys if not neighbours[key].keys().isdisjoint(keys)})


def _neighbours(picture: Neighbourhood) -> dict[str, dict[str, int]]:
    """For each system those it is tied to, with +1 for what it depends on and -1 for what depends on it."""
    neighbours: dict[str, dict[str, int]] = {system.key: {} for system in picture.nodes}
    for edge in picture.edges:
        if edge.source != edge.target:
            neighbours[edge.source].setdefault(edge.target, 1)
            neighbours[edge.target].setdefault(edge.source, -1)
    return neighbours


def _layer_by_key(picture: Neighbourhood, neighbours: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Layer 0 holds the start; a step to a provider is a layer to the right. What is not tied to the start begins again at 0."""
    first = picture.start if picture.start is not None else picture.nodes[0].key
    layer: dict[str, int] = {}
    for start in (first, *(system.key for system in picture.nodes)):
        if start in layer:
            continue
        layer[start] = 0
        queue = deque([start])
        while queue:
            key = queue.popleft()
            for neighbour, side in neighbours[key].items():
                if neighbour not in layer:
                    layer[neighbour] = layer[key] + side
                    queue.append(neighbour)
    return layer


def _order(layers: dict[int, list[str]], neighbours: Mapping[str, Mapping[str, int]]) -> None:
    height = {key: number - len(keys) / 2 for keys in layers.values() for number, key in enumerate(keys)}

    def barycentre(key: str) -> float:
        around = [height[neighbour] for neighbour in neighbours[key]]
        return sum(around) / len(around) if around else height[key]

    for _sweep in range(SWEEPS):
        for number in sorted(layers, key=lambda layer: (abs(layer), layer)):
            layers[number].sort(key=lambda key: (barycentre(key), key))
            height.update({key: place - len(layers[number]) / 2 for place, key in enumerate(layers[number])})


def _placed(layers: Mapping[int, list[str]], tied_within: set[str]) -> dict[str, tuple[float, float]]:
    """Columns of boxes; in a layer with ties between its systems every other box steps aside, or boxes would hide the lines."""
    placed: dict[str, tuple[float, float]] = {}
    x = 0.0
    for _number, keys in sorted(layers.items()):
        for first in range(0, len(keys), TALLEST):
            column = keys[first : first + TALLEST]
            middle = (len(column) - 1) / 2
            aside = 0 if tied_within.isdisjoint(keys) else CELL_WIDTH / 2
            placed |= {key: (x + aside * (row % 2), (row - middle) * CELL_HEIGHT) for row, key in enumerate(column)}
            x += CELL_WIDTH + aside
        x += LAYER_GAP
    return placed
