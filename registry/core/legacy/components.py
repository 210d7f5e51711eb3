"""The questions of the legacy score, one at a time: evidence in, points out, with the sentence that tells why.

Points are whole. A component's range is `low`..`high`: equal when the answer is known, 0..weight when nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from registry.core.legacy import support_time, weights
from registry.core.legacy.evidence import Answer, Evidence, Grade
from registry.core.legacy.questions import GRADE_SENTENCES, MENDS, NAMES, ONLY_CARRIED, UNKNOWN
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, SupplierRelation

SUPPLIER_VERSION = _("The supplier's version")


@dataclass(frozen=True, slots=True)
class Part:
    """One question's answer before it is weighed: how bad it is, from `least` to `most` of 0..1, and why, in sentences."""

    key: str
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
        return NAMES[self.part.key]

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
    """`part` when its question counts for `weight` points of 100."""
    return Component(part, weight, _half_up(weight * part.least), _half_up(weight * part.most))


def parts_of(evidence: Evidence, today: date) -> Iterator[Part]:
    """Every part, in the order of the weights table."""
    yield _technology(evidence, today)
    yield _judged("security", evidence.security, today)
    yield _judged("development", evidence.development, today)
    yield _supplier_support(evidence, today)
    yield _judged("business_fit", evidence.business_fit, today)
    yield _judged("competence", evidence.competence, today)
    yield _judged("documentation", evidence.documentation, today)
    yield _integration(evidence)
    yield _supplier_relation(evidence.supplier_relation, today)


def _half_up(points: Fraction) -> int:
    return floor(points + Fraction(1, 2))


def _unknown(key: str) -> Part:
    evidence, lowered_by = UNKNOWN[key]
    return Part(key, Fraction(0), Fraction(1), evidence, lowered_by)


def _stale(key: str, on: date) -> Part:
    evidence = _("Last answered on {on}, too long ago to count", on=on)
    return Part(key, Fraction(0), Fraction(1), evidence, UNKNOWN[key][1])


def _is_stale(on: date, today: date) -> bool:
    return on < support_time.in_years(today, -weights.STALE_AFTER_YEARS)


def _judged(key: str, answer: Answer[Grade] | None, today: date) -> Part:
    if answer is None:
        return _unknown(key)
    if _is_stale(answer.on, today):
        return _stale(key, answer.on)
    badness = weights.GRADES[answer.value]
    sentence = Text(GRADE_SENTENCES[key, answer.value].template, {"on": answer.on})
    return Part(key, badness, badness, sentence, MENDS[key])


def _supplier_relation(answer: Answer[SupplierRelation] | None, today: date) -> Part:
    key = "supplier_relation"
    if answer is None:
        return _unknown(key)
    if _is_stale(answer.on, today):
        return _stale(key, answer.on)
    badness = weights.RELATIONS[answer.value]
    evidence = _("Judged “{relation}” on {on}", relation=answer.value.label, on=answer.on)
    return Part(key, badness, badness, evidence, _("Take up the open issues with the supplier"))


def _supplier_support(evidence: Evidence, today: date) -> Part:
    """A date tells more than an opinion of how the support is."""
    key, support = "supplier_support", evidence.supplier_support
    if support is None or support.ends is None:
        return _judged(key, evidence.supplier_support_judged, today)
    if _is_stale(support.on, today):
        judged = evidence.supplier_support_judged
        return _judged(key, judged, today) if judged is not None else _stale(key, support.on)
    badness = support_time.badness(support.ends, None, today)
    sentence = _(
        "{state}, known on {on}",
        state=support_time.state_of(SUPPLIER_VERSION, support.ends, None, today),
        on=support.on,
    )
    return Part(key, badness, badness, sentence, _("Move to a version the supplier supports"))


def _technology(evidence: Evidence, today: date) -> Part:
    """The worst product counts: a supported language does not help on an operating system nobody mends."""
    key = "technology"
    if not evidence.technologies:
        return _unknown(key)
    names = ", ".join(str(use) for use in evidence.technologies if use.support_ends is None)
    find_out = _("Find out how long {names} is supported", names=names)
    dated = [use for use in evidence.technologies if use.support_ends is not None]
    if not dated:
        return Part(key, Fraction(0), Fraction(1), _("Not known how long {names} is supported", names=names), find_out)
    worst = max(dated, key=lambda use: support_time.badness(use.support_ends, use.extended_ends, today))
    low = support_time.badness(worst.support_ends, worst.extended_ends, today)
    state = support_time.state_of(str(worst), worst.support_ends, worst.extended_ends, today)
    if names and low < 1:
        return Part(key, low, Fraction(1), _("{state}; not known for {names}", state=state, names=names), find_out)
    return Part(key, low, low, state, _("Upgrade {product} to a supported version", product=str(worst)))


def _integration(evidence: Evidence) -> Part:
    """The share of those who fetch data from it that must do so by file, shared database, screen or hand."""
    key = "integration"
    closed = _count(evidence, weights.CLOSED_INTEGRATIONS)
    unclear = _count(evidence, weights.UNCLEAR_INTEGRATIONS)
    counted = closed + unclear + _count(evidence, weights.OPEN_INTEGRATIONS)
    if evidence.integrations and not counted:
        return Part(key, Fraction(0), Fraction(1), *ONLY_CARRIED)
    if not counted:
        return _unknown(key)
    sentence = _("Integrations by file, shared database, screen or hand: {closed} of {counted}", closed=closed, counted=counted)
    if unclear:
        sentence = _("{sentence}; {unclear} not known", sentence=sentence, unclear=unclear)
    lowered_by = _(
        "Offer its data through an API that follows the strategy and move these integrations to it: {count}",
        count=closed + unclear,
    )
    return Part(key, Fraction(closed, counted), Fraction(closed + unclear, counted), sentence, lowered_by)


def _count(evidence: Evidence, kinds: frozenset[DependencyKind]) -> int:
    return sum(kind in kinds for kind in evidence.integrations)
