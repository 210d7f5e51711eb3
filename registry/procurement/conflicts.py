"""Which contracts do not go together with the law, their framework agreement or their systems, and systems without one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from registry.contracts.law import LegalLimit
from registry.contracts.models import Contract, Coverage
from registry.core.agreements import Standing, Terms, TermsContradict, check, last_notice_day
from registry.core.agreements.conflicts import Conflict, ConflictName, CoveredSystem, Facts, Limit, Limits, conflicts
from registry.core.vocabulary import ContractKind, LegalLimitKind, Lifecycle
from registry.db.history import revision
from registry.landscape.remembered import Remembered
from registry.landscape.selection import among
from registry.procurement.market import IN_USE
from registry.procurement.operations import TERM_COLUMNS, as_amended, terms_of, with_lists
from registry.suppliers.models import Supplier
from registry.systems.models import System

MOST = 20_000
"""Contracts that are looked at, at most, those that were entered first before the others."""

AT_A_TIME = 500
MORE_COLUMNS = ("key", "name", "kind", "procedure", "total_value", "signed_on", "framework_id")


@dataclass(frozen=True, slots=True)
class Found:
    """A contract and one thing in it that does not go together."""

    key: str
    name: str
    supplier: str
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All of it on one day. `more` tells that there are more contracts than MOST."""

    found: tuple[Found, ...]
    more: bool

    def of(self, kind: ConflictName | None) -> tuple[Found, ...]:
        """Those of one kind, or all."""
        return self.found if kind is None else tuple(each for each in self.found if each.conflict.name is kind)

    def contracts(self) -> int:
        """How many contracts they are about."""
        return len({each.key for each in self.found})


_remembered: Remembered[Conflicts] = Remembered(4)


def all_conflicts(session: Session, today: date) -> Conflicts:
    """The conflicts of every contract that has not ended, the kinds in the order of their gravity."""
    address = session.get_bind().engine.url.render_as_string(hide_password=True)
    return _remembered.get((address, revision(session), today), lambda: _all(session, today))


def conflicts_of(session: Session, contract: Contract, today: date) -> tuple[Conflict, ...]:
    """The conflicts of one contract."""
    return tuple(each.conflict for each in _found(session, [contract.id], today, _limits(session)))


def _all(session: Session, today: date) -> Conflicts:
    numbers = session.scalars(select(Contract.id).order_by(Contract.id).limit(MOST + 1)).all()
    limits, found = _limits(session), list[Found]()
    for start in range(0, min(len(numbers), MOST), AT_A_TIME):
        found += _found(session, numbers[start : start + AT_A_TIME], today, limits)
    order = list(ConflictName)
    found.sort(key=lambda each: (order.index(each.conflict.name), each.name.casefold(), each.key))
    return Conflicts(tuple(found), len(numbers) > MOST)


def _found(session: Session, contracts: Collection[int], today: date, limits: Sequence[LegalLimit]) -> Iterator[Found]:
    rows = _rows(session, contracts)
    frameworks = {row.id: row for row in _rows(session, {row.framework_id for row in rows if row.framework_id})}
    systems = _systems(session, contracts)
    for row in rows:
        for conflict in _conflicts(row, frameworks.get(row.framework_id), systems.get(row.id, ()), today, limits):
            yield Found(row.key, row.name, row.supplier, conflict)


def _conflicts(
    row: Any, framework: Any | None, systems: Sequence[CoveredSystem], today: date, limits: Sequence[LegalLimit]
) -> Iterable[Conflict]:
    ordered = row.signed_on or row.start
    try:
        terms = terms_of(row, today)
        if last_notice_day(terms, today).standing is Standing.ENDED:
            return ()
    except TermsContradict as problem:
        return (Conflict(ConflictName.TERMS_CONTRADICT, problem.problems[0][1]),)
    facts = Facts(
        terms,
        is_framework=row.kind is ContractKind.FRAMEWORK,
        procedure=row.procedure,
        signed_value=row.total_value,
        value=as_amended(row, today).total_value,  # type: ignore[attr-defined]
        ordered_on=ordered,
        framework=_sound(framework, ordered) if ordered else None,
        systems=tuple(systems),
    )
    return conflicts(facts, in_force(limits, ordered or today))


def _sound(framework: Any | None, on: date) -> Terms | None:
    """The framework agreement's terms on a day; None when they contradict each other, which is a conflict of its own."""
    if framework is None:
        return None
    try:
        check(found := terms_of(framework, on))
    except TermsContradict:
        return None
    return found


def _rows(session: Session, contracts: Collection[int]) -> list[Any]:
    names = (*TERM_COLUMNS, *MORE_COLUMNS)
    query = select(Contract.id, Supplier.name.label("supplier"), *(getattr(Contract, name) for name in names))
    query = query.join(Supplier, Supplier.id == Contract.supplier_id).where(among(Contract.id, contracts))
    return with_lists(session, session.execute(query.order_by(Contract.id)))


def _systems(session: Session, contracts: Collection[int]) -> Mapping[int, list[CoveredSystem]]:
    query = (
        select(Coverage.contract_id, System.name, System.lifecycle, System.planned_retirement, Coverage.cost_share)
        .join(System, System.id == Coverage.system_id)
        .where(among(Coverage.contract_id, contracts))
        .order_by(System.name)
    )
    found: dict[int, list[CoveredSystem]] = {}
    for number, name, lifecycle, retirement, share in session.execute(query):
        found.setdefault(number, []).append(CoveredSystem(name, lifecycle is Lifecycle.RETIRED, retirement, share))
    return found


def _limits(session: Session) -> Sequence[LegalLimit]:
    return session.scalars(select(LegalLimit).order_by(LegalLimit.valid_from)).all()


def in_force(limits: Iterable[LegalLimit], on: date) -> Limits:
    """The limit of each kind that applies on a day; `limits` in the order of time."""
    found: dict[LegalLimitKind, Limit] = {}
    for row in limits:
        if row.valid_from <= on:
            found[row.limit] = Limit(row.value, row.source, row.valid_from, row.checked_on is not None)
    return found


def limits_today(session: Session, today: date) -> Limits:
    """The law's limits as they are entered for today."""
    return in_force(_limits(session), today)


def uncovered(session: Session, most: int) -> tuple[int, Sequence[tuple[str, str, str]]]:
    """Systems in use that a supplier stands behind but no contract covers: how many, and (key, name, supplier) of the first."""
    condition = _uncovered()
    number = session.scalar(select(func.count()).select_from(System).where(condition)) or 0
    query = select(System.key, System.name, Supplier.name).join(Supplier, Supplier.id == System.supplier_id).where(condition)
    rows = session.execute(query.order_by(System.criticality, System.name, System.id).limit(most))
    return number, [(key, name, supplier) for key, name, supplier in rows]


def _uncovered() -> ColumnElement[bool]:
    covered = exists().where(Coverage.system_id == System.id)
    return System.lifecycle.in_(IN_USE) & System.supplier_id.is_not(None) & ~covered
