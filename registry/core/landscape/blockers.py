"""Which legacy systems stand in the way of an initiative, and the path that proves it.

An initiative is blocked by a legacy system it changes or builds on, or one that those cannot do without over conducting
dependencies, unless that system is mended, insulated or gone by the day the initiative needs it. The rules are explained to their
readers in registry/docs/blockers.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.core.landscape import timing
from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Dependency, Initiative, Landscape, System
from registry.core.landscape.held_off import HeldOff, insulated_near_misses
from registry.core.landscape.reach import Follows, Known, PathStep, Wires, leading_to_legacy, levels, path_to
from registry.core.landscape.touches import retired_by, starts_of
from registry.core.landscape.words import why_blocked
from registry.core.legacy import LegacyAssessment
from registry.core.text import Text
from registry.core.vocabulary import InitiativeStatus, Touch

__all__ = ["Blocker", "HeldOff", "PathStep", "all_blockers", "blockers_of", "insulated_near_misses"]


@dataclass(frozen=True, slots=True)
class Blocker:
    """A legacy system in the way of an initiative.

    `touch` is what the initiative does to the system the path starts from; the path of a direct blocker is empty. `resolved_by`
    is the day it will be out of the way, when that is agreed but comes too late. `insulate` says what would stop each step from
    conducting; one is enough for this path, but another path may remain.
    """

    system: System
    direct: bool
    touch: Touch
    legacy: LegacyAssessment
    path: tuple[PathStep, ...]
    resolved_by: date | None
    insulate: tuple[Text, ...]
    why: Text

    @property
    def start(self) -> System:
        """The touched system the path starts from."""
        return self.path[0].from_ if self.path else self.system


def blockers_of(landscape: Landscape, initiative: Initiative, today: date, limit: int | None = None) -> tuple[Blocker, ...]:
    """Every blocker of one initiative, whatever its status: direct before indirect, then nearest, then the worst score.

    With `limit` the walk ends when that many are found, the nearest; without it every one is returned.
    """
    return Search(landscape, initiative, today).run(Wires(landscape, conducts), limit)


def all_blockers(landscape: Landscape, today: date, limit: int | None = None) -> Mapping[str, tuple[Blocker, ...]]:
    """Blockers by the key of each active initiative, () when nothing is in its way; `limit` is per initiative.

    One pass finds the systems from which some legacy system can be reached; only those are walked, so the work follows the
    blockers there are, not the size of the landscape. Give a limit where a national landscape could hold thousands for each.
    """
    wires = Wires(landscape, conducts, only=leading_to_legacy(landscape))
    active = (initiative for initiative in landscape.initiatives.values() if initiative.status is InitiativeStatus.ACTIVE)
    return {initiative.key: Search(landscape, initiative, today).run(wires, limit) for initiative in active}


class Search:
    """The walk from what one initiative touches; after `run` without a limit, `via` holds every system it reached.

    For `found` alone, only systems that are legacy or planned to change need be known.
    """

    def __init__(self, landscape: Known, initiative: Initiative, today: date) -> None:
        self.landscape = landscape
        self.initiative = initiative
        self.today = today
        self.deadline = timing.deadline_of(initiative, today)
        self.retired = retired_by(initiative)
        self.starts = {key: touch for key, touch in starts_of(initiative).items() if self._is_start(key, touch)}
        self.via: dict[str, Dependency | None] = {}

    def run(self, wires: Follows, limit: int | None) -> tuple[Blocker, ...]:
        """The blockers that a walk over `wires` comes to, with their paths."""
        return tuple(self._blocker(key) for key in self.found(wires, limit))

    def found(self, wires: Follows, limit: int | None) -> list[str]:
        """The keys of the blocking systems, the nearest first, then the worst."""
        found: list[str] = []
        for level in levels(self.starts, wires, self._may_enter, self.via):
            found += self._worst_first([key for key in level if self._blocks(key)])
            if limit is not None and len(found) >= limit:
                break
        return found[:limit]

    def _is_start(self, key: str, touch: Touch) -> bool:
        if touch is Touch.BUILDS_ON:
            return self._may_enter(key)
        system = self.landscape.systems.get(key)
        return system is None or not timing.is_gone(system, self.deadline, self.today)

    def _may_enter(self, key: str) -> bool:
        """Whether a blockage can come out of this system to those who depend on it when the initiative needs them."""
        if key in self.retired:
            return False
        system = self.landscape.systems.get(key)
        if system is None or not timing.has_plans(system):
            return True
        is_gone = timing.is_gone(system, self.deadline, self.today)
        return not is_gone and not timing.is_insulated(system, self.deadline, self.today)

    def _blocks(self, key: str) -> bool:
        system = self.landscape.systems.get(key)
        if system is None or not system.is_legacy or self.starts.get(key) is Touch.INTRODUCES:
            return False
        return not timing.is_upgraded(system, self.deadline, self.today)

    def _worst_first(self, keys: Iterable[str]) -> list[str]:
        def badness(key: str) -> tuple[float, str]:
            legacy = self.landscape.systems[key].legacy
            assert legacy is not None
            return -legacy.score, key

        return sorted(keys, key=badness)

    def _blocker(self, key: str) -> Blocker:
        system = self.landscape.systems[key]
        assert system.legacy is not None
        path = path_to(self.landscape, self.via, key)
        start = path[0].from_ if path else system
        touch = self.starts[start.key]
        helps = timing.MENDS if not path and touch is Touch.CHANGES else timing.ALL_KINDS
        late = timing.late_finish(system, helps, self.deadline, self.today)
        why = why_blocked(self.initiative, touch, start, system, self.deadline, late)
        insulate = tuple(step.insulation for step in path if step.insulation is not None)
        return Blocker(system, not path, touch, system.legacy, path, late, insulate, why)
