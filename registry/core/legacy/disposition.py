"""What to do with a system: tolerate, invest, migrate or eliminate, from how it fits the business and how fit its technology is.

The TIME model (Gartner) has one rule: what fits the business is worth keeping, what is sound is worth keeping where it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.legacy.assessment import LegacyAssessment
from registry.core.scoring import KNOWN_ENOUGH, in_points
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import TimeAdvice

FITS_FROM = 3
"""An answer of so much of 5 to how it fits the business is a fit."""

SOUND_FROM = 50
"""A technical fit of so much of 100 is sound."""

ADVICE = {
    (True, True): TimeAdvice.INVEST,
    (True, False): TimeAdvice.MIGRATE,
    (False, True): TimeAdvice.TOLERATE,
    (False, False): TimeAdvice.ELIMINATE,
}
"""Advice by (fits the business, technically sound)."""

WHY = {
    TimeAdvice.INVEST: _("It fits the business ({fit} of 5) and is sound ({technical}): build on it."),
    TimeAdvice.MIGRATE: _("It fits the business ({fit} of 5) but is not sound ({technical}): move what it does elsewhere."),
    TimeAdvice.TOLERATE: _("It fits the business poorly ({fit} of 5) but is sound ({technical}): leave it, spend no more."),
    TimeAdvice.ELIMINATE: _("It fits the business poorly ({fit} of 5) and is not sound ({technical}): wind it up."),
}


@dataclass(frozen=True, slots=True)
class Disposition:
    """What is advised and what people decided; `advice` None when too little is known, `possible` are then the ones it may be.

    `business_fit` is 1 to 5; the technical fit lies between `technical_low` and `technical_high` of 100, and higher is better.
    """

    advice: TimeAdvice | None
    possible: tuple[TimeAdvice, ...]
    business_fit: int | None
    technical_low: int
    technical_high: int
    why: Text
    decided: TimeAdvice | None = None

    @property
    def holds(self) -> TimeAdvice | None:
        """What people decided, or else what is advised."""
        return self.decided or self.advice

    @property
    def departs(self) -> bool:
        """Whether people decided something else than what the evidence advises."""
        return self.decided is not None and self.advice is not None and self.decided is not self.advice


def technical_fit(assessed: LegacyAssessment) -> tuple[int, int]:
    """How sound the system is apart from its business fit: of the other questions' points, the share that is *not* lost.

    The low end takes everything unknown as lost, the high end as kept.
    """
    others = [component for component in assessed.components if component.key != "business_fit"]
    weight = sum(component.weight for component in others)
    if not weight:
        return 0, 100
    lost_least, lost_most = sum(component.low for component in others), sum(component.high for component in others)
    return _share(weight - lost_most, weight), _share(weight - lost_least, weight)


def _share(points: int, weight: int) -> int:
    """Of a hundred, halves upwards."""
    return (200 * points + weight) // (2 * weight)


def disposition_of(assessed: LegacyAssessment, business_fit: int | None, decided: TimeAdvice | None = None) -> Disposition:
    """Advice for a system whose `business_fit` was answered 1 to 5; an answer too old to count is as none."""
    low, high = technical_fit(assessed)
    fit = business_fit if _counts(assessed) else None
    possible = tuple(ADVICE[fits, sound] for fits in _fits(fit) for sound in _sound(low, high))
    technical = in_points(low, high)
    if len(possible) == 1:
        [advice] = possible
        why = Text(WHY[advice].template, {"fit": fit, "technical": technical})
        return Disposition(advice, possible, fit, low, high, why, decided)
    if fit is None:
        why = _("Nobody has said lately how it fits the business; its technical fit is {technical}.", technical=technical)
    else:
        why = _(
            "It fits the business {fit} of 5, but too little is known of its technical fit: {technical}.",
            fit=fit,
            technical=technical,
        )
    return Disposition(None, possible, fit, low, high, why, decided)


def _counts(assessed: LegacyAssessment) -> bool:
    """Whether the answer on business fit counts in the score, and is not too old."""
    return any(part.key == "business_fit" and part.part.least == part.part.most for part in assessed.components)


def _fits(business_fit: int | None) -> tuple[bool, ...]:
    return (True, False) if business_fit is None else (business_fit >= FITS_FROM,)


def _sound(low: int, high: int) -> tuple[bool, ...]:
    """By the whole range when it lies on one side, by its middle when enough is known, else either."""
    if low >= SOUND_FROM or high < SOUND_FROM:
        return (low >= SOUND_FROM,)
    return ((low + high) / 2 >= SOUND_FROM,) if high - low <= 100 - KNOWN_ENOUGH else (True, False)
