"""The questions of the lock-in score, one at a time: evidence in, parts of 0 to 1 out, with the sentence that tells why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from registry.core.agreements import Standing
from registry.core.lock_in import weights
from registry.core.lock_in.evidence import Evidence
from registry.core.lock_in.questions import DATA_EXPORT_SENTENCES, QUESTIONS, RIGHTS
from registry.core.lock_in.weights import QUARTERS
from registry.core.scoring import Part, is_stale
from registry.core.text import text as _


def parts_of(evidence: Evidence, today: date) -> Iterator[Part]:
    """Every part, in the order of the weights table."""
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
    yield QUESTIONS.relation("relation", evidence.relation, today)


def _step(value: float, bounds: Sequence[int]) -> Fraction:
    """How many of the rising `bounds` are reached, as quarters."""
    return QUARTERS[bisect_right(bounds, value)]


def _data_export(evidence: Evidence) -> Part:
    key = "data_export"
    if evidence.data_export is None:
        return QUESTIONS.unknown(key)
    badness = weights.DATA_EXPORT[evidence.data_export]
    return QUESTIONS.settled(key, badness, DATA_EXPORT_SENTENCES[evidence.data_export])


def _right(key: str, held: bool | None) -> Part:
    if held is None:
        return QUESTIONS.unknown(key)
    badness = Fraction(0 if held else 1)
    return QUESTIONS.settled(key, badness, RIGHTS[key, held])


def _integrations(evidence: Evidence) -> Part:
    """The share of the integrations that a successor could not take over as they are."""
    key, found = "integrations", evidence.integrations
    if found is None:
        return QUESTIONS.unknown(key)
    if not found.all:
        none = _("No integration that carries data is recorded for its systems")
        return QUESTIONS.unknown(key, none)
    sentence = _(
        "Integrations over published APIs that follow the strategy: {open} of {all}", open=found.compliant, all=found.all
    )
    if found.unclear:
        sentence = _("{sentence}; {unclear} not known", sentence=sentence, unclear=found.unclear)
    return QUESTIONS.between(key, Fraction(found.closed, found.all), Fraction(found.closed + found.unclear, found.all), sentence)


def _dependents(evidence: Evidence) -> Part:
    key, found = "dependents", evidence.dependents
    if found is None:
        return QUESTIONS.unknown(key)
    badness = _step(found.all, weights.DEPENDENTS_FROM)
    return QUESTIONS.settled(key, badness, _("Other systems that depend on those it covers: {count}", count=found.all))


def _critical_dependents(evidence: Evidence) -> Part:
    key, found = "critical_dependents", evidence.dependents
    if found is None:
        return QUESTIONS.unknown(key)
    low = _step(found.critical, weights.CRITICAL_DEPENDENTS_FROM)
    high = _step(found.critical + found.unjudged, weights.CRITICAL_DEPENDENTS_FROM)
    sentence = _("Dependents that are critical or high: {count}", count=found.critical)
    if found.unjudged:
        sentence = _("{sentence}; {unclear} not known", sentence=sentence, unclear=found.unjudged)
    return QUESTIONS.between(key, low, high, sentence)


def _spend_share(evidence: Evidence) -> Part:
    key, found = "spend_share", evidence.spend
    if found is None or not found.whole:
        return QUESTIONS.unknown(key)
    badness = _step(found.percent, weights.SHARE_FROM)
    percent = round(found.percent, 1)
    return QUESTIONS.settled(
        key, badness, _("The supplier has {percent} percent of what is paid for contracts in force", percent=percent)
    )


def _critical_share(evidence: Evidence) -> Part:
    key, found = "critical_share", evidence.critical_systems
    if found is None or not found.whole:
        return QUESTIONS.unknown(key)
    badness = _step(found.percent, weights.SHARE_FROM)
    sentence = _("The supplier has {part} of {whole} critical or high systems", part=found.part, whole=found.whole)
    return QUESTIONS.settled(key, badness, sentence)


def _domain_concentration(evidence: Evidence) -> Part:
    key, found = "domain_concentration", evidence.domain
    if found is None:
        return QUESTIONS.unknown(key)
    badness = Fraction(bisect_right((weights.HHI_MODERATE, weights.HHI_HIGH), found.hhi), 2)
    sentence = _(
        "The systems of {domain} are divided between suppliers with the index {hhi} (HHI)", domain=found.domain, hhi=found.hhi
    )
    return QUESTIONS.settled(key, badness, sentence)


def _alternatives(evidence: Evidence, today: date) -> Part:
    key, found = "alternatives", evidence.alternatives
    if found is None:
        return QUESTIONS.unknown(key)
    if is_stale(found.on, today):
        return QUESTIONS.stale(key, found.on)
    badness = weights.ALTERNATIVES.get(found.value, Fraction(0))
    return QUESTIONS.settled(
        key, badness, _("Other suppliers that could deliver: {count}, said on {on}", count=found.value, on=found.on)
    )


def _switching_time(evidence: Evidence) -> Part:
    key, months = "switching_time", evidence.switching_months
    if months is None:
        return QUESTIONS.unknown(key)
    badness = _step(months, weights.SWITCHING_MONTHS_FROM)
    return QUESTIONS.settled(key, badness, _("A change of supplier takes {months} months", months=months))


def _time_left(evidence: Evidence, today: date) -> Part:
    key, found = "time_left", evidence.decision
    if evidence.procurement_begun:
        return QUESTIONS.settled(key, Fraction(0), _("The procurement that follows has begun"))
    if found is None or found.standing is Standing.UNKNOWN:
        return QUESTIONS.unknown(key)
    if found.standing is Standing.ANY_DAY:
        return QUESTIONS.settled(key, Fraction(0), _("Notice can be given any day, so there is always time"))
    if found.standing is Standing.ENDED:
        return QUESTIONS.settled(key, Fraction(1), _("The contract has ended and no procurement has begun"))
    if found.day is None:
        return QUESTIONS.unknown(key)
    left = (found.day - today).days
    if left < 0:
        return QUESTIONS.settled(key, Fraction(1), _("The last day to decide was {day}", day=found.day))
    badness = next((worth for bound, worth in weights.MARGIN_DAYS.items() if left < bound), Fraction(0))
    return QUESTIONS.settled(key, badness, _("The last day to decide is {day}, in {left} days", day=found.day, left=left))
