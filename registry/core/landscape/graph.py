"""The landscape: every system and dependency in one immutable graph, and the questions people ask of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

import networkx as nx

from registry.core.landscape.parts import ApiUse, Dependency, Initiative, Remediation, System
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Strength

__all__ = [
    "ApiUse",
    "Dependency",
    "Direction",
    "Impact",
    "Initiative",
    "Landscape",
    "LandscapeError",
    "Neighbourhood",
    "Remediation",
    "System",
]


Part = TypeVar("Part", System, Dependency, Initiative)


class LandscapeError(ValueError):
    """The parts do not form a landscape, or something is asked of a system that is not in it."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


class Direction(Enum):
    """Which way to walk from a system."""

    DEPENDS_ON = "depends_on"
    DEPENDENTS = "dependents"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Systems near `start`, nearest first, and every dependency between them.

    `hidden` counts the systems within reach that did not fit, so that the reader knows the picture is not whole.
    """

    nodes: tuple[System, ...]
    edges: tuple[Dependency, ...]
    hidden: int = 0
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """What stands still when `start` goes: every system that cannot do without it, nearest first.

    `via` holds for each of them the dependency by which it is hit.
    """

    start: str
    systems: tuple[System, ...]
    via: Mapping[str, Dependency]

    def path_to(self, key: str) -> tuple[Dependency, ...]:
        """A shortest chain of hard dependencies from the system `key` down to `start`; KeyError for one not hit."""
        path = [self.via[key]]
        while path[-1].target != self.start:
            path.append(self.via[path[-1].target])
        return tuple(path)


class Landscape:
    """Systems and dependencies over a frozen networkx DiGraph, plus the initiatives.

    The same parts give the same answers, in whatever order they come.

    In `graph` a node carries its `system` and an edge the tuple of `dependencies` that run between the two.
    Raises LandscapeError for a key used twice and for a dependency, touch or remediation of a system that is not there.
    """

    def __init__(
        self, systems: Iterable[System], dependencies: Iterable[Dependency], initiatives: Iterable[Initiative] = ()
    ) -> None:
        self.systems = _by_key(systems)
        self.dependencies = _by_key(dependencies)
        self.initiatives = _by_key(initiatives)
        graph = nx.DiGraph()
        graph.add_nodes_from((key, {"system": system}) for key, system in self.systems.items())
        for (source, target), between in self._by_pair().items():
            graph.add_edge(source, target, dependencies=tuple(between))
        self._check_touches()
        self.graph: nx.DiGraph = nx.freeze(graph)

    def _by_pair(self) -> Mapping[tuple[str, str], list[Dependency]]:
        pairs: dict[tuple[str, str], list[Dependency]] = {}
        for dependency in self.dependencies.values():
            for end in (dependency.source, dependency.target):
                if end not in self.systems:
                    raise LandscapeError(
                        _("Dependency “{key}” names the system “{system}”, which is not there", key=dependency.key, system=end)
                    )
            pairs.setdefault((dependency.source, dependency.target), []).append(dependency)
        return pairs

    def _check_touches(self) -> None:
        for initiative in self.initiatives.values():
            for key, _touch in initiative.touches:
                if key not in self.systems:
                    raise LandscapeError(
                        _("Initiative “{key}” touches the system “{system}”, which is not there", key=initiative.key, system=key)
                    )

    def __len__(self) -> int:
        return len(self.systems)

    def __contains__(self, key: object) -> bool:
        return key in self.systems

    def __getitem__(self, key: str) -> System:
        """The system `key`. Raises LandscapeError, with words for the user, when it is not there."""
        try:
            return self.systems[key]
        except KeyError:
            raise LandscapeError(_("There is no system “{key}” in the landscape", key=key)) from None

    def dependencies_of(self, key: str) -> tuple[Dependency, ...]:
        """What `key` depends on directly."""
        return self._attached(self.graph.succ, key)

    def dependents_of(self, key: str) -> tuple[Dependency, ...]:
        """What depends on `key` directly."""
        return self._attached(self.graph.pred, key)

    def _attached(
        self, adjacency: Mapping[str, Mapping[str, Mapping[str, tuple[Dependency, ...]]]], key: str
    ) -> tuple[Dependency, ...]:
        neighbours = adjacency[self[key].key]
        return tuple(dependency for neighbour in sorted(neighbours) for dependency in neighbours[neighbour]["dependencies"])

    def neighbourhood(self, start: str, hops: int, direction: Direction = Direction.BOTH, cap: int = 300) -> Neighbourhood:
        """Systems at most `hops` steps from `start`, at most `cap` of them drawn, nearest first and then by name."""
        distance = self._distances(self[start].key, hops, direction)
        ordered = sorted(distance, key=lambda key: (distance[key], self.systems[key].name.casefold(), key))
        shown = ordered[: max(cap, 1)]
        nearby = self.restricted_to(shown)
        return Neighbourhood(nearby.nodes, nearby.edges, len(ordered) - len(shown), start)

    def restricted_to(self, keys: Collection[str]) -> Neighbourhood:
        """The systems `keys`, in the order given, with every dependency between them."""
        wanted = set(keys)
        nodes = tuple(self[key] for key in keys)
        edges = [dependency for key in keys for dependency in self.dependencies_of(key) if dependency.target in wanted]
        return Neighbourhood(nodes, tuple(sorted(edges, key=lambda dependency: dependency.key)))

    def _distances(self, start: str, hops: int, direction: Direction) -> dict[str, int]:
        distance = {start: 0}
        queue = deque([start])
        while queue:
            key = queue.popleft()
            if distance[key] == hops:
                break
            for neighbour in self._neighbours(key, direction):
                if neighbour not in distance:
                    distance[neighbour] = distance[key] + 1
                    queue.append(neighbour)
        return distance

    def _neighbours(self, key: str, direction: Direction) -> Iterator[str]:
        if direction is not Direction.DEPENDENTS:
            yield from self.graph.succ[key]
        if direction is not Direction.DEPENDS_ON:
            yield from self.graph.pred[key]

    def impact_of(self, key: str) -> Impact:
        """What stands still if `key` is retired: everything that depends on it over hard dependencies, however far."""
        via: dict[str, Dependency] = {}
        queue = deque([self[key].key])
        while queue:
            provider = queue.popleft()
            for dependency in self.dependents_of(provider):
                consumer = dependency.source
                if dependency.strength is Strength.HARD and consumer != key and consumer not in via:
                    via[consumer] = dependency
                    queue.append(consumer)
        return Impact(key, tuple(self.systems[consumer] for consumer in via), MappingProxyType(via))

    def path_between(self, source: str, target: str) -> tuple[Dependency, ...] | None:
        """A shortest chain of dependencies by which `source` depends on `target`; empty for itself, None when there is none."""
        try:
            keys = nx.shortest_path(self.graph, self[source].key, self[target].key)
        except nx.NetworkXNoPath:
            return None
        return tuple(self.graph.edges[step]["dependencies"][0] for step in nx.utils.pairwise(keys))


def _by_key(parts: Iterable[Part]) -> Mapping[str, Part]:
    """Parts by key, in the order of the keys. Raises LandscapeError for a key used twice."""
    by_key: dict[str, Part] = {}
    for part in sorted(parts, key=lambda part: part.key):
        if part.key in by_key:
            raise LandscapeError(_("The key “{key}” is used twice", key=part.key))
        by_key[part.key] = part
    return MappingProxyType(by_key)
