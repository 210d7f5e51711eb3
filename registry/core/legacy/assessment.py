"""The legacy score of a system: the sum of its components, what it means, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.core.legacy.components import Component, parts_of, weighed
from registry.core.legacy.evidence import Evidence, HumanVerdict
from registry.core.legacy.weights import WEIGHTS, Weights
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Verdict

LEGACY_FROM = 50
"""A score of this or more, of 100, is legacy."""

KNOWN_ENOUGH = 50
"""So many of the 100 points must be settled by evidence before the middle of the range may decide."""


class Standing(Term):
    """What the evidence says of a system; unknown is an answer too."""

    LEGACY = "legacy", _("Legacy")
    NOT_LEGACY = "not_legacy", _("Not legacy")
    UNKNOWN = "unknown", _("Not known")


STANDING_BY_VERDICT = {Verdict.LEGACY: Standing.LEGACY, Verdict.NOT_LEGACY: Standing.NOT_LEGACY}

JUDGED = {
    Verdict.LEGACY: (
        _("Judged legacy by {by} on {on}: {reason}. To be reviewed by {review_by}."),
        _("Judged legacy on {on}: {reason}. To be reviewed by {review_by}."),
    ),
    Verdict.NOT_LEGACY: (
        _("Judged not legacy by {by} on {on}: {reason}. To be reviewed by {review_by}."),
        _("Judged not legacy on {on}: {reason}. To be reviewed by {review_by}."),
    ),
}
"""What a verdict says, when it names who judged and when it names nobody."""


@dataclass(frozen=True, slots=True)
class LegacyAssessment:
    """A score of `low`..`high` of 100 (higher is worse) with its components, and where the system stands.

    `verdict` is the human judgement that decided, None when the score did.
    """

    low: int
    high: int
    components: tuple[Component, ...]
    standing: Standing
    why: Text
    verdict: HumanVerdict | None = None

    @property
    def is_legacy(self) -> bool:
        """Whether the system stands in the way as legacy; unknown does not."""
        return self.standing is Standing.LEGACY

    @property
    def score(self) -> float:
        """The middle of the range, for sorting; show the range."""
        return (self.low + self.high) / 2

    @property
    def known(self) -> int:
        """How many of the 100 points the evidence settles."""
        return 100 - (self.high - self.low)

    @property
    def what_would_lower_it(self) -> tuple[Component, ...]:
        """Components with something to gain, the most first."""
        open_ones = (component for component in self.components if component.lowered_by is not None)
        return tuple(sorted(open_ones, key=lambda component: (-component.high, -component.low)))


def assess(evidence: Evidence, today: date, weights: Weights = WEIGHTS) -> LegacyAssessment:
    """Score a system from its evidence; a human verdict that is not past its review date decides instead of the score.

    The standing by score is: legacy when the whole range is at or above LEGACY_FROM, not legacy when the whole range is below it,
    else by the middle of the range when at least KNOWN_ENOUGH points are settled, else unknown.
    """
    components = tuple(weighed(part, weights[part.key]) for part in parts_of(evidence, today))
    verdict = evidence.verdict
    if verdict is None or verdict.review_by >= today:
        return _assessed(components, verdict)
    scored = _assessed(components, None)
    why = _(
        "{why} The verdict of {on} was to be reviewed by {review_by}.", why=scored.why, on=verdict.on, review_by=verdict.review_by
    )
    return replace(scored, why=why)


def reweighed(assessed: LegacyAssessment, weights: Weights) -> LegacyAssessment:
    """The same evidence and verdict under other weights."""
    components = tuple(weighed(component.part, weights[component.key]) for component in assessed.components)
    return _assessed(components, assessed.verdict)


def _assessed(components: tuple[Component, ...], verdict: HumanVerdict | None) -> LegacyAssessment:
    """What the components come to; `verdict` decides when there is one."""
    low, high = sum(c.low for c in components), sum(c.high for c in components)
    if verdict is not None:
        return LegacyAssessment(low, high, components, STANDING_BY_VERDICT[verdict.verdict], _verdict_why(verdict), verdict)
    standing = _standing(low, high)
    return LegacyAssessment(low, high, components, standing, _score_why(low, high, standing, components))


def _standing(low: int, high: int) -> Standing:
    if low >= LEGACY_FROM:
        return Standing.LEGACY
    if high < LEGACY_FROM:
        return Standing.NOT_LEGACY
    if 100 - (high - low) < KNOWN_ENOUGH:
        return Standing.UNKNOWN
    return Standing.LEGACY if (low + high) / 2 >= LEGACY_FROM else Standing.NOT_LEGACY


def _verdict_why(verdict: HumanVerdict) -> Text:
    named, unnamed = JUDGED[verdict.verdict]
    values = {"on": verdict.on, "reason": verdict.reason.rstrip(". "), "review_by": verdict.review_by}
    if verdict.by is None:
        return Text(unnamed.template, values)
    return Text(named.template, {"by": verdict.by, **values})


def _score_why(low: int, high: int, standing: Standing, components: tuple[Component, ...]) -> Text:
    score = _("{low} of 100", low=low) if low == high else _("{low} to {high} of 100", low=low, high=high)
    if standing is Standing.UNKNOWN:
        return _("Too little is known: the score may be {score}.", score=score)
    worst = [c.evidence for c in sorted(components, key=lambda c: -c.low) if c.low][:3]
    if not worst:
        return _("The score is {score}.", score=score)
    reasons: Text = worst[0]
    for reason in worst[1:]:
        reasons = _("{reasons}; {reason}", reasons=reasons, reason=reason)
    return _("The score is {score}: {reasons}.", score=score, reasons=reasons)
