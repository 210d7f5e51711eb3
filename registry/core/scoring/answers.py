"""Somebody's answer to a question, for how long it counts, and how bad a relation with a supplier is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, TypeVar

from registry.core.agreements.periods import Period, after
from registry.core.vocabulary import SupplierRelation

T = TypeVar("T")

STALE_AFTER_YEARS = 3
"""An answer older than this no longer tells how things are, and counts as unknown."""

RELATIONS = MappingProxyType(
    {
        SupplierRelation.GOOD: Fraction(0),
        SupplierRelation.WORKABLE: Fraction(1, 4),
        SupplierRelation.STRAINED: Fraction(3, 4),
        SupplierRelation.POOR: Fraction(1),
    }
)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """Somebody's answer, and the day it was given."""

    value: T
    on: date


def is_stale(on: date, today: date) -> bool:
    """Whether an answer given on a day is too old to count."""
    return after(on, Period(STALE_AFTER_YEARS * 12)) < today
