"""Which contracts do not go together with the law, their framework agreement or their systems, and systems without one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from registry.contracts.law import LegalLimit
from registry.contracts.models import Contract, Coverage
from registry.core.agreements import Standing, Terms, TermsContradict, check, last_notice_day
from registry.core.agreements.conflicts import Conflict, ConflictName, CoveredSystem, Facts, Limit, Limits, conflicts
from registry.core.vocabulary import ContractKind, LegalLimitKind
from registry.procurement.contract_rows import contract_rows, systems_of
from registry.procurement.market import IN_USE
from registry.procurement.operations import as_amended, terms_of
from registry.suppliers.models import Supplier
from registry.systems.models import System


@dataclass(frozen=True, slots=True)
class Found:
    """A contract and one thing in it that does not go together."""

    key: str
    name: str
    supplier: str
    conflict: Conflict


def conflicts_of(session: Session, contract: Contract, today: date) -> tuple[Conflict, ...]:
    """The conflicts of one contract."""
    return tuple(each.conflict for each in found_in(session, [contract.id], today).get(contract.id, ()))


def found_in(session: Session, contracts: Collection[int], today: date) -> dict[int, tuple[Found, ...]]:
    """The conflicts of the contracts with these numbers that are there, by number."""
    rows = contract_rows(session, contracts)
    frameworks = contract_rows(session, {row.framework_id for row in rows.values() if row.framework_id})
    systems, limits = systems_of(session, contracts), all_limits(session)
    return {
        number: tuple(
            Found(row.key, row.name, row.supplier_name, conflict)
            for conflict in conflicts_in(row, frameworks.get(row.framework_id), systems.get(number, ()), today, limits)
        )
        for number, row in rows.items()
    }


def conflicts_in(
    row: Any, framework: Any | None, systems: Sequence[CoveredSystem], today: date, limits: Sequence[LegalLimit]
) -> Iterable[Conflict]:
    """The conflicts of the contract in `row`, called off from the one in `framework`; `limits` in the order of time."""
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


def all_limits(session: Session) -> Sequence[LegalLimit]:
    """Every figure of the law that is entered, in the order of time."""
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
    return in_force(all_limits(session), today)


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
