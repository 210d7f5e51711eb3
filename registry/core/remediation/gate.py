"""What stands between one initiative and its start, and what each remediation would do about it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from registry.core.landscape.blockers import Search
from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Initiative, Landscape
from registry.core.landscape.parts import Remediation
from registry.core.landscape.reach import Wires, leading_to_legacy
from registry.core.landscape.timing import AGREED, REMOVES, finish_of
from registry.core.vocabulary import RemediationKind, RemediationStatus, Touch


@dataclass(frozen=True, slots=True)
class Gate:
    """The legacy that blocks one initiative and the ways by which it does, cut down to what matters.

    `starts` are the systems it touches with the touch; `providers` whom each reached system cannot do without; `legacy` the
    reached systems that block; `options` by system the remediations that are proposed, or agreed but too late. All are keys.
    """

    initiative: Initiative
    starts: Mapping[str, Touch]
    providers: Mapping[str, tuple[str, ...]]
    legacy: frozenset[str]
    options: Mapping[str, tuple[Remediation, ...]]

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way today."""
        return self.open_path(frozenset()) is None

    def open_path(self, done: Collection[str]) -> tuple[str, ...] | None:
        """A shortest way from a start to a legacy system that still blocks once `done` (keys) are done; None when free."""
        came_from: dict[str, str | None] = {key: None for key in self.starts if self._enters(key, done, start=True)}
        queue = deque(came_from)
        while queue:
            system = queue.popleft()
            if system in self.legacy and not self._stopped(system, {RemediationKind.UPGRADE}, done):
                return _way(came_from, system)
            for provider in self.providers.get(system, ()):
                if provider not in came_from and self._enters(provider, done):
                    came_from[provider] = system
                    queue.append(provider)
        return None

    def barrier(self, path: tuple[str, ...]) -> frozenset[str]:
        """The remediations (keys) of which any one ends this path; none when nothing that is proposed does."""
        return frozenset(
            option.key
            for place, system in enumerate(path)
            for option in self.options.get(system, ())
            if option.kind in self.helping_kinds(system, first=place == 0, last=place == len(path) - 1)
        )

    def helping_kinds(self, system: str, *, first: bool, last: bool) -> set[RemediationKind]:
        """The kinds of remediation that end a path at `system`: an API in front helps only those who build on it."""
        kinds = set(REMOVES)
        if not first or self.starts[system] is Touch.BUILDS_ON:
            kinds.add(RemediationKind.INSULATE)
        if last:
            kinds.add(RemediationKind.UPGRADE)
        return kinds

    def _enters(self, system: str, done: Collection[str], start: bool = False) -> bool:
        return not self._stopped(system, self.helping_kinds(system, first=start, last=False), done)

    def _stopped(self, system: str, kinds: Collection[RemediationKind], done: Collection[str]) -> bool:
        return any(option.key in done and option.kind in kinds for option in self.options.get(system, ()))


def gates(landscape: Landscape, initiatives: Iterable[Initiative], today: date) -> Iterator[Gate]:
    """The gate of each initiative, in their order."""
    wires = Wires(landscape, conducts, only=leading_to_legacy(landscape))
    for initiative in initiatives:
        yield _gate(landscape, initiative, today, wires)


def gate_of(landscape: Landscape, initiative: Initiative, today: date) -> Gate:
    """What stands in the way of one initiative."""
    return _gate(landscape, initiative, today, Wires(landscape, conducts))


def is_proposed(remediation: Remediation) -> bool:
    """Whether it can be chosen: proposed, with a price."""
    return remediation.status is RemediationStatus.PROPOSED and remediation.cost is not None


def _may_help(remediation: Remediation, today: date) -> bool:
    """Whether it may end a path some day: chosen, or by itself because it is agreed. What is rejected or has slipped may not."""
    return is_proposed(remediation) or (remediation.status in AGREED and finish_of(remediation, today) is not None)


def _gate(landscape: Landscape, initiative: Initiative, today: date, wires: Wires) -> Gate:
    search = Search(landscape, initiative, today)
    legacy = frozenset(blocker.system.key for blocker in search.run(wires, None))
    reached = search.via.keys()
    providers = {system: tuple(wire.target for wire in wires(system) if wire.target in reached) for system in reached}
    options = {
        system: tuple(option for option in landscape.systems[system].remediations if _may_help(option, today))
        for system in reached
    }
    return Gate(
        initiative,
        search.starts,
        {system: targets for system, targets in providers.items() if targets},
        legacy,
        {system: found for system, found in options.items() if found},
    )


def _way(came_from: Mapping[str, str | None], last: str) -> tuple[str, ...]:
    way: list[str] = []
    step: str | None = last
    while step is not None:
        way.append(step)
        step = came_from[step]
    return tuple(reversed(way))
