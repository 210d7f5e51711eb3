"""Other weights: whose score moves and whose meaning turns, before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.core.scoring import Assessed, Weights


@dataclass(frozen=True, slots=True)
class Scored:
    """A record with its score."""

    key: str
    name: str
    assessed: Assessed


@dataclass(frozen=True, slots=True)
class Asked:
    """The scored records that a question about weights is asked of; fewer than `total` are an even sample."""

    found: tuple[Scored, ...]
    total: int

    @property
    def is_sample(self) -> bool:
        return len(self.found) < self.total


@dataclass(frozen=True, slots=True)
class Movement:
    """One record's score before and after; `by` is how far the middle of its range moves, in points."""

    key: str
    name: str
    before: Assessed
    after: Assessed

    @property
    def by(self) -> float:
        return self.after.score - self.before.score

    @property
    def turns(self) -> bool:
        """Whether the score comes to mean something else, or is no longer known."""
        return self.before.meaning is not self.after.meaning


def movements(found: Iterable[Scored], weights: Weights) -> tuple[Movement, ...]:
    """The records whose range or meaning changes, those that move most first."""
    made = (Movement(each.key, each.name, each.assessed, each.assessed.under(weights)) for each in found)
    moved = [each for each in made if each.turns or (each.before.low, each.before.high) != (each.after.low, each.after.high)]
    return tuple(sorted(moved, key=lambda each: (-abs(each.by), not each.turns, each.name)))
