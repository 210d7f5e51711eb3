"""Arithmetic of costs: divided between systems to the last krona, and carried to the prices of another year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from registry.core.text import Text
from registry.core.text import text as _

K = TypeVar("K")


class SharesWrong(ValueError):
    """The shares cannot divide a cost; `message` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def check_shares(shares: Mapping[K, int | None]) -> None:
    """Raise SharesWrong unless no share is given, or all that are given are 0 to 100 and sum to 100."""
    given = [share for share in shares.values() if share is not None]
    if any(not 0 <= share <= 100 for share in given):
        raise SharesWrong(_("A share is 0 to 100 percent"))
    if given and sum(given) != 100:
        raise SharesWrong(_("The shares sum to {sum} percent; they must sum to 100", sum=sum(given)))


def allocate(kronor: int, shares: Mapping[K, int | None]) -> dict[K, int]:
    """`kronor` divided by `shares` (percent; evenly when none is given), in whole kronor that sum to it exactly.

    What rounding leaves over goes to the largest remainders, the first of equals first. Raises SharesWrong.
    """
    check_shares(shares)
    if not shares:
        return {}
    even = all(share is None for share in shares.values())
    weights = {key: 1 if even else share or 0 for key, share in shares.items()}
    total = sum(weights.values())
    divided = {key: kronor * weight // total for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(kronor * weights[key] % total))
    for key in by_remainder[: kronor - sum(divided.values())]:
        divided[key] += 1
    return divided


def in_prices_of(kronor: int, index_then: int, index_now: int) -> int:
    """What `kronor` of a year with the index `index_then` are in the prices of one with `index_now`, rounded half up."""
    return (2 * kronor * index_now + index_then) // (2 * index_then)


class AgainstIndex(NamedTuple):
    """One year's cost in kronor: what was paid, and what the base year's cost becomes by the index."""

    paid: int
    by_index: int

    @property
    def above(self) -> int:
        """Kronor paid above the index; below zero when less was paid."""
        return self.paid - self.by_index


def against_index(paid: Mapping[int, int], index: Mapping[int, int]) -> dict[int, AgainstIndex]:
    """Each year's cost against the first year's, carried by an index (hundredths by year).

    Years without an index value are left out. The first year that is left is the base, where both are the same.
    """
    years = sorted(year for year in paid if year in index)
    return {year: AgainstIndex(paid[year], in_prices_of(paid[years[0]], index[years[0]], index[year])) for year in years}
