"""The procurement plan: what is meant to follow each contract, by the quarter in which the work is planned to begin.

What has a planned quarter is counted, sorted and cut into pages by the database. What has none belongs to the plan when somebody
must act on it within the coming MONTHS; those days are reckoned, so they are taken from their index (`renewals`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.contracts.plans import ProcurementStep
from registry.contracts.reckoned import ReckonedDay
from registry.core.agreements.periods import Period, move_end
from registry.core.agreements.quarters import Quarter, quarter_of
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import ProcurementStage, RenewalStrategy
from registry.procurement.actions import TO_ACT, WITHOUT_WORK
from registry.procurement.contract_rows import AT_A_TIME, HAS_BEGUN, UNDECIDED_CONTRACT
from registry.procurement.reckoning import ContractLine, Reckoned, Renewal, reckoned
from registry.procurement.renewals import Renewals

MONTHS = 24
QUARTERS = MONTHS // 3
"""Quarters, this one first, that are counted one by one."""

PAGE_SIZE = 50


class Rest(Term):
    """What of the plan is not in one of the coming QUARTERS."""

    EARLIER = "earlier", _("Earlier quarters")
    LATER = "later", _("Later")
    UNPLANNED = "unplanned", _("No quarter planned")


Part = Quarter | Rest


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines of the plan are asked for: a part of it (all when None), a person's (a number), the undecided ones."""

    part: Part | None = None
    person: int | None = None
    undecided: bool = False


@dataclass(slots=True)
class Count:
    """How many lines a part of the plan has, how many of them are undecided, and how many should have begun."""

    lines: int = 0
    undecided: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the procurement: when it is meant to be reached and when it was."""

    stage: ProcurementStage
    planned_for: date | None
    reached_on: date | None

    @property
    def words(self) -> Text:
        if self.reached_on is not None:
            return _("{stage}: reached {day}", stage=self.stage, day=self.reached_on)
        if self.planned_for is not None:
            return _("{stage}: planned for {day}", stage=self.stage, day=self.planned_for)
        return _("{stage}: not planned", stage=self.stage)

    def late(self, today: date) -> bool:
        return self.reached_on is None and self.planned_for is not None and self.planned_for < today


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A contract in the plan; `quarter` None when none is planned. `todo` are its days, `note` what is written of the plan."""

    reckoned: Reckoned
    quarter: Quarter | None
    late: bool
    note: str | None
    steps: tuple[Step, ...]

    @property
    def contract(self) -> ContractLine:
        return self.reckoned.contract

    @property
    def todo(self) -> tuple[Renewal, ...]:
        """What somebody must decide or begin, each with its last day; for a contract that is settled, what happens next."""
        found = tuple(one for one in self.reckoned.renewals if one.action.kind in TO_ACT)
        return found or self.reckoned.renewals[:1]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one quarter on this page; `quarter` None for those that have none."""

    quarter: Quarter | None
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the plan. `counts` are those of the whole plan within the filters, whatever part is looked at."""

    groups: tuple[Group, ...]
    counts: dict[Part, Count]
    lines: int
    number: int
    pages: int

    @property
    def most(self) -> int:
        """The most lines that a part with quarters has, at least 1."""
        return max(1, *(count.lines for part, count in self.counts.items() if part is not Rest.UNPLANNED))


