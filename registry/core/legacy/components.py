"""The questions of the legacy score, one at a time: evidence in, parts of 0 to 1 out, with the sentence that tells why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from registry.core.legacy import support_time, weights
from registry.core.legacy.evidence import Evidence, Grade
from registry.core.legacy.questions import GRADE_SENTENCES, ONLY_CARRIED, QUESTIONS
from registry.core.scoring import Answer, Part, is_stale
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind

SUPPLIER_VERSION = _("The supplier's version")


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
    yield QUESTIONS.relation("supplier_relation", evidence.supplier_relation, today)


def _judged(key: str, answer: Answer[Grade] | None, today: date) -> Part:
    if answer is None:
        return QUESTIONS.unknown(key)
    if is_stale(answer.on, today):
        return QUESTIONS.stale(key, answer.on)
    badness = weights.GRADES[answer.value]
    sentence = Text(GRADE_SENTENCES[key, answer.value].template, {"on": answer.on})
    return QUESTIONS.settled(key, badness, sentence)


def _supplier_support(evidence: Evidence, today: date) -> Part:
    """A date tells more than an opinion of how the support is."""
    key, support = "supplier_support", evidence.supplier_support
    if support is None or support.ends is None:
        return _judged(key, evidence.supplier_support_judged, today)
    if is_stale(support.on, today):
        judged = evidence.supplier_support_judged
        return _judged(key, judged, today) if judged is not None else QUESTIONS.stale(key, support.on)
    badness = support_time.badness(support.ends, None, today)
    sentence = _(
        "{state}, known on {on}",
        state=support_time.state_of(SUPPLIER_VERSION, support.ends, None, today),
        on=support.on,
    )
    return QUESTIONS.settled(key, badness, sentence)


def _technology(evidence: Evidence, today: date) -> Part:
    """The worst product counts: a supported language does not help on an operating system nobody mends."""
    key = "technology"
    if not evidence.technologies:
        return QUESTIONS.unknown(key)
    names = ", ".join(str(use) for use in evidence.technologies if use.support_ends is None)
    find_out = _("Find out how long {names} is supported", names=names)
    dated = [use for use in evidence.technologies if use.support_ends is not None]
    if not dated:
        return QUESTIONS.between(
            key, Fraction(0), Fraction(1), _("Not known how long {names} is supported", names=names), find_out
        )
    worst = max(dated, key=lambda use: support_time.badness(use.support_ends, use.extended_ends, today))
    low = support_time.badness(worst.support_ends, worst.extended_ends, today)
    state = support_time.state_of(str(worst), worst.support_ends, worst.extended_ends, today)
    if names and low < 1:
        return QUESTIONS.between(key, low, Fraction(1), _("{state}; not known for {names}", state=state, names=names), find_out)
    return QUESTIONS.settled(key, low, state, _("Upgrade {product} to a supported version", product=str(worst)))


def _integration(evidence: Evidence) -> Part:
    """The share of those who fetch data from it that must do so by file, shared database, screen or hand."""
    key = "integration"
    closed = _count(evidence, weights.CLOSED_INTEGRATIONS)
    unclear = _count(evidence, weights.UNCLEAR_INTEGRATIONS)
    counted = closed + unclear + _count(evidence, weights.OPEN_INTEGRATIONS)
    if evidence.integrations and not counted:
        return QUESTIONS.between(key, Fraction(0), Fraction(1), *ONLY_CARRIED)
    if not counted:
        return QUESTIONS.unknown(key)
    sentence = _("Integrations by file, shared database, screen or hand: {closed} of {counted}", closed=closed, counted=counted)
    if unclear:
        sentence = _("{sentence}; {unclear} not known", sentence=sentence, unclear=unclear)
    lowered_by = _(
        "Offer its data through an API that follows the strategy and move these integrations to it: {count}",
        count=closed + unclear,
    )
    return QUESTIONS.between(key, Fraction(closed, counted), Fraction(closed + unclear, counted), sentence, lowered_by)


def _count(evidence: Evidence, kinds: frozenset[DependencyKind]) -> int:
    return sum(kind in kinds for kind in evidence.integrations)
