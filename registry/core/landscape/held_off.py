"""What the API strategy has bought: legacy systems that would block an initiative but for an insulating API on the way."""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Dependency, Initiative, Landscape, System
from registry.core.landscape.reach import PathStep, Wires, levels, path_to
from registry.core.landscape.touches import retired_by, starts_of
from registry.core.landscape.words import why_held_off
from registry.core.legacy import LegacyAssessment
from registry.core.text import Text
from registry.core.vocabulary import Lifecycle, Strength, Touch


@dataclass(frozen=True, slots=True)
class HeldOff:
    """A legacy system that does not block, the path on which it would have, and the insulating steps that hold it off."""

    system: System
    touch: Touch
    legacy: LegacyAssessment
    path: tuple[PathStep, ...]
    held_off_by: tuple[PathStep, ...]
    why: Text


def insulated_near_misses(landscape: Landscape, initiative: Initiative) -> tuple[HeldOff, ...]:
    """Legacy systems reached over hard dependencies, but never over conducting ones alone; nearest first, then the worst score.

    Plans do not matter here: what a remediation frees is not owed to an API.
    """
    retired = retired_by(initiative)
    starts = {key: touch for key, touch in starts_of(initiative).items() if landscape[key].lifecycle is not Lifecycle.RETIRED}

    def may_enter(key: str) -> bool:
        return key not in retired and landscape.systems[key].lifecycle is not Lifecycle.RETIRED

    felt: dict[str, Dependency | None] = {}
    for _level in levels(starts, Wires(landscape, conducts), may_enter, felt):
        pass
    via: dict[str, Dependency | None] = {}
    near_misses: list[HeldOff] = []
    for level in levels(starts, Wires(landscape, _is_hard), may_enter, via):
        held_off = [landscape.systems[key] for key in level if key not in felt and landscape.systems[key].is_legacy]
        found = [_held_off(system, starts, path_to(landscape, via, system.key), initiative) for system in held_off]
        near_misses += sorted(found, key=lambda near: (-near.legacy.score, near.system.key))
    return tuple(near_misses)


def _is_hard(dependency: Dependency) -> bool:
    return dependency.strength is Strength.HARD


def _held_off(system: System, starts: dict[str, Touch], path: tuple[PathStep, ...], initiative: Initiative) -> HeldOff:
    assert system.legacy is not None
    insulating = tuple(step for step in path if not step.conducts)
    why = why_held_off(initiative, path[0].from_, system, insulating[0].reason)
    return HeldOff(system, starts[path[0].from_.key], system.legacy, path, insulating, why)
