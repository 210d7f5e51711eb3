"""How much each question counts, and how bad each answer is: all the numbers of the lock-in score, in one place.

The weights sum to 100. They are a judgement, not a measurement: what a contract takes away when it ends (the data, the right to
the interfaces, help) and what stands still without the system weigh most; the relation, easiest to mend, weighs least. WEIGHTS
hold until a municipality decides on its own.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from registry.core.vocabulary import DataExport

WEIGHTS = MappingProxyType(
    {
        "data_export": 7,
        "exit_assistance": 5,
        "api_access": 5,
        "documentation": 5,
        "integrations": 16,
        "dependents": 9,
        "critical_dependents": 9,
        "spend_share": 4,
        "critical_share": 4,
        "domain_concentration": 4,
        "alternatives": 8,
        "switching_time": 6,
        "time_left": 10,
        "relation": 8,
    }
)

DATA_EXPORT = MappingProxyType(
    {DataExport.OPEN_FORMAT: Fraction(0), DataExport.PROPRIETARY_FORMAT: Fraction(1, 2), DataExport.NONE: Fraction(1)}
)

QUARTERS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))

DEPENDENTS_FROM = (1, 3, 6, 11)
"""So many dependent systems cost a quarter, a half, three quarters, all of the points."""

CRITICAL_DEPENDENTS_FROM = (1, 2, 3, 4)
"""The same for dependents that are critical or high."""

SHARE_FROM = (5, 10, 20, 40)
"""Percent of all spend, or of all critical systems, that cost a quarter, a half, three quarters, all of the points."""

HHI_MODERATE, HHI_HIGH = 1_500, 2_500
"""Moderately and highly concentrated markets (US Horizontal Merger Guidelines 2010, 5.3); half and all of the points."""

ALTERNATIVES = MappingProxyType({0: Fraction(1), 1: Fraction(1, 2), 2: Fraction(1, 4)})
"""By how many other suppliers could deliver; three or more cost nothing."""

SWITCHING_MONTHS_FROM = (4, 7, 13, 25)
"""Months it takes to change supplier that cost a quarter, a half, three quarters, all of the points."""

MARGIN_DAYS = MappingProxyType({91: Fraction(3, 4), 182: Fraction(1, 2), 365: Fraction(1, 4)})
"""Days left until the last day to decide: fewer than the first cost three quarters, and so on; a passed day costs all."""
