"""Standstill (avtalsspärr): the days between the award decision and the earliest signature. LOU 20 kap. 1 §."""

from __future__ import annotations

from datetime import date, timedelta

from registry.core.agreements.workdays import is_working_day

ELECTRONIC_DAYS = 10
"""Days of standstill after a decision sent electronically, where the installation has not stated another number."""

_DAY = timedelta(days=1)


def standstill_ends(sent: date, days: int = ELECTRONIC_DAYS) -> date:
    """The last day of the standstill of `days` after a decision sent on `sent`, which itself is not counted.

    A last day on a weekend or holiday moves on to the next working day (lag 1930:173, 2 §).
    """
    last = sent + timedelta(days=days)
    while not is_working_day(last):
        last += _DAY
    return last


def earliest_signature(sent: date, days: int = ELECTRONIC_DAYS) -> date:
    """The first day on which the contract may be signed: the day after the standstill."""
    return standstill_ends(sent, days) + _DAY


def last_award_day(sign_by: date, days: int = ELECTRONIC_DAYS) -> date:
    """The last working day on which the award decision can be sent for the contract to be signed on `sign_by`."""
    day = sign_by - timedelta(days=days + 1)
    while not is_working_day(day) or earliest_signature(day, days) > sign_by:
        day -= _DAY
    return day
