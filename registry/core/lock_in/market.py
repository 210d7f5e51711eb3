"""How concentrated a market is: shares and the Herfindahl-Hirschman index."""

from __future__ import annotations

from collections.abc import Iterable


def hhi(sizes: Iterable[int]) -> int | None:
    """Sum of the squares of every supplier's share in percent, rounded: near 0 for many small ones, 10,000 for a single one.

    `sizes` is what each supplier has (kronor, systems). None when there is nothing to share.
    """
    known = [size for size in sizes if size > 0]
    total = sum(known)
    return round(sum(10_000 * size * size for size in known) / (total * total)) if total else None
