"""What it costs when a day goes by without anybody acting: the term that is forced upon the municipality, at today's price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.core.agreements import Deadline
from registry.core.agreements.periods import Period, move_end
from registry.core.text import Text
from registry.core.text import text as _
from registry.procurement.actions import Action, ActionKind

LONGEST_MONTHS = 240
MONTHS_A_YEAR = 12
DAYS_A_YEAR = 365
DELAYING = frozenset({ActionKind.DECISION, ActionKind.BEGIN, ActionKind.PROCUREMENT, ActionKind.AWARD, ActionKind.EXIT})
"""Kinds of days that delay a successor when they are missed."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What missing a day costs: `kronor`, None when the price is not known, and how that was reckoned, in words."""

    kronor: int | None
    why: Text


def cost_of_missing(action: Action, notice: Deadline, annual: int | None, option_months: int | None) -> Missed | None:
    """What missing `action` costs; None for days that cost nothing by themselves. `annual` is the price in kronor a year.

    A missed notice costs the term that the contract renews itself by. A missed option must be bought on other terms. What
    delays a successor costs a month's price for every month of delay, since the old contract must be borne or bridged.
    """
    if action.kind is ActionKind.NOTICE and notice.ends and notice.ends_if_missed:
        return _forced(notice.ends, notice.ends_if_missed, annual)
    if action.kind is ActionKind.OPTION and option_months:
        return _lost_option(option_months, annual)
    if action.kind in DELAYING:
        return _by_month(annual)
    return None


def _forced(ends: date, later: date, annual: int | None) -> Missed:
    months = next((n for n in range(1, LONGEST_MONTHS + 1) if move_end(ends, Period(n)) >= later), LONGEST_MONTHS)
    exact = move_end(ends, Period(months)) == later
    days = (later - ends).days
    length: Text = Period(months).text() if exact else _("{days} days", days=days)
    if annual is None:
        return Missed(
            None, _("{length} more, from {ends} to {later}; the price is not entered", length=length, ends=ends, later=later)
        )
    kronor = round(annual * months / MONTHS_A_YEAR) if exact else round(annual * days / DAYS_A_YEAR)
    why = _(
        "{length} more, from {ends} to {later}, at {annual} kronor a year", length=length, ends=ends, later=later, annual=annual
    )
    return Missed(kronor, why)


def _lost_option(months: int, annual: int | None) -> Missed:
    length = Period(months).text()
    if annual is None:
        return Missed(None, _("The right to {length} at today's terms is lost; the price is not entered", length=length))
    why = _(
        "The right to {length} at today's terms is lost: that must be bought in another way, at {annual} kronor a year today",
        length=length,
        annual=annual,
    )
    return Missed(round(annual * months / MONTHS_A_YEAR), why)


def _by_month(annual: int | None) -> Missed | None:
    if annual is None:
        return None
    monthly = round(annual / MONTHS_A_YEAR)
    return Missed(
        monthly,
        _("For every month of delay, at {annual} kronor a year: the old contract must be borne or bridged", annual=annual),
    )
