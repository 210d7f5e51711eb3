"""The lock-in score of a contract: the sum of its components, what it means, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from registry.core.lock_in.components import Component, components_of
from registry.core.lock_in.evidence import Evidence
from registry.core.lock_in.questions import Dimension
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _

STRONG_FROM, MODERATE_FROM = 55, 35
"""A score of so much, of 100, is a strong or a moderate lock-in; less is weak."""

KNOWN_ENOUGH = 50
"""So many of the 100 points must be settled by evidence before the middle of the range may decide."""


class Level(Term):
    """How hard it is to leave; unknown is an answer too."""

    STRONG = "strong", _("Strongly locked in")
    MODERATE = "moderate", _("Moderately locked in")
    WEAK = "weak", _("Weakly locked in")
    UNKNOWN = "unknown", _("Lock-in not known")


@dataclass(frozen=True, slots=True)
class LockIn:
    """A score of `low`..`high` of 100 (higher is worse) with its components, and what it means."""

    low: int
    high: int
    components: tuple[Component, ...]
    level: Level
    why: Text

    @property
    def score(self) -> float:
        """The middle of the range, for sorting; show the range."""
        return (self.low + self.high) / 2

    @property
    def known(self) -> int:
        """How many of the 100 points the evidence settles."""
        return 100 - (self.high - self.low)

    @property
    def dimensions(self) -> Iterator[tuple[Dimension, tuple[Component, ...]]]:
        """Components grouped by what they are about, in order."""
        for dimension, parts in groupby(self.components, key=lambda component: component.dimension):
            yield dimension, tuple(parts)

    @property
    def what_would_lower_it(self) -> tuple[Component, ...]:
        """Components with something to gain, the most first; of two with as much, the one that is certain first."""
        open_ones = (component for component in self.components if component.lowered_by is not None)
        return tuple(sorted(open_ones, key=lambda component: (-component.high, -component.low)))


def assess(evidence: Evidence, today: date) -> LockIn:
    """How locked in a contract is, from what is known about it.

    The level is that of the whole range when both its ends have the same; else that of its middle when at least KNOWN_ENOUGH
    points are settled; else unknown.
    """
    components = tuple(components_of(evidence, today))
    low, high = sum(c.low for c in components), sum(c.high for c in components)
    level = _level(low, high)
    return LockIn(low, high, components, level, _why(low, high, level, components))


def _level(low: int, high: int) -> Level:
    if _level_of(low) is _level_of(high):
        return _level_of(low)
    return _level_of((low + high) / 2) if 100 - (high - low) >= KNOWN_ENOUGH else Level.UNKNOWN


def _level_of(score: float) -> Level:
    if score >= STRONG_FROM:
        return Level.STRONG
    return Level.MODERATE if score >= MODERATE_FROM else Level.WEAK


def _why(low: int, high: int, level: Level, components: tuple[Component, ...]) -> Text:
    score = _("{low} of 100", low=low) if low == high else _("{low} to {high} of 100", low=low, high=high)
    if level is Level.UNKNOWN:
        return _("Too little is known: the score may be {score}.", score=score)
    worst = [c.evidence for c in sorted(components, key=lambda c: -c.low) if c.low][:3]
    if not worst:
        return _("The score is {score}.", score=score)
    reasons: Text = worst[0]
    for reason in worst[1:]:
        reasons = _("{reasons}; {reason}", reasons=reasons, reason=reason)
    return _("The score is {score}: {reasons}.", score=score, reasons=reasons)
