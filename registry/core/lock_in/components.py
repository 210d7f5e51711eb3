"""The questions of the lock-in score, one at a time: evidence in, points out, with the sentence that tells why.

Points are whole. A component's range is `low`..`high`: equal when the answer is known, 0..weight when nothing is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from registry.core.agreements import Standing
from registry.core.agreements.periods import Period, after
from registry.core.lock_in import weights
from registry.core.lock_in.evidence import Evidence
from registry.core.lock_in.questions import DATA_EXPORT_SENTENCES, DIMENSIONS, MENDS, NAMES, RIGHTS, UNKNOWN, Dimension
from registry.core.lock_in.weights import QUARTERS, WEIGHTS
from registry.core.text import Text
from registry.core.text import text as _


@dataclass(frozen=True, slots=True)
class Component:
    """One question's part of the score; `lowered_by` is None when nothing more can be gained here."""

    key: str
    name: Text
    dimension: Dimension
    weight: int
    low: int
    high: int
    evidence: Text
    lowered_by: Text | None

    @property
    def is_known(self) -> bool:
        """Whether the evidence settles the points."""
        return self.low == self.high


def components_of(evidence: Evidence, today: date) -> Iterator[Component]:
    """Every component, in the order of the weights table."""
    yield _data_export(evidence)
    yield _right("exit_assistance", evidence.exit_assistance)
    yield _right("api_access", evidence.api_access)
    yield _right("documentation", evidence.documentation)
    yield _integrations(evidence)
    yield _dependents(evidence)
    yield _critical_dependents(evidence)
    yield _spend_share(evidence)
    yield _critical_share(evidence)
    yield _domain_concentration(evidence)
    yield _alternatives(evidence, today)
    yield _switching_time(evidence)
    yield _time_left(evidence, today)
    yield _relation(evidence, today)


def _component(key: str, low: Fraction, high: Fraction, evidence: Text, lowered_by: Text | None = None) -> Component:
    weight = WEIGHTS[key]
    points = (_half_up(weight * low), _half_up(weight * high))
    return Component(
        key, NAMES[key], DIMENSIONS[key], weight, *points, evidence, (lowered_by or MENDS[key]) if points[1] else None
    )


def _half_up(points: Fraction) -> int:
    return floor(points + Fraction(1, 2))


def _unknown(key: str) -> Component:
    evidence, lowered_by = UNKNOWN[key]
    return _component(key, Fraction(0), Fraction(1), evidence, lowered_by)


def _stale(key: str, on: date) -> Component:
    evidence = _("Last answered on {on}, too long ago to count", on=on)
    return _component(key, Fraction(0), Fraction(1), evidence, UNKNOWN[key][1])


def _is_stale(on: date, today: date) -> bool:
    return after(on, Period(weights.STALE_AFTER_YEARS * 12)) < today


def _step(value: float, bounds: Sequence[int]) -> Fraction:
    """How many of the rising `bounds` are reached, as quarters."""
    return QUARTERS[bisect_right(bounds, value)]


def _data_export(evidence: Evidence) -> Component:
    key = "data_export"
    if evidence.data_export is None:
        return _unknown(key)
    badness = weights.DATA_EXPORT[evidence.data_export]
    return _component(key, badness, badness, DATA_EXPORT_SENTENCES[evidence.data_export])


def _right(key: str, held: bool | None) -> Component:
    if held is None:
        return _unknown(key)
    badness = Fraction(0 if held else 1)
    return _component(key, badness, badness, RIGHTS[key, held])


def _integrations(evidence: Evidence) -> Component:
    """The share of the integrations that a successor could not take over as they are."""
    key, found = "integrations", evidence.integrations
    if found is None:
        return _unknown(key)
    if not found.all:
        none = _("No integration that carries data is recorded for its systems")
        return _component(key, Fraction(0), Fraction(1), none, UNKNOWN[key][1])
    sentence = _(
        "Integrations over published APIs that follow the strategy: {open} of {all}", open=found.compliant, all=found.all
    )
    if found.unclear:
        sentence = _("{sentence}; {unclear} not known", sentence=sentence, unclear=found.unclear)
    return _component(key, Fraction(found.closed, found.all), Fraction(found.closed + found.unclear, found.all), sentence)


