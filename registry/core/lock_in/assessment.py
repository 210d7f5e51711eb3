"""The lock-in score of a contract: the sum of its components, what it means, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from registry.core.lock_in.components import parts_of
from registry.core.lock_in.evidence import Evidence
from registry.core.lock_in.questions import DIMENSIONS, Dimension
from registry.core.lock_in.weights import WEIGHTS
from registry.core.scoring import Assessed, Component, Weights, meaning_of, reasons_for, sum_of, weighed
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _

STRONG_FROM, MODERATE_FROM = 55, 35
"""A score of so much, of 100, is a strong or a moderate lock-in; less is weak."""


class Level(Term):
    """How hard it is to leave; unknown is an answer too."""

    STRONG = "strong", _("Strongly locked in")
    MODERATE = "moderate", _("Moderately locked in")
    WEAK = "weak", _("Weakly locked in")
    UNKNOWN = "unknown", _("Lock-in not known")


@dataclass(frozen=True, slots=True)
class LockIn(Assessed):
    """A lock-in score with its components, and what it means."""

    level: Level
    why: Text

    @property
    def meaning(self) -> Level:
        return self.level

    @property
    def dimensions(self) -> Iterator[tuple[Dimension, tuple[Component, ...]]]:
        """Components grouped by what they are about, in order."""
        for dimension, parts in groupby(self.components, key=lambda component: DIMENSIONS[component.key]):
            yield dimension, tuple(parts)

    def under(self, weights: Weights) -> LockIn:
        """The same evidence under other weights."""
        return _assessed(tuple(weighed(each.part, weights[each.key]) for each in self.components))


def assess(evidence: Evidence, today: date, weights: Weights = WEIGHTS) -> LockIn:
    """How locked in a contract is, from what is known about it.

    The level is that of the whole range when both its ends have the same; else that of its middle when at least KNOWN_ENOUGH
    points are settled; else unknown.
    """
    return _assessed(tuple(weighed(part, weights[part.key]) for part in parts_of(evidence, today)))


def _assessed(components: tuple[Component, ...]) -> LockIn:
    low, high = sum_of(components)
    level = meaning_of(low, high, _level, Level.UNKNOWN)
    return LockIn(low, high, components, level, reasons_for(low, high, components, is_known=level is not Level.UNKNOWN))


def _level(score: float) -> Level:
    if score >= STRONG_FROM:
        return Level.STRONG
    return Level.MODERATE if score >= MODERATE_FROM else Level.WEAK
