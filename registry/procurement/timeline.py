"""The next two years as a picture: one line per contract, a mark for every day on which something must happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.core.agreements.quarters import Quarter, quarter_of
from registry.procurement.actions import ActionKind
from registry.procurement.reckoning import ContractLine, Renewal

WIDTH, LEFT, RIGHT, TOP, ROW = 960, 300, 20, 28, 26
MONTHS = 24
MOST_ROWS = 40
LONGEST_NAME = 40
SIGNS = {
    ActionKind.NOTICE: "notice",
    ActionKind.DECISION: "decision",
    ActionKind.OPTION: "option",
    ActionKind.BEGIN: "procurement",
    ActionKind.PROCUREMENT: "procurement",
    ActionKind.AWARD: "procurement",
    ActionKind.EXIT: "exit",
    ActionKind.ENDS: "ends",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of one contract: `sign` names its shape, `late` that it lies behind and stands at the left edge."""

    x: float
    sign: str
    renewal: Renewal
    late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One contract's line, its middle at `y`."""

    contract: ContractLine
    name: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a quarter on the axis."""

    x: float
    quarter: Quarter


@dataclass(frozen=True, slots=True)
class Timeline:
    """Contracts with something to do before `last`, the first to act on first; `hidden` did not fit."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    first: date
    last: date
    hidden: int

    @property
    def height(self) -> int:
        return TOP + len(self.rows) * ROW + 12


def timeline(renewals: Iterable[Renewal], contracts: int, today: date, last: date) -> Timeline:
    """The picture of what must happen up to `last` with the first of so many `contracts`; what is late stands at the left."""
    by_contract: dict[int, list[Renewal]] = {}
    for renewal in renewals:
        by_contract.setdefault(renewal.contract.id, []).append(renewal)
    shown = list(by_contract.values())[:MOST_ROWS]

    def across(day: date) -> float:
        share = max(0, (day - today).days) / max(1, (last - today).days)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    rows = tuple(
        Row(
            lines[0].contract,
            _short(lines[0].contract.name),
            TOP + number * ROW + ROW // 2,
            tuple(Mark(across(line.action.day), SIGNS[line.action.kind], line, line.action.late(today)) for line in lines),
        )
        for number, lines in enumerate(shown)
    )
    ticks = tuple(Tick(across(quarter.first), quarter) for quarter in _quarters(today, last))
    return Timeline(rows, ticks, today, last, contracts - len(shown))


def _quarters(first: date, last: date) -> Iterator[Quarter]:
    """Those that begin between the two days."""
    quarter = quarter_of(first - timedelta(days=1)).later(1)
    while quarter.first <= last:
        yield quarter
        quarter = quarter.later(1)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
