"""How much each question of a score counts: points that sum to 100."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from registry.core.text import Text
from registry.core.text import text as _

TOTAL = 100
Weights = Mapping[str, int]


def problems_with(weights: Weights, questions: Weights) -> Iterator[tuple[str, Text]]:
    """What is wrong with `weights` of `questions`: (question, or "" for all of them together; what is wrong)."""
    for key, weight in weights.items():
        if not 0 <= weight <= TOTAL:
            yield key, _("{weight} is not between 0 and {most} points.", weight=weight, most=TOTAL)
    if weights.keys() != questions.keys():
        yield "", _("Every question needs its points: {questions}.", questions=", ".join(questions))
    total = sum(weights.values())
    if total != TOTAL:
        yield "", _("The points sum to {total}; they must sum to {most}.", total=total, most=TOTAL)
