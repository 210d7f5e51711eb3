"""The legacy score of a system: the sum of its components, what it means, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from registry.core.legacy.components import parts_of
from registry.core.legacy.evidence import Evidence, HumanVerdict
from registry.core.legacy.weights import WEIGHTS
from registry.core.scoring import Assessed, Component, Weights, meaning_of, reasons_for, sum_of, weighed
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Verdict

LEGACY_FROM = 50
"""A score of this or more, of 100, is legacy."""


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
class LegacyAssessment(Assessed):
    """A legacy score with its components, and where the system stands.

    `verdict` is the human judgement that decided, None when the score did.
    """

    standing: Standing
    why: Text
    verdict: HumanVerdict | None = None

    @property
    def meaning(self) -> Standing:
        return self.standing

    @property
    def is_legacy(self) -> bool:
        """Whether the system stands in the way as legacy; unknown does not."""
        return self.standing is Standing.LEGACY

    def under(self, weights: Weights) -> LegacyAssessment:
        """The same evidence and verdict under other weights."""
        return _assessed(tuple(weighed(each.part, weights[each.key]) for each in self.components), self.verdict)


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


def _assessed(components: tuple[Component, ...], verdict: HumanVerdict | None) -> LegacyAssessment:
    """What the components come to; `verdict` decides when there is one."""
    low, high = sum_of(components)
    if verdict is not None:
        return LegacyAssessment(low, high, components, STANDING_BY_VERDICT[verdict.verdict], _verdict_why(verdict), verdict)
    standing = meaning_of(low, high, _standing, Standing.UNKNOWN)
    why = reasons_for(low, high, components, is_known=standing is not Standing.UNKNOWN)
    return LegacyAssessment(low, high, components, standing, why)


def _standing(score: float) -> Standing:
    return Standing.LEGACY if score >= LEGACY_FROM else Standing.NOT_LEGACY


def _verdict_why(verdict: HumanVerdict) -> Text:
    named, unnamed = JUDGED[verdict.verdict]
    values = {"on": verdict.on, "reason": verdict.reason.rstrip(". "), "review_by": verdict.review_by}
    if verdict.by is None:
        return Text(unnamed.template, values)
    return Text(named.template, {"by": verdict.by, **values})
