"""How much each question counts, and how bad each answer is: all the numbers of the legacy score, in one place.

The weights sum to 100. They are a judgement, not a measurement: what stops change (development, security, technology nobody
mends) weighs most, as in the effects RiR 2019:28 found; the relation with the supplier and what is written down, easiest to
mend, weigh least. WEIGHTS hold until a municipality decides on its own.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from registry.core.legacy.evidence import Grade
from registry.core.vocabulary import DependencyKind

WEIGHTS = MappingProxyType(
    {
        "technology": 20,
        "security": 16,
        "development": 16,
        "supplier_support": 12,
        "business_fit": 12,
        "competence": 8,
        "documentation": 4,
        "integration": 8,
        "supplier_relation": 4,
    }
)


SUPPORT_ENDED = Fraction(1)
ONLY_EXTENDED_SUPPORT = Fraction(3, 4)
ENDS_WITHIN_12_MONTHS = Fraction(1, 2)
ENDS_WITHIN_24_MONTHS = Fraction(1, 4)

GRADES = MappingProxyType({Grade.YES: Fraction(0), Grade.PARTLY: Fraction(1, 2), Grade.NO: Fraction(1)})

OPEN_INTEGRATIONS = frozenset({DependencyKind.API, DependencyKind.WEB_SERVICE, DependencyKind.MESSAGE_QUEUE})
CLOSED_INTEGRATIONS = frozenset(
    {DependencyKind.FILE_TRANSFER, DependencyKind.SHARED_DATABASE, DependencyKind.SCREEN_SCRAPING, DependencyKind.MANUAL}
)
UNCLEAR_INTEGRATIONS = frozenset({DependencyKind.OTHER})
"""Signing in and running on a system are not ways to fetch its data; they count neither way."""
