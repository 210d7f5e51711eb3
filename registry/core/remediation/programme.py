"""The integer programme behind a plan: columns, rows and the call to the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from registry.core.remediation.frame import Choice, Frame, Wish, years_of_benefit

_UNIT = 1_000  # kronor in one unit of the objective, to keep the solver's numbers small
_PAYS = 1e-6  # of two plans with equal benefit the cheaper is taken; too little to outweigh any benefit worth naming

Entries = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found: what begins when, kronor of benefit no plan can exceed, and whether that is reached."""

    begun: dict[str, int]
    bound: int
    optimal: bool


@dataclass(slots=True)
class _Rows:
    """Constraints `low <= sum(weight * column) <= high`, gathered entry by entry."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, entries: Entries, low: float, high: float) -> None:
        for column, weight in entries:
            self.row.append(len(self.low))
            self.column.append(column)
            self.weight.append(weight)
        self.low.append(low)
        self.high.append(high)

    def constraints(self, columns: int) -> list[LinearConstraint]:
        if not self.low:
            return []
        matrix = coo_array((self.weight, (self.row, self.column)), shape=(len(self.low), columns)).tocsr()
        return [LinearConstraint(matrix, np.array(self.low), np.array(self.high))]


class Programme:
    """Columns: one for each choice and year it may begin, one for each wish and year in which it would be free.

    `barriers` are, by wish, sets of choices (keys) of which one must be done before the wish is free.
    """

    def __init__(
        self, choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, barriers: Mapping[str, Sequence[frozenset[str]]]
    ) -> None:
        self.choices, self.wishes, self.frame, self.barriers = choices, wishes, frame, barriers
        self.begins: dict[tuple[str, int], int] = {}
        for choice in choices:
            for year in frame.years:
                if choice.last_year(year) <= frame.last and year >= (choice.not_before or year):
                    self.begins[choice.key, year] = len(self.begins)
        self.done_by = self._done_by()
        self.frees: dict[tuple[str, int], tuple[int, int]] = {}
        for wish in wishes:
            for year in range(frame.first, frame.last + 2):
                brings = wish.benefit * self._years(wish, year)
                if brings > 0:
                    self.frees[wish.key, year] = (len(self.begins) + len(self.frees), brings)

    @property
    def width(self) -> int:
        return len(self.begins) + len(self.frees)

    def solve(self, seconds: float, gap: float) -> Answer | None:
        """A plan within the share `gap` of the best for these barriers, or the best that `seconds` allow.

        None when there is none, or none was found in time.
        """
        if not self.width:
            return None if any(choice.must for choice in self.choices) else Answer({}, 0, True)
        result = milp(
            self._objective(),
            integrality=np.array([1] * len(self.begins) + [0] * len(self.frees)),
            bounds=Bounds(0, 1),
            constraints=self._rows().constraints(self.width),
            options={"time_limit": seconds, "mip_rel_gap": gap},
        )
        if result.x is None:
            return None
        begun = {choice: year for (choice, year), column in self.begins.items() if result.x[column] > 0.5}
        return Answer(begun, self._bound(result, gap), result.status == 0 and gap == 0)

    def _years(self, wish: Wish, year: int) -> int:
        """How many years' benefit being free in `year` brings: that year's, and after the last year of money all that follow."""
        if year > self.frame.last:
            return years_of_benefit(wish, year, self.frame)
        return 1 if year >= wish.needed and year <= self.frame.horizon else 0

    def _objective(self) -> np.ndarray:
        costs = {choice.key: choice.cost for choice in self.choices}
        begins = [_PAYS * costs[key] / _UNIT for key, _year in self.begins]
        return np.array(begins + [-brings / _UNIT for _column, brings in self.frees.values()])

    def _bound(self, result: object, gap: float) -> int:
        if result.status == 0 and gap == 0:  # type: ignore[attr-defined]
            return round(sum(brings * result.x[column] for column, brings in self.frees.values()))  # type: ignore[attr-defined]
        most = sum(brings for _column, brings in self.frees.values())
        dual = getattr(result, "mip_dual_bound", None)
        if dual is None or not np.isfinite(dual):
            return most
        slack = _PAYS * sum(choice.cost for choice in self.choices)
        return min(most, int(-dual * _UNIT + slack) + 1)

    def _done_by(self) -> dict[str, list[tuple[int, int]]]:
        """Choice -> (first year in which it is done, column)."""
        last_years = {choice.key: choice.last_year for choice in self.choices}
        found: dict[str, list[tuple[int, int]]] = {}
        for (key, year), column in self.begins.items():
            found.setdefault(key, []).append((last_years[key](year) + 1, column))
        return found

    def _done(self, key: str, year: int) -> list[int]:
        """The columns that mean that `key` is done when `year` begins."""
        return [column for first, column in self.done_by.get(key, ()) if first <= year]

    def _rows(self) -> _Rows:
        rows = _Rows()
        self._once(rows)
        self._after_what_they_require(rows)
        self._within_the_money(rows)
        self._free_when_every_barrier_is_passed(rows)
        return rows

    def _once(self, rows: _Rows) -> None:
        for choice in self.choices:
            columns = [(self.begins[choice.key, year], 1.0) for year in self.frame.years if (choice.key, year) in self.begins]
            if columns or choice.must:
                rows.add(columns, 1.0 if choice.must else 0.0, 1.0)
        if self.frame.most_begun is not None:
            for year in self.frame.years:
                begun = [(column, 1.0) for (_key, start), column in self.begins.items() if start == year]
                rows.add(begun, 0.0, self.frame.most_begun)

    def _after_what_they_require(self, rows: _Rows) -> None:
        required = {choice.key: choice.requires for choice in self.choices}
        for (key, year), column in self.begins.items():
            for other in required[key]:
                if self.frame.agreed.get(other, year + 1) <= year:
                    continue
                rows.add([(column, 1.0), *((before, -1.0) for before in self._done(other, year))], -np.inf, 0.0)

    def _within_the_money(self, rows: _Rows) -> None:
        spent: dict[object, Entries] = {}
        by_key = {choice.key: choice for choice in self.choices}
        for (key, begun), column in self.begins.items():
            choice = by_key[key]
            for year, amount in choice.payments(begun).items():
                spent.setdefault((year, choice.funding), []).append((column, amount / _UNIT))
        for place, entries in spent.items():
            rows.add(entries, -np.inf, self.frame.money.get(place, 0) / _UNIT)  # type: ignore[call-overload]

    def _free_when_every_barrier_is_passed(self, rows: _Rows) -> None:
        for (wish, year), (column, _brings) in self.frees.items():
            for barrier in self.barriers[wish]:
                if any(self.frame.agreed.get(key, year + 1) <= year for key in barrier):
                    continue
                passed = [(done, -1.0) for key in sorted(barrier) for done in self._done(key, year)]
                rows.add([(column, 1.0), *passed], -np.inf, 0.0)