def _dependents(evidence: Evidence) -> Component:
    key, found = "dependents", evidence.dependents
    if found is None:
        return _unknown(key)
    badness = _step(found.all, weights.DEPENDENTS_FROM)
    return _component(key, badness, badness, _("Other systems that depend on those it covers: {count}", count=found.all))


def _critical_dependents(evidence: Evidence) -> Component:
    key, found = "critical_dependents", evidence.dependents
    if found is None:
        return _unknown(key)
    low = _step(found.critical, weights.CRITICAL_DEPENDENTS_FROM)
    high = _step(found.critical + found.unjudged, weights.CRITICAL_DEPENDENTS_FROM)
    sentence = _("Dependents that are critical or high: {count}", count=found.critical)
    if found.unjudged:
        sentence = _("{sentence}; {unclear} not known", sentence=sentence, unclear=found.unjudged)
    return _component(key, low, high, sentence)


def _spend_share(evidence: Evidence) -> Component:
    key, found = "spend_share", evidence.spend
    if found is None or not found.whole:
        return _unknown(key)
    badness = _step(found.percent, weights.SHARE_FROM)
    percent = round(found.percent, 1)
    return _component(
        key, badness, badness, _("The supplier has {percent} percent of what is paid for contracts in force", percent=percent)
    )


def _critical_share(evidence: Evidence) -> Component:
    key, found = "critical_share", evidence.critical_systems
    if found is None or not found.whole:
        return _unknown(key)
    badness = _step(found.percent, weights.SHARE_FROM)
    sentence = _("The supplier has {part} of {whole} critical or high systems", part=found.part, whole=found.whole)
    return _component(key, badness, badness, sentence)


def _domain_concentration(evidence: Evidence) -> Component:
    key, found = "domain_concentration", evidence.domain
    if found is None:
        return _unknown(key)
    badness = Fraction(bisect_right((weights.HHI_MODERATE, weights.HHI_HIGH), found.hhi), 2)
    sentence = _(
        "The systems of {domain} are divided between suppliers with the index {hhi} (HHI)", domain=found.domain, hhi=found.hhi
    )
    return _component(key, badness, badness, sentence)


def _alternatives(evidence: Evidence, today: date) -> Component:
    key, found = "alternatives", evidence.alternatives
    if found is None:
        return _unknown(key)
    if _is_stale(found.on, today):
        return _stale(key, found.on)
    badness = weights.ALTERNATIVES.get(found.value, Fraction(0))
    return _component(
        key, badness, badness, _("Other suppliers that could deliver: {count}, said on {on}", count=found.value, on=found.on)
    )


def _switching_time(evidence: Evidence) -> Component:
    key, months = "switching_time", evidence.switching_months
    if months is None:
        return _unknown(key)
    badness = _step(months, weights.SWITCHING_MONTHS_FROM)
    return _component(key, badness, badness, _("A change of supplier takes {months} months", months=months))


def _time_left(evidence: Evidence, today: date) -> Component:
    key, found = "time_left", evidence.decision
    if evidence.procurement_begun:
        return _component(key, Fraction(0), Fraction(0), _("The procurement that follows has begun"))
    if found is None or found.standing is Standing.UNKNOWN:
        return _unknown(key)
    if found.standing is Standing.ANY_DAY:
        return _component(key, Fraction(0), Fraction(0), _("Notice can be given any day, so there is always time"))
    if found.standing is Standing.ENDED:
        return _component(key, Fraction(1), Fraction(1), _("The contract has ended and no procurement has begun"))
    if found.day is None:
        return _unknown(key)
    left = (found.day - today).days
    if left < 0:
        return _component(key, Fraction(1), Fraction(1), _("The last day to decide was {day}", day=found.day))
    badness = next((worth for bound, worth in weights.MARGIN_DAYS.items() if left < bound), Fraction(0))
    return _component(key, badness, badness, _("The last day to decide is {day}, in {left} days", day=found.day, left=left))


def _relation(evidence: Evidence, today: date) -> Component:
    key, found = "relation", evidence.relation
    if found is None:
        return _unknown(key)
    if _is_stale(found.on, today):
        return _stale(key, found.on)
    badness = weights.RELATIONS[found.value]
    return _component(key, badness, badness, _("Judged “{relation}” on {on}", relation=found.value.label, on=found.on))
