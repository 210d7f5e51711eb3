"""Is a system digital legacy? A score from dated evidence, with every part of it shown.

Read `evidence` (what is known), `weights` (how much each question counts), `components` (one question, one answer) and
`assessment` (the sum, and what it means). registry/docs/legacy-score.md explains the score to its readers.
"""

from registry.core.legacy.assessment import KNOWN_ENOUGH, LEGACY_FROM, LegacyAssessment, Standing, assess
from registry.core.legacy.components import Component
from registry.core.legacy.evidence import Answer, Evidence, Grade, HumanVerdict, SupplierSupport, TechnologyUse

__all__ = [
    "KNOWN_ENOUGH",
    "LEGACY_FROM",
    "Answer",
    "Component",
    "Evidence",
    "Grade",
    "HumanVerdict",
    "LegacyAssessment",
    "Standing",
    "SupplierSupport",
    "TechnologyUse",
    "assess",
]
