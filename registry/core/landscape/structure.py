"""What the shape of the landscape tells: circles, loose ends, and systems the rest hangs on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import networkx as nx

from registry.core.landscape.graph import Dependency, Landscape, System
from registry.core.vocabulary import Strength


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A system without which those tied together by dependencies fall into `pieces` (two or more) with no tie between them."""

    system: System
    pieces: int


def _is_hard(dependency: Dependency) -> bool:
    return dependency.strength is Strength.HARD


def cycles(landscape: Landscape, counts: Callable[[Dependency], bool] = _is_hard) -> tuple[tuple[System, ...], ...]:
    """Groups of systems none of which can do without the others, the largest first.

    `counts` chooses the dependencies: the hard ones, or `conducts` for the circles in which a blockage goes round.
    """
    edges = landscape.graph.edges(data="dependencies")
    tied = nx.DiGraph((source, target) for source, target, between in edges if any(map(counts, between)))
    groups = [sorted(group) for group in nx.strongly_connected_components(tied) if len(group) > 1]
    return tuple(tuple(landscape[key] for key in group) for group in sorted(groups, key=lambda group: (-len(group), group)))


def orphans(landscape: Landscape) -> tuple[System, ...]:
    """Systems with no dependency either way: really alone, or not yet described."""
    return tuple(landscape[key] for key in landscape.graph if not landscape.graph.degree(key))


def single_points(landscape: Landscape) -> tuple[SinglePoint, ...]:
    """Systems that alone hold others together, those that leave the most pieces first.

    A system that belongs to several biconnected components is what joins them: without it each is a piece of its own.
    """
    undirected = landscape.graph.to_undirected(as_view=True)
    pieces = Counter(chain.from_iterable(nx.biconnected_components(undirected)))
    points = [SinglePoint(landscape[key], count) for key, count in pieces.items() if count > 1]
    return tuple(sorted(points, key=lambda point: (-point.pieces, point.system.key)))
