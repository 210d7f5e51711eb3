"""Blockers in a landscape too large for a graph of objects: only dependencies that lead to a legacy system are kept, as numbers.

Legacy systems are few. One pass backwards from them finds every system that a blockage can reach; a walk from what an initiative
touches then stays among those, so it costs what it finds and not what there is. The walk is the same as in `blockers`: given
the same landscape the answers are the same, paths and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from registry.core.landscape.blockers import Search
from registry.core.landscape.graph import Dependency, Initiative, System
from registry.core.vocabulary import DependencyKind, InitiativeStatus, Touch

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ties:
    """Every dependency of a landscape, in the order of their keys: the numbers of its ends, and whether it conducts.

    A system's number is its place in the order of the keys.
    """

    consumers: Numbers
    providers: Numbers
    conducting: Flags


@dataclass(frozen=True, slots=True)
class Thinned:
    """Conducting dependencies on systems that are legacy or lead to one.

    Those of consumer n stand at first[n] to first[n + 1] - 1 of `providers` and of `ties`, the places in Ties; at most one
    for each provider, in the order in which a Landscape holds them.
    """

    first: NDArray[np.int64]
    providers: Numbers
    ties: Numbers


def thin(legacy: Flags, ties: Ties) -> Thinned:
    """What of `ties` can matter for blockers, where `legacy` tells for each system whether it is legacy."""
    consumers, providers = ties.consumers, ties.providers
    pairs = consumers.astype(np.int64) * len(legacy) + providers
    known, first_of_pair = np.unique(pairs, return_index=True)
    conducting = np.flatnonzero(ties.conducting)
    kept = conducting[_leading(legacy, consumers[conducting], providers[conducting])[providers[conducting]]]
    kept = kept[np.unique(pairs[kept], return_index=True)[1]]
    kept = kept[np.lexsort((first_of_pair[np.searchsorted(known, pairs[kept])], consumers[kept]))]
    first = np.zeros(len(legacy) + 1, np.int64)
    np.cumsum(np.bincount(consumers[kept], minlength=len(legacy)), out=first[1:])
    return Thinned(first, providers[kept], kept.astype(np.int32))


def _leading(legacy: Flags, consumers: Numbers, providers: Numbers) -> Flags:
    """Which systems are legacy or reach a legacy system over the dependencies given."""
    reached = legacy.copy()
    while True:
        open_ones = ~reached[consumers]
        consumers, providers = consumers[open_ones], providers[open_ones]
        new = consumers[reached[providers]]
        if not len(new):
            return reached
        reached[new] = True


@dataclass(frozen=True, slots=True)
class Reached:
    """A legacy system in the way, the last of `way`, whose first is touched so; `path` holds the places in Ties of the steps."""

    touch: Touch
    way: tuple[str, ...]
    path: tuple[int, ...]

    @property
    def system(self) -> str:
        return self.way[-1]

    @property
    def start(self) -> str:
        return self.way[0]

    @property
    def direct(self) -> bool:
        return not self.path


class Walks:
    """Walks over a thinned landscape.

    `keys` are the systems' keys in order; `known` holds those that are legacy, planned to change or retired, others need not be.
    """

    def __init__(self, thinned: Thinned, keys: Sequence[str], known: Mapping[str, System]) -> None:
        self.systems = known
        self._wires = _Wires(thinned, keys)

    def reached_by(self, initiative: Initiative, today: date, limit: int | None = None) -> tuple[Reached, ...]:
        """What blocks the initiative, in the order of `blockers_of`."""
        search = Search(self, initiative, today)
        return tuple(_reached(search, key) for key in search.found(self._wires.__getitem__, limit))

    def visited_by(self, initiative: Initiative, today: date) -> frozenset[str]:
        """Every system that lies between what the initiative touches and any legacy system, on whatever path."""
        search = Search(self, initiative, today)
        search.found(self._wires.__getitem__, None)
        return frozenset(search.via)

    def all_reached(
        self, initiatives: Iterable[Initiative], today: date, limit: int | None = None
    ) -> Mapping[str, tuple[Reached, ...]]:
        """What blocks each active initiative, by its key; () when nothing does."""
        active = (initiative for initiative in initiatives if initiative.status is InitiativeStatus.ACTIVE)
        return {initiative.key: self.reached_by(initiative, today, limit) for initiative in active}


def _reached(search: Search, key: str) -> Reached:
    way, path = [key], []
    while (step := search.via[way[-1]]) is not None:
        path.append(int(step.key))
        way.append(step.source)
    return Reached(search.starts[way[-1]], tuple(reversed(way)), tuple(reversed(path)))


class _Wires(dict[str, tuple[Dependency, ...]]):
    """What a walk may follow, by consumer, looked up when first asked for.

    Of these dependencies only the ends are known; their key is the place in Ties.
    """

    def __init__(self, thinned: Thinned, keys: Sequence[str]) -> None:
        super().__init__()
        self._thinned = thinned
        self._keys = keys
        self._numbers = {key: number for number, key in enumerate(keys)}

    def __missing__(self, consumer: str) -> tuple[Dependency, ...]:
        number = self._numbers[consumer]
        begin, end = int(self._thinned.first[number]), int(self._thinned.first[number + 1])
        providers, ties = self._thinned.providers[begin:end].tolist(), self._thinned.ties[begin:end].tolist()
        found = self[consumer] = tuple(
            Dependency(str(tie), consumer, self._keys[provider], DependencyKind.OTHER)
            for provider, tie in zip(providers, ties, strict=True)
        )
        return found
