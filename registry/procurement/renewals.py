"""What must happen with all contracts, in the order of time, reckoned once per revision of the catalogue and day.

The days are reckoned, not stored, so every contract that may be in force is read (its columns of terms only) and reckoned before
the list can be sorted. That costs about half a millisecond per contract; MOST is the bound, and the page says when it is met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.models import Contract, Coverage
from registry.core.agreements import Deadline, Standing, TermsContradict, next_option
from registry.core.agreements.conflicts import Limit
from registry.core.text import Text
from registry.core.vocabulary import Criticality, LegalLimitKind, OptionDecision, ProcurementStage, RenewalStrategy
from registry.db.history import revision
from registry.landscape.remembered import Remembered
from registry.organisations.models import Person
from registry.procurement.actions import PLAN_COLUMNS, TO_DECIDE, UNDECIDED, Action, actions, in_short
from registry.procurement.conflicts import limits_today
from registry.procurement.leaving import LEAVING_COLUMNS, leaving
from registry.procurement.missing import Missed, cost_of_missing
from registry.procurement.operations import TERM_COLUMNS, deadline, decision, terms_of, with_lists
from registry.suppliers.models import Supplier
from registry.systems.models import System

MOST = 5_000
"""Contracts that are reckoned at most, those that end first before the others."""


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

    @property
    def undecided(self) -> bool:
        """Whether nobody has chosen a way forward, and no procurement has begun."""
        return self.strategy is None and self.stage in UNDECIDED


@dataclass(frozen=True, slots=True)
class Renewal:
    """One thing that must happen with one contract."""

    contract: ContractLine
    action: Action
    missed: Missed | None = None


@dataclass(frozen=True, slots=True)
class Unreckoned:
    """A contract that has no day in the list, and why: something is missing, contradictory, or it can be ended any day."""

    contract: ContractLine
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Renewals:
    """All of it on one day. `more` tells that there are more contracts than MOST."""

    today: date
    dated: tuple[Renewal, ...]
    unreckoned: tuple[Unreckoned, ...]
    any_day: tuple[Unreckoned, ...]
    more: bool = False

    def within(self, days: int | None) -> tuple[Renewal, ...]:
        """What is late or must happen in the coming `days`; everything when None."""
        if days is None:
            return self.dated
        last = self.today + timedelta(days=days)
        return tuple(renewal for renewal in self.dated if renewal.action.day <= last)

    def of_person(self, person: int) -> Renewals:
        """Of all this, what belongs to the contracts that `person` (a number) is responsible for."""
        return replace(
            self,
            dated=tuple(line for line in self.dated if line.contract.responsible_id == person),
            unreckoned=tuple(line for line in self.unreckoned if line.contract.responsible_id == person),
            any_day=tuple(line for line in self.any_day if line.contract.responsible_id == person),
        )

    def to_decide(self, days: int) -> int:
        """How many contracts somebody must decide about in the coming `days`."""
        return len(self._contracts(r for r in self.within(days) if not r.action.late(self.today)))

    def late(self) -> int:
        """About how many contracts the decision is late."""
        return len(self._contracts(r for r in self.dated if r.action.late(self.today)))

    def _contracts(self, renewals: Iterator[Renewal]) -> set[int]:
        return {renewal.contract.id for renewal in renewals if renewal.action.kind in TO_DECIDE}


@dataclass(frozen=True, slots=True)
class Covered:
    """The systems a contract covers, the most critical first."""

    systems: tuple[tuple[str, str, Criticality | None], ...]

    @property
    def criticality(self) -> Criticality | None:
        """The highest among them, None when none is known."""
        return min((found for *_, found in self.systems if found is not None), key=list(Criticality).index, default=None)


_remembered: Remembered[Renewals] = Remembered(4)


def renewals(session: Session, today: date) -> Renewals:
    """What must happen with the contracts of the catalogue as it is now."""
    address = session.get_bind().engine.url.render_as_string(hide_password=True)
    return _remembered.get((address, revision(session), today), lambda: _reckon(session, today))


def past_decision(session: Session, today: date) -> tuple[list[str], list[str]]:
    """Keys of the contracts past their last day to decide: (those with a procurement begun or decided, the undecided)."""
    decided: list[str] = []
    undecided: list[str] = []
    for row in _rows(session, today)[:MOST]:
        try:
            passed = decision(row, today).passed(today)
        except TermsContradict:
            continue
        if passed:
            (undecided if row.procurement_stage in UNDECIDED else decided).append(row.key)
    return decided, undecided


def covered_by(session: Session, contracts: Collection[int]) -> Mapping[int, Covered]:
    """The systems that each of `contracts` (ids, a page of them) covers, in one query."""
    query = (
        select(Coverage.contract_id, System.key, System.name, System.criticality)
        .join(System, System.id == Coverage.system_id)
        .where(Coverage.contract_id.in_(sorted(contracts)))
        .order_by(System.name, System.id)
    )
    found: dict[int, list[tuple[str, str, Criticality | None]]] = {}
    for number, key, name, criticality in session.execute(query):
        found.setdefault(number, []).append((key, name, criticality))
    return {number: Covered(tuple(sorted(systems, key=_worst_first))) for number, systems in found.items()}


def _worst_first(system: tuple[str, str, Criticality | None]) -> int:
    ranks = list(Criticality)
    return ranks.index(system[2]) if system[2] is not None else len(ranks)


def _reckon(session: Session, today: date) -> Renewals:
    rows = _rows(session, today)
    standstill = limits_today(session, today).get(LegalLimitKind.STANDSTILL_DAYS)
    dated: list[Renewal] = []
    unreckoned: list[Unreckoned] = []
    any_day: list[Unreckoned] = []
    for row in rows[:MOST]:
        line = _line(row)
        try:
            notice = deadline(row, today)
            dated += _renewals_of(line, row, notice, standstill, today)
        except TermsContradict as problem:
            unreckoned.append(Unreckoned(line, tuple(message for _field, message in problem.problems)))
            continue
        if notice.standing is Standing.UNKNOWN or (notice.standing is Standing.NOTICE_GIVEN and notice.ends is None):
            unreckoned.append(Unreckoned(line, (notice.steps[-1].text,)))
        elif notice.standing is Standing.ANY_DAY:
            any_day.append(Unreckoned(line, (in_short(notice),)))
    dated.sort(key=lambda renewal: (renewal.action.day, renewal.contract.name.casefold(), renewal.contract.id))
    return Renewals(today, tuple(dated), tuple(unreckoned), tuple(any_day), len(rows) > MOST)


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
    )


def _renewals_of(line: ContractLine, row: Any, notice: Deadline, standstill: Limit | None, today: date) -> Iterator[Renewal]:
    option = next_option(terms_of(row, today), today)
    months = option.option.months if option is not None else None
    for action in (*actions(row, notice, today), *leaving(row, notice, standstill)):
        yield Renewal(line, action, cost_of_missing(action, notice, row.annual_value, months))


def _rows(session: Session, today: date) -> Sequence[Any]:
    """Contracts that may be in force; those that ended by themselves are left out by the database."""
    never = date.max
    query = (
        select(
            Contract.id,
            Contract.key,
            Contract.name,
            Contract.annual_value,
            Supplier.key.label("supplier_key"),
            Supplier.name.label("supplier_name"),
            Contract.responsible_id,
            Person.name.label("responsible_name"),
            *(getattr(Contract, name) for name in dict.fromkeys((*TERM_COLUMNS, *PLAN_COLUMNS, *LEAVING_COLUMNS))),
        )
        .join(Supplier, Supplier.id == Contract.supplier_id)
        .outerjoin(Person, Person.id == Contract.responsible_id)
        .where(
            or_(
                Contract.end.is_(None),
                Contract.end >= today,
                Contract.renewal_period.is_not(None),
                Contract.options_used > 0,
                Contract.id.in_(select(ContractOption.contract_id).where(ContractOption.decision == OptionDecision.CALLED)),
                Contract.id.in_(select(Amendment.contract_id)),
            )
        )
        .order_by(func.coalesce(Contract.end, never), Contract.id)
        .limit(MOST + 1)
    )
    return with_lists(session, session.execute(query))
