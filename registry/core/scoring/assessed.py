"""The sum of a score's components, and what it means when part of it is not known."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from registry.core.scoring.parts import Component
from registry.core.scoring.weights import TOTAL, Weights
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _

M = TypeVar("M", bound=Term)

KNOWN_ENOUGH = 50
"""So many of the 100 points must be settled by evidence before the middle of the range may decide."""

REASONS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Assessed(ABC):
    """A score of `low`..`high` of 100 (higher is worse) with its components."""

    low: int
    high: int
    components: tuple[Component, ...]

    @property
    @abstractmethod
    def meaning(self) -> Term:
        """What the score says, in a word of its own list."""

    @abstractmethod
    def under(self, weights: Weights) -> Self:
        """The same evidence under other weights."""

    @property
    def score(self) -> float:
        """The middle of the range, for sorting; show the range."""
        return (self.low + self.high) / 2

    @property
    def known(self) -> int:
        """How many of the 100 points the evidence settles."""
        return TOTAL - (self.high - self.low)

    @property
    def range(self) -> Text:
        """The score in words: a number, or a range when something is not known."""
        return in_points(self.low, self.high)

    @property
    def what_would_lower_it(self) -> tuple[Component, ...]:
        """Components with something to gain, the most first; of two with as much, the one that is certain first."""
        open_ones = (component for component in self.components if component.lowered_by is not None)
        return tuple(sorted(open_ones, key=lambda component: (-component.high, -component.low)))


def sum_of(components: tuple[Component, ...]) -> tuple[int, int]:
    """The ends of the range that the components come to."""
    return sum(component.low for component in components), sum(component.high for component in components)


def meaning_of(low: int, high: int, meaning: Callable[[float], M], unknown: M) -> M:
    """What both ends of the range mean when they mean the same; else what its middle means when enough of it is settled."""
    if meaning(low) is meaning(high):
        return meaning(low)
    return meaning((low + high) / 2) if TOTAL - (high - low) >= KNOWN_ENOUGH else unknown


def reasons_for(low: int, high: int, components: tuple[Component, ...], *, is_known: bool) -> Text:
    """The score with the evidence that costs most, as a sentence."""
    score = in_points(low, high)
    if not is_known:
        return _("Too little is known: the score may be {score}.", score=score)
    worst = [c.evidence for c in sorted(components, key=lambda c: -c.low) if c.low][:REASONS_NAMED]
    if not worst:
        return _("The score is {score}.", score=score)
    reasons: Text = worst[0]
    for reason in worst[1:]:
        reasons = _("{reasons}; {reason}", reasons=reasons, reason=reason)
    return _("The score is {score}: {reasons}.", score=score, reasons=reasons)


def in_points(low: int, high: int) -> Text:
    """Points of 100 in words: a number, or a range when something is not known."""
    return _("{low} of 100", low=low) if low == high else _("{low} to {high} of 100", low=low, high=high)
