"""What must happen with a contract: its row read, its days reckoned, each with the cost of missing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from registry.contracts.models import Contract
from registry.core.agreements import Deadline, Standing, TermsContradict, next_option
from registry.core.agreements.conflicts import Limit
from registry.core.text import Text
from registry.core.vocabulary import LegalLimitKind, ProcurementStage, RenewalStrategy
from registry.organisations.models import Person
from registry.procurement.actions import PLAN_COLUMNS, UNDECIDED, Action, actions, in_short
from registry.procurement.conflicts import limits_today
from registry.procurement.leaving import LEAVING_COLUMNS, leaving
from registry.procurement.missing import Missed, cost_of_missing
from registry.procurement.operations import LISTS, TERM_COLUMNS, deadline, terms_of, with_lists
from registry.suppliers.models import Supplier

OF_OPTION = ("number", "months", "call_by", "call_period", "call_unit", "decision")
OF_AMENDMENT = ("term", "value", "applies_from", "appendix")


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


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A contract with everything that must happen with it; `why` in words when no day can be told.

    `any_day`: nothing is missing, it can be ended any day.
    """

    contract: ContractLine
    renewals: tuple[Renewal, ...] = ()
    why: tuple[Text, ...] = ()
    any_day: bool = False


class Known:
    """Remembers what was reckoned last, so that only contracts that read otherwise since are reckoned anew."""

    def __init__(self) -> None:
        self._found: Mapping[tuple[object, ...], Reckoned] = {}

    def reckon(self, session: Session, rows: Iterable[Any], today: date) -> Iterator[Reckoned]:
        """What must happen with the contracts of `rows` (of `contract_columns`, with their lists), in the order of the rows."""
        standstill = _standstill(session, today)
        before, now = self._found, dict[tuple[object, ...], Reckoned]()
        for row in rows:
            content = (today, standstill, *_content(row))
            now[content] = found = before.get(content) or _reckoned(row, standstill, today)
            yield found
        self._found = now


def contract_columns() -> Select[Any]:
    """What is read of a contract to reckon its days and to show it in a line."""
    leads = aliased(Person)
    own = ("id", "key", "name", "annual_value", "responsible_id", "procurement_started", "procurement_responsible_id")
    names = dict.fromkeys((*own, *TERM_COLUMNS, *PLAN_COLUMNS, *LEAVING_COLUMNS))
    others = (
        Supplier.key.label("supplier_key"),
        Supplier.name.label("supplier_name"),
        Person.name.label("responsible_name"),
        leads.name.label("leads"),
    )
    return (
        select(*(getattr(Contract, name) for name in names), *others)
        .join(Supplier, Supplier.id == Contract.supplier_id)
        .outerjoin(Person, Person.id == Contract.responsible_id)
        .outerjoin(leads, leads.id == Contract.procurement_responsible_id)
    )


def reckoned(session: Session, contracts: Collection[int], today: date) -> Mapping[int, Reckoned]:
    """What must happen with each of `contracts` (ids, a page of them), also with those that have ended."""
    rows = with_lists(session, session.execute(contract_columns().where(Contract.id.in_(sorted(contracts)))))
    standstill = _standstill(session, today)
    return {row.id: _reckoned(row, standstill, today) for row in rows}


def _standstill(session: Session, today: date) -> Limit | None:
    return limits_today(session, today).get(LegalLimitKind.STANDSTILL_DAYS)


def _content(row: Any) -> Iterator[object]:
    """Everything that is reckoned from and shown."""
    yield from (value for name, value in vars(row).items() if name not in LISTS)
    yield tuple(getattr(option, name) for option in row.options for name in OF_OPTION)
    yield tuple(getattr(amendment, name) for amendment in row.amendments for name in OF_AMENDMENT)


def _reckoned(row: Any, standstill: Limit | None, today: date) -> Reckoned:
    line = _line(row)
    try:
        notice = deadline(row, today)
        found = tuple(_renewals_of(line, row, notice, standstill, today))
    except TermsContradict as problem:
        return Reckoned(line, why=tuple(message for _field, message in problem.problems))
    if notice.standing is Standing.UNKNOWN or (notice.standing is Standing.NOTICE_GIVEN and notice.ends is None):
        return Reckoned(line, found, (notice.steps[-1].text,))
    if notice.standing is Standing.ANY_DAY:
        return Reckoned(line, found, (in_short(notice),), any_day=True)
    return Reckoned(line, found)


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
        row.leads,
    )


def _renewals_of(line: ContractLine, row: Any, notice: Deadline, standstill: Limit | None, today: date) -> Iterator[Renewal]:
    option = next_option(terms_of(row, today), today)
    months = option.option.months if option is not None else None
    for action in (*actions(row, notice, today), *leaving(row, notice, standstill)):
        yield Renewal(line, action, cost_of_missing(action, notice, row.annual_value, months))
