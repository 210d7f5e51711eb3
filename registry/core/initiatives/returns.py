"""What an initiative returns: simple payback and what five years give, with the arithmetic shown.

No discounting on purpose: with estimates this rough, a rate of interest would only lend them a false precision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.core.text import Text
from registry.core.text import text as _

YEARS = 5


@dataclass(frozen=True, slots=True)
class Return:
    """Kronor, whole; `net` is benefit less running cost a year. `payback` is in years, None when it never pays back."""

    net: int
    payback: float | None
    five_years: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was assessed, in kronor: benefit and running cost a year, budget once. None is not known."""

    benefit: int | None
    running_cost: int | None
    budget: int | None


def return_of(estimate: Estimate) -> Return | None:
    """None while benefit or budget is not known. A running cost nobody has named counts as none, and is `missing`."""
    if estimate.benefit is None or estimate.budget is None:
        return None
    net = estimate.benefit - (estimate.running_cost or 0)
    payback = estimate.budget / net if net > 0 else None
    return Return(net, payback, YEARS * net - estimate.budget, tuple(_missing(estimate)))


def _missing(estimate: Estimate) -> Iterator[str]:
    if estimate.running_cost is None:
        yield "running_cost"


def in_words(found: Return) -> Text:
    """The payback as a sentence."""
    if found.payback is None:
        return _("It never pays back: it costs as much to run as it gives, or more")
    if found.payback < 1:
        return _("It has paid back within a year")
    return _("It has paid back after {years} years", years=round(found.payback, 1))
