"""Other weights: whose score moves and whose standing turns, before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.core.landscape.graph import System
from registry.core.legacy import LegacyAssessment, reweighed
from registry.core.legacy.weights import Weights


@dataclass(frozen=True, slots=True)
class Movement:
    """One system's score before and after; `by` is how far the middle of its range moves, in points."""

    system: System
    before: LegacyAssessment
    after: LegacyAssessment

    @property
    def by(self) -> float:
        return self.after.score - self.before.score

    @property
    def turns(self) -> bool:
        """Whether it becomes legacy, or is no longer, or is no longer known."""
        return self.before.standing is not self.after.standing


def movements(systems: Iterable[System], weights: Weights) -> tuple[Movement, ...]:
    """The systems whose range or standing changes, those that move most first."""
    made = (Movement(system, system.legacy, reweighed(system.legacy, weights)) for system in systems if system.legacy is not None)
    moved = [
        movement
        for movement in made
        if movement.turns or (movement.before.low, movement.before.high) != (movement.after.low, movement.after.high)
    ]
    return tuple(sorted(moved, key=lambda movement: (-abs(movement.by), not movement.turns, movement.system.name)))
