"""Is a system digital legacy? A score from dated evidence, with every part of it shown.

Read `evidence` (what is known), `weights` (how much each question counts), `components` (one question, one answer),
`assessment` (the sum, and what it means) and `disposition` (what to do with the system).
registry/docs/legacy-score.md explains the score to its readers.
"""

from registry.core.legacy.assessment import KNOWN_ENOUGH, LEGACY_FROM, LegacyAssessment, Standing, assess, reweighed
from registry.core.legacy.components import Component
from registry.core.legacy.disposition import Disposition, disposition_of
from registry.core.legacy.evidence import Answer, Evidence, Grade, HumanVerdict, SupplierSupport, TechnologyUse

__all__ = [
    "KNOWN_ENOUGH",
    "LEGACY_FROM",
    "Answer",
    "Component",
    "Disposition",
    "Evidence",
    "Grade",
    "HumanVerdict",
    "LegacyAssessment",
    "Standing",
    "SupplierSupport",
    "TechnologyUse",
    "assess",
    "disposition_of",
    "reweighed",
]
