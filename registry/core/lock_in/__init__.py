"""How hard is it to leave a contract? A score from what the catalogue knows, with every part of it shown.

Read `evidence` (what is known), `weights` (how much each question counts), `components` (one question, one answer) and
`assessment` (what the sum means; `registry.core.scoring` adds it up). registry/docs/lock-in.md explains the score to its readers.
"""

from registry.core.lock_in.assessment import MODERATE_FROM, STRONG_FROM, Level, LockIn, assess
from registry.core.lock_in.evidence import Dependents, DomainConcentration, Evidence, Integrations, Share
from registry.core.lock_in.market import hhi
from registry.core.lock_in.questions import Dimension

__all__ = [
    "MODERATE_FROM",
    "STRONG_FROM",
    "Dependents",
    "Dimension",
    "DomainConcentration",
    "Evidence",
    "Integrations",
    "Level",
    "LockIn",
    "Share",
    "assess",
    "hhi",
]
