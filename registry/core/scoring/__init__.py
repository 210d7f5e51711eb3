"""What the legacy score and the lock-in score have in common.

Both ask a fixed list of questions. Each answer (`answers`) becomes a part between 0 and 1 with the sentence that tells why
(`parts`); a part counts for its points of 100 (`weights`); the sum is a range, as wide as what is not known (`assessed`).
"""

from registry.core.scoring.answers import RELATIONS, Answer, is_stale
from registry.core.scoring.assessed import KNOWN_ENOUGH, Assessed, in_points, meaning_of, reasons_for, sum_of
from registry.core.scoring.parts import Component, Part, Questions, weighed
from registry.core.scoring.weights import TOTAL, Weights, problems_with

__all__ = [
    "KNOWN_ENOUGH",
    "RELATIONS",
    "TOTAL",
    "Answer",
    "Assessed",
    "Component",
    "Part",
    "Questions",
    "Weights",
    "in_points",
    "is_stale",
    "meaning_of",
    "problems_with",
    "reasons_for",
    "sum_of",
    "weighed",
]
