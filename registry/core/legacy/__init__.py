"""Is a system digital legacy? A score from dated evidence, with every part of it shown.

Read `evidence` (what is known), `weights` (how much each question counts), `components` (one question, one answer),
`assessment` (what the sum means) and `disposition` (what to do with the system). `registry.core.scoring` adds it up.
registry/docs/legacy-score.md explains the score to its readers.
"""

from registry.core.legacy.assessment import LEGACY_FROM, LegacyAssessment, Standing, assess
from registry.core.legacy.disposition import Disposition, disposition_of
from registry.core.legacy.evidence import Evidence, Grade, HumanVerdict, SupplierSupport, TechnologyUse

__all__ = [
    "LEGACY_FROM",
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
]
