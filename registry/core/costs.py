"""Arithmetic of costs: divided between systems to the last krona, and carried to the prices of another year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

K = TypeVar("K")
WHOLE = 100


class SharesWrong(ValueError):
    """The shares cannot divide a cost, because together they are `sum` percent."""

    def __init__(self, sum: int) -> None:
        super().__init__(f"{sum} percent")
        self.sum = sum


def check_shares(shares: Iterable[int | None]) -> int:
    """What the shares that are given, each 0 to 100 percent, come to. Raises SharesWrong when that is more than 100."""
    given = sum(share for share in shares if share is not None)
    if given > WHOLE:
        raise SharesWrong(given)
    return given


def allocate(kronor: int, shares: Mapping[K, int | None]) -> dict[K, int]:
    """`kronor` divided by `shares` in percent; those that are None divide equally what the others leave. Raises SharesWrong.

    In whole kronor that sum to `kronor` exactly, or to what the shares cover when all are given and are less than 100 together.
    What rounding leaves over goes to the largest remainders, the first of equals first.
    """
    left = WHOLE - check_shares(shares.values())
    equals = sum(share is None for share in shares.values())
    weights = [(share * max(equals, 1) if share is not None else left) for share in shares.values()]
    weights.append(0 if equals else left)  # nobody's
    total = WHOLE * max(equals, 1)
    parts = [kronor * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(kronor * weights[place] % total))
    for place in by_remainder[: kronor - sum(parts)]:
        parts[place] += 1
    return dict(zip(shares, parts, strict=False))


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
