"""What must happen with a contract: its days reckoned, each with the cost of missing it, and for how long that answer holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from registry.core.agreements import Deadline, Standing, TermsContradict, next_option
from registry.core.agreements.conflicts import Limit
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import LegalLimitKind, ProcurementStage, RenewalStrategy
from registry.procurement.actions import UNDECIDED, Action, actions, in_short
from registry.procurement.conflicts import limits_today
from registry.procurement.contract_rows import contract_rows
from registry.procurement.leaving import LEAVING, leaving
from registry.procurement.missing import Missed, cost_of_missing
from registry.procurement.operations import deadline, decision, terms_of


@dataclass(frozen=True, slots=True)
class ContractLine:
    """What the list shows of a contract. `annual_value` in kronor a year."""

    id: int
    key: str
    name: str
    supplier_key: str
    supplier_name: str
    annual_value: int | None
    responsible_id: int | None = None
    responsible: str | None = None
    strategy: RenewalStrategy | None = None
    stage: ProcurementStage | None = None
    planned: date | None = None
    began: date | None = None
    leads_id: int | None = None
    leads: str | None = None

    @property
    def undecided(self) -> bool:
        """Whether nobody has chosen a way forward, and no procurement has begun."""
        return self.strategy is None and not self.has_begun

    @property
    def has_begun(self) -> bool:
        """Whether the procurement that follows has begun."""
        return self.began is not None or self.stage not in UNDECIDED


@dataclass(frozen=True, slots=True)
class Renewal:
    """One thing that must happen with one contract."""

    contract: ContractLine
    action: Action
    missed: Missed | None = None


class Apart(Term):
    """Why a contract has no day to act and is listed apart."""

    UNRECKONED = "unreckoned", _("Cannot be reckoned")
    ANY_DAY = "any_day", _("Can be ended any day")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A contract with everything that must happen with it, and the last day to decide what follows; `why` it is `apart`.

    `ended`: it is over, so that at most a planned procurement is left. `holds_until` is the last day on which the same is said,
    unless the contract is changed.
    """

    contract: ContractLine
    renewals: tuple[Renewal, ...] = ()
    decide_by: date | None = None
    apart: Apart | None = None
    why: tuple[Text, ...] = ()
    ended: bool = False
    holds_until: date = date.max


def reckoned(session: Session, contracts: Collection[int], today: date) -> Mapping[int, Reckoned]:
    """What must happen with each of `contracts` (ids, a page of them) that is there, also with those that have ended."""
    if not contracts:
        return {}
    standstill = limits_today(session, today).get(LegalLimitKind.STANDSTILL_DAYS)
    return {number: reckon(row, standstill, today) for number, row in contract_rows(session, contracts).items()}


def reckon(row: Any, standstill: Limit | None, today: date) -> Reckoned:
    """What the terms in `row` (registry.procurement.contract_rows) say; `standstill` is the law's figure in force."""
    line = _line(row)
    try:
        notice, decide = deadline(row, today), decision(row, today)
        found = tuple(_renewals_of(line, row, notice, standstill, today))
    except TermsContradict as problem:
        why = tuple(message for _field, message in problem.problems)
        return Reckoned(line, apart=Apart.UNRECKONED, why=why, holds_until=_next_appendix(row, today))
    until = min(_next_appendix(row, today), _next_turn(row, notice, decide, today))
    apart, words = _apart(notice)
    return Reckoned(line, found, decide.day, apart, words, notice.standing is Standing.ENDED, until)


def _apart(notice: Deadline) -> tuple[Apart | None, tuple[Text, ...]]:
    if notice.standing is Standing.UNKNOWN or (notice.standing is Standing.NOTICE_GIVEN and notice.ends is None):
        return Apart.UNRECKONED, (notice.steps[-1].text,)
    if notice.standing is Standing.ANY_DAY:
        return Apart.ANY_DAY, (in_short(notice),)
    return None, ()


def _line(row: Any) -> ContractLine:
    return ContractLine(
        row.id,
        row.key,
        row.name,
        row.supplier_key,
        row.supplier_name,
        row.annual_value,
        row.responsible_id,
        row.responsible_name,
        row.renewal_strategy,
        row.procurement_stage,
        row.procurement_start,
        row.procurement_started,
        row.procurement_responsible_id,
        row.leads_name,
    )


def _renewals_of(line: ContractLine, row: Any, notice: Deadline, standstill: Limit | None, today: date) -> Iterator[Renewal]:
    option = next_option(terms_of(row, today), today)
    months = option.option.months if option is not None else None
    for action in (*actions(row, notice, today), *leaving(row, notice, standstill)):
        yield Renewal(line, action, cost_of_missing(action, notice, row.annual_value, months))


def _next_appendix(row: Any, today: date) -> date:
    """The last day before an appendix changes the terms."""
    coming = (each.applies_from - timedelta(days=1) for each in row.amendments if each.applies_from > today)
    return min(coming, default=date.max)


def _next_turn(row: Any, notice: Deadline, decide: Deadline, today: date) -> date:
    """The last day before one of the days reckoned has gone by, which is what makes the answer another."""
    late = notice.day is not None and notice.day < today
    moves_daily = notice.standing is Standing.ANY_DAY and row.renewal_strategy in LEAVING
    if late or moves_daily:
        return today
    days = [notice.day, notice.practical_day, notice.ends, decide.day, decide.practical_day]
    option = next_option(terms_of(row, today), today)
    if option is not None:
        days += [option.day, option.practical_day]
    return min((day for day in days if day is not None and day >= today), default=date.max)
