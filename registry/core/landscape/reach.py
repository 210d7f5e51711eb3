"""How far a blockage travels: from the systems an initiative touches, out over dependencies, nearest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from registry.core.landscape.conduction import conduction, conducts
from registry.core.landscape.graph import Dependency, Landscape, System
from registry.core.text import Text
from registry.core.vocabulary import DependencyKind

Via = Mapping[str, Dependency | None]
"""For each system reached, the dependency it was reached by; None for a start."""

Follows = Callable[[str], Iterable[Dependency]]
"""The dependencies of a consumer that a walk may follow, in their order; at most one on each provider."""


class Known(Protocol):
    """What knows the systems that a walk may come to."""

    @property
    def systems(self) -> Mapping[str, System]: ...


@dataclass(frozen=True, slots=True)
class PathStep:
    """`from_` depends on `to`: one step of a path, with whether it conducts and why."""

    from_: System
    to: System
    kind: DependencyKind
    conducts: bool
    reason: Text
    dependency_key: str
    insulation: Text | None = None


class Wires:
    """The dependencies a walk may follow, by consumer, found when first asked for: at most one between two systems.

    `follows` chooses among the dependencies between two systems; `only` keeps the walk to those systems.
    """

    def __init__(self, landscape: Landscape, follows: Callable[[Dependency], bool], only: frozenset[str] | None = None) -> None:
        self._graph = landscape.graph
        self._follows = follows
        self._only = only
        self._found: dict[str, tuple[Dependency, ...]] = {}

    def __call__(self, consumer: str) -> tuple[Dependency, ...]:
        found = self._found.get(consumer)
        if found is None:
            found = self._found[consumer] = tuple(self._search(consumer))
        return found

    def _search(self, consumer: str) -> Iterator[Dependency]:
        for provider, edge in self._graph.succ[consumer].items():
            if self._only is None or provider in self._only:
                dependency = next(filter(self._follows, edge["dependencies"]), None)
                if dependency is not None:
                    yield dependency


def leading_to_legacy(landscape: Landscape) -> frozenset[str]:
    """Every legacy system and every system a blockage from one can reach, whatever is planned: one pass over the landscape."""
    reached = {key for key, system in landscape.systems.items() if system.is_legacy}
    queue = deque(reached)
    while queue:
        for consumer, edge in landscape.graph.pred[queue.popleft()].items():
            if consumer not in reached and any(map(conducts, edge["dependencies"])):
                reached.add(consumer)
                queue.append(consumer)
    return frozenset(reached)


def levels(
    starts: Iterable[str], wires: Follows, may_enter: Callable[[str], bool], via: dict[str, Dependency | None]
) -> Iterator[list[str]]:
    """The starts, then the systems one step away, two steps away, …; fills `via` as it goes."""
    level = list(starts)
    via.update(dict.fromkeys(level))
    while level:
        yield level
        further = []
        for consumer in level:
            for dependency in wires(consumer):
                provider = dependency.target
                if provider not in via and may_enter(provider):
                    via[provider] = dependency
                    further.append(provider)
        level = further


def path_to(landscape: Known, via: Via, key: str) -> tuple[PathStep, ...]:
    """The steps from a start to `key`; none when it is itself a start."""
    steps = []
    dependency = via[key]
    while dependency is not None:
        steps.append(step_of(landscape, dependency))
        dependency = via[dependency.source]
    return tuple(reversed(steps))


def step_of(landscape: Known, dependency: Dependency) -> PathStep:
    """One dependency as a step, judged."""
    provider = landscape.systems[dependency.target]
    judged = conduction(dependency, provider)
    consumer = landscape.systems[dependency.source]
    return PathStep(consumer, provider, dependency.kind, judged.conducts, judged.reason, dependency.key, judged.insulation)
