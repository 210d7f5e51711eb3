"""One question's part of a score: how bad the answer is, why, and how many points that makes.

Points are whole. A component's range is `low`..`high`: equal when the answer is known, 0..weight when nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from registry.core.scoring.answers import RELATIONS, Answer, is_stale
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import SupplierRelation


@dataclass(frozen=True, slots=True)
class Part:
    """One question's answer before it is weighed: how bad it is, from `least` to `most` of 0..1, and why, in sentences."""

    key: str
    name: Text
    least: Fraction
    most: Fraction
    evidence: Text
    lowered_by: Text


@dataclass(frozen=True, slots=True)
class Component:
    """One question's part of the score, in points of `weight`."""

    part: Part
    weight: int
    low: int
    high: int

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def name(self) -> Text:
        return self.part.name

    @property
    def evidence(self) -> Text:
        return self.part.evidence

    @property
    def lowered_by(self) -> Text | None:
        """What would lower it; None when nothing more can be gained here."""
        return self.part.lowered_by if self.high else None

    @property
    def is_known(self) -> bool:
        """Whether the evidence settles the points."""
        return self.low == self.high


def weighed(part: Part, weight: int) -> Component:
    """`part` when its question counts for `weight` points of 100; halves are rounded upwards."""
    return Component(part, weight, _half_up(weight * part.least), _half_up(weight * part.most))


def _half_up(points: Fraction) -> int:
    return floor(points + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Questions:
    """A score's questions in words, by key: their names, what is said and asked when nobody knows, and what would mend them."""

    names: Mapping[str, Text]
    unasked: Mapping[str, tuple[Text, Text]]
    mends: Mapping[str, Text]

    def settled(self, key: str, badness: Fraction, evidence: Text, lowered_by: Text | None = None) -> Part:
        """An answer that is known; `lowered_by` when it takes something else than usual to mend it."""
        return self.between(key, badness, badness, evidence, lowered_by)

    def between(self, key: str, least: Fraction, most: Fraction, evidence: Text, lowered_by: Text | None = None) -> Part:
        """An answer that is known in part."""
        return Part(key, self.names[key], least, most, evidence, lowered_by or self.mends[key])

    def unknown(self, key: str, evidence: Text | None = None) -> Part:
        """No answer; `evidence` when there is more to say of it than usual."""
        said, ask = self.unasked[key]
        return self.between(key, Fraction(0), Fraction(1), evidence or said, ask)

    def stale(self, key: str, on: date) -> Part:
        """An answer of a day so long ago that it no longer counts."""
        return self.unknown(key, _("Last answered on {on}, too long ago to count", on=on))

    def relation(self, key: str, answer: Answer[SupplierRelation] | None, today: date) -> Part:
        """How the relation with the supplier is judged, which both scores ask."""
        if answer is None:
            return self.unknown(key)
        if is_stale(answer.on, today):
            return self.stale(key, answer.on)
        evidence = _("Judged “{relation}” on {on}", relation=answer.value.label, on=answer.on)
        return self.settled(key, RELATIONS[answer.value], evidence)
