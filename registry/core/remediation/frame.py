"""The words of a plan: what may be chosen, what is wished for, and the frame of years and money it must keep to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.core.remediation.gate import Gate
from registry.core.vocabulary import Funding

Money = Mapping[tuple[int, Funding], int]
"""Kronor by (year, funding)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A remediation that may be chosen. Cost in kronor; `requires` are remediations (keys) that must be done before it begins.

    `not_before` is the first year it may begin, for example when a contract ends; `must` when it is to be done in any case.
    """

    key: str
    cost: int
    months: int
    funding: Funding
    requires: frozenset[str] = frozenset()
    not_before: int | None = None
    must: bool = False
    name: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.key

    def last_year(self, begun: int) -> int:
        """The year in which it is done when it begins on the first day of `begun`."""
        return begun + max(0, -(-self.months // 12) - 1)

    def payments(self, begun: int) -> dict[int, int]:
        """Kronor by year, equal for every month, the odd krona in the first year."""
        if self.months <= 12:
            return {begun: self.cost}
        years = range(begun, self.last_year(begun) + 1)
        paid = {year: self.cost * min(12, self.months - 12 * (year - begun)) // self.months for year in years}
        paid[begun] += self.cost - sum(paid.values())
        return paid


@dataclass(frozen=True, slots=True)
class Wish:
    """An initiative that waits behind `gate`: `benefit` in kronor a year, wanted from the year `needed`."""

    gate: Gate
    benefit: int
    needed: int

    @property
    def key(self) -> str:
        return self.gate.initiative.key


@dataclass(frozen=True, slots=True)
class Frame:
    """What a plan must keep to: its years, the money for each year and funding, and how many may begin in one year.

    Benefits are counted to the end of `horizon`, which may lie beyond the years that have money. `agreed` are remediations
    that are paid for already, with the first year in which they are done.
    """

    first: int
    last: int
    horizon: int
    money: Money
    most_begun: int | None = None
    agreed: Mapping[str, int] = field(default_factory=dict)

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to begin when, and what it frees. All keys; `freed` gives the first year an initiative is free.

    `benefit` is kronor over the horizon, `bound` what no plan can exceed; `proved` when the two meet.
    """

    begun: Mapping[str, int]
    freed: Mapping[str, int]
    benefit: int
    cost: int
    bound: int
    proved: bool


def years_of_benefit(wish: Wish, freed: int, frame: Frame) -> int:
    """How many years of the horizon an initiative that is free from `freed` brings its benefit."""
    return max(0, frame.horizon - max(freed, wish.needed) + 1)