class Planning:
    """The plan as one reader may see it: the contracts within `reach`, with what must happen with them (`found`)."""

    def __init__(self, session: Session, found: Renewals, reach: ColumnElement[bool]) -> None:
        self.session, self.found, self.today = session, found, found.today
        self.reach = reach
        self.now = quarter_of(found.today)

    def page(self, asked: Asked, number: int) -> Page:
        """The page `number`, or the last one when there are fewer."""
        counts = self._counts(asked)
        counts[Rest.UNPLANNED] = unplanned = self._count_unplanned(asked)
        shown = unplanned.lines if asked.part in {None, Rest.UNPLANNED} else 0
        planned = sum(counts[part].lines for part in counts if part is not Rest.UNPLANNED and asked.part in {None, part})
        total = planned + shown
        pages = max(1, -(-total // PAGE_SIZE))
        number = min(max(number, 1), pages)
        first = (number - 1) * PAGE_SIZE
        ids = [*self._planned(asked, first, PAGE_SIZE)] if first < planned else []
        room = PAGE_SIZE - len(ids) if shown else 0
        lines = self._lines([*ids, *self._unplanned(asked, max(0, first - planned), room)])
        groups = (Group(quarter, tuple(of_quarter)) for quarter, of_quarter in groupby(lines, lambda line: line.quarter))
        return Page(tuple(groups), counts, total, number, pages)

    def every(self, asked: Asked) -> Iterator[PlanLine]:
        """All lines of the plan, whichever page they are on."""
        first = 0
        while ids := self._planned(asked, first, AT_A_TIME):
            yield from self._lines(ids)
            first += AT_A_TIME
        first = 0
        while asked.part in {None, Rest.UNPLANNED} and (ids := self._unplanned(asked, first, AT_A_TIME)):
            yield from self._lines(ids)
            first += AT_A_TIME

    def part_of(self, quarter: Quarter | None) -> Part:
        """The part of the plan that a quarter is counted in."""
        if quarter is None:
            return Rest.UNPLANNED
        if quarter < self.now:
            return Rest.EARLIER
        return quarter if quarter < self.now.later(QUARTERS) else Rest.LATER

    def quarter(self, day: date | None, strategy: RenewalStrategy | None) -> Quarter | None:
        """The quarter of the planned `day`. One that has gone by says nothing of a contract that was to be prolonged then."""
        if day is None or (day < self.now.first and strategy in WITHOUT_WORK):
            return None
        return quarter_of(day)

    def _quarter(self, line: ContractLine) -> Quarter | None:
        return self.quarter(line.planned or line.began, line.strategy)

    def _late(self, line: ContractLine, quarter: Quarter | None) -> bool:
        return quarter is not None and quarter < self.now and not line.has_begun

    def _counts(self, asked: Asked) -> dict[Part, Count]:
        counts: dict[Part, Count] = {Rest.EARLIER: Count()}
        counts |= {self.now.later(number): Count() for number in range(QUARTERS)}
        counts[Rest.LATER] = Count()
        late = case((HAS_BEGUN, 0), else_=1)
        query = select(_DAY, func.count(), func.sum(case((UNDECIDED_CONTRACT, 1), else_=0)), func.sum(late))
        everything = self._condition(Asked(None, asked.person, asked.undecided))
        for day, lines, undecided, not_begun in self.session.execute(query.where(everything).group_by(_DAY)):
            count = counts[part := self.part_of(quarter_of(day))]
            count.lines += lines
            count.undecided += undecided
            count.late += not_begun if part is Rest.EARLIER else 0
        return counts

    def _condition(self, asked: Asked) -> ColumnElement[bool]:
        """Contracts with a planned quarter that has not been dealt with, within what is asked."""
        open_still = or_(Contract.renewal_strategy.is_(None), Contract.renewal_strategy.not_in(WITHOUT_WORK))
        unsigned = or_(Contract.procurement_stage.is_(None), Contract.procurement_stage != ProcurementStage.SIGNED)
        conditions = [self.reach, or_(self.now.first <= _DAY, and_(open_still, unsigned)), self._within(asked.part)]
        return and_(*conditions, *_of_asked(asked))

    def _within(self, part: Part | None) -> ColumnElement[bool]:
        if part is None:
            return _DAY.is_not(None)
        if part is Rest.EARLIER:
            return self.now.first > _DAY
        if part is Rest.LATER:
            return self.now.later(QUARTERS).first <= _DAY
        return _DAY.between(part.first, part.last) if isinstance(part, Quarter) else false()

    def _planned(self, asked: Asked, first: int, most: int) -> Sequence[int]:
        query = select(Contract.id).where(self._condition(asked)).order_by(_DAY, Contract.name, Contract.id)
        return self.session.scalars(query.offset(first).limit(most)).all()

    def _count_unplanned(self, asked: Asked) -> Count:
        every = self._without_quarter(asked).subquery()
        query = select(func.count(), func.sum(every.c.undecided)).select_from(every)
        lines, undecided = self.session.execute(query).one()
        return Count(lines, int(undecided or 0))

    def _unplanned(self, asked: Asked, first: int, most: int) -> Sequence[int]:
        every = self._without_quarter(asked).subquery()
        query = select(every.c.id).order_by(every.c.day, every.c.name, every.c.id)
        return self.session.scalars(query.offset(first).limit(most)).all() if most else ()

    def _without_quarter(self, asked: Asked) -> Select[Any]:
        """Contracts without a quarter about which something must be decided in the coming MONTHS, and the first day of it."""
        last = move_end(self.today, Period(MONTHS))
        gone_by = and_(self.now.first > _DAY, Contract.renewal_strategy.in_(WITHOUT_WORK))
        to_act = ReckonedDay.kind.in_(sorted(kind.value for kind in TO_ACT))
        days = func.min(ReckonedDay.day).label("day")
        query = self.found.select(Contract.id, Contract.name, days, case((UNDECIDED_CONTRACT, 1), else_=0).label("undecided"))
        query = query.where(ReckonedDay.day <= last, or_(to_act, HAS_BEGUN), or_(_DAY.is_(None), gone_by), *_of_asked(asked))
        return query.group_by(Contract.id)

    def _lines(self, numbers: Sequence[int]) -> list[PlanLine]:
        found = reckoned(self.session, numbers, self.today)
        steps = self._steps(numbers)
        query = select(Contract.id, Contract.procurement_strategy).where(Contract.id.in_(numbers))
        notes = {row.id: row.procurement_strategy for row in self.session.execute(query)}
        lines = []
        for number in numbers:
            if number not in found:  # deleted by somebody else since it was chosen
                continue
            quarter = self._quarter(found[number].contract)
            late = self._late(found[number].contract, quarter)
            lines.append(PlanLine(found[number], quarter, late, notes.get(number), tuple(steps.get(number, ()))))
        return lines

    def _steps(self, numbers: Sequence[int]) -> dict[int, list[Step]]:
        of_step = (ProcurementStep.stage, ProcurementStep.planned_for, ProcurementStep.reached_on)
        query = select(ProcurementStep.contract_id, *of_step).where(ProcurementStep.contract_id.in_(numbers))
        order = list(ProcurementStage)
        found: dict[int, list[Step]] = {}
        for number, stage, planned_for, reached_on in self.session.execute(query):
            found.setdefault(number, []).append(Step(stage, planned_for, reached_on))
        return {number: sorted(steps, key=lambda step: order.index(step.stage)) for number, steps in found.items()}


_DAY: ColumnElement[Any] = func.coalesce(Contract.procurement_start, Contract.procurement_started)


def _of_asked(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """The conditions on Contract for those of the person and the undecided ones that are asked for."""
    if asked.person is not None:
        nobody_leads = Contract.procurement_responsible_id.is_(None) & (Contract.responsible_id == asked.person)
        yield or_(Contract.procurement_responsible_id == asked.person, nobody_leads)
    if asked.undecided:
        yield UNDECIDED_CONTRACT
