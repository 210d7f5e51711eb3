"""Who has how much: shares of spend and of critical systems, counted by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, or_, select
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.core.lock_in import hhi
from registry.core.vocabulary import Criticality, Lifecycle
from registry.landscape.selection import among
from registry.organisations.models import Organisation
from registry.suppliers.models import Supplier
from registry.systems.models import System

CRITICAL = (Criticality.CRITICAL, Criticality.HIGH)
IN_USE = (Lifecycle.PRODUCTION, Lifecycle.DEPRECATED)


def may_be_in_force(today: date) -> ColumnElement[bool]:
    """Contracts that have not ended by their own terms, as far as the database can tell: good enough for sums of money."""
    begun = or_(Contract.start.is_(None), Contract.start <= today)
    return begun & or_(
        Contract.end.is_(None), Contract.end >= today, Contract.renewal_period.is_not(None), Contract.options_used > 0
    )


def spend_by_supplier(session: Session, today: date, suppliers: Collection[int] | None = None) -> dict[int, int]:
    """Kronor a year of the contracts in force, by supplier; of all suppliers, or of some."""
    query = select(Contract.supplier_id, func.sum(Contract.annual_value)).where(Contract.annual_value > 0, may_be_in_force(today))
    if suppliers is not None:
        query = query.where(among(Contract.supplier_id, suppliers))
    return {supplier: int(value or 0) for supplier, value in session.execute(query.group_by(Contract.supplier_id))}


def total_spend(session: Session, today: date) -> int:
    """Kronor a year of all contracts in force."""
    return int(session.scalar(select(func.sum(Contract.annual_value)).where(may_be_in_force(today))) or 0)


def critical_by_supplier(session: Session, suppliers: Collection[int] | None = None) -> dict[int | None, int]:
    """Critical and high systems in use, by supplier; None for those without one."""
    query = select(System.supplier_id, func.count()).where(System.criticality.in_(CRITICAL), System.lifecycle.in_(IN_USE))
    if suppliers is not None:
        query = query.where(among(System.supplier_id, suppliers))
    return {supplier: int(count) for supplier, count in session.execute(query.group_by(System.supplier_id))}


def critical_systems(session: Session) -> int:
    """All critical and high systems in use."""
    query = select(func.count()).select_from(System).where(System.criticality.in_(CRITICAL), System.lifecycle.in_(IN_USE))
    return session.scalar(query) or 0


def systems_by_domain(session: Session, domains: Collection[str]) -> Mapping[str, list[int]]:
    """For each domain how many systems in use each of its suppliers has."""
    query = (
        select(System.domain, func.count())
        .where(System.domain.in_(sorted(domains)), System.supplier_id.is_not(None), System.lifecycle.in_(IN_USE))
        .group_by(System.domain, System.supplier_id)
    )
    found: dict[str, list[int]] = {}
    for domain, count in session.execute(query):
        found.setdefault(domain or "", []).append(count)
    return found


@dataclass(frozen=True, slots=True)
class Holder:
    """A supplier and what it has: systems in use, critical or high ones among them, kronor a year of contracts in force."""

    key: str
    name: str
    systems: int
    critical: int
    paid: int


def holders(session: Session, today: date, most: int) -> list[Holder]:
    """The suppliers that have most, those paid most first; counted by the database."""
    held = _counts()
    paid = (
        select(Contract.supplier_id, func.sum(Contract.annual_value).label("paid"))
        .where(may_be_in_force(today))
        .group_by(Contract.supplier_id)
        .subquery()
    )
    kronor, systems, critical = (func.coalesce(column, 0) for column in (paid.c.paid, held.c.systems, held.c.critical))
    query = (
        select(Supplier.key, Supplier.name, systems, critical, kronor)
        .outerjoin(held, held.c.supplier_id == Supplier.id)
        .outerjoin(paid, paid.c.supplier_id == Supplier.id)
        .where(systems + kronor > 0)
        .order_by(kronor.desc(), critical.desc(), systems.desc(), Supplier.name)
        .limit(most)
    )
    return [Holder(key, name, int(one), int(two), int(three)) for key, name, one, two, three in session.execute(query)]


def _counts() -> Subquery:
    critical = func.sum(case((System.criticality.in_(CRITICAL), 1), else_=0))
    return (
        select(System.supplier_id, func.count().label("systems"), critical.label("critical"))
        .where(System.lifecycle.in_(IN_USE), System.supplier_id.is_not(None))
        .group_by(System.supplier_id)
        .subquery()
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A domain or an organisation: how its systems in use are divided between suppliers, and which has most of them."""

    name: str
    systems: int
    suppliers: int
    hhi: int
    largest_key: str
    largest: str
    largest_systems: int


def parts_by_domain(session: Session) -> list[Part]:
    """Every domain, the most concentrated first; those with a single system say nothing and are left out."""
    return _parts(
        session, select(System.domain, *_of_group()).select_from(System).where(System.domain.is_not(None)).group_by(System.domain)
    )


def parts_by_organisation(session: Session) -> list[Part]:
    """The same by the organisation that owns the systems."""
    owner = Organisation.id == System.owner_organisation_id
    return _parts(
        session, select(Organisation.name, *_of_group()).select_from(System).join(Organisation, owner).group_by(Organisation.name)
    )


def _of_group() -> tuple[Any, ...]:
    return Supplier.key, Supplier.name, func.count()


def _parts(session: Session, grouped: Select[Any]) -> list[Part]:
    in_use = System.lifecycle.in_(IN_USE)
    query = grouped.join(Supplier, Supplier.id == System.supplier_id).where(in_use).group_by(Supplier.key, Supplier.name)
    found: dict[str, list[tuple[int, str, str]]] = {}
    for group, key, name, count in session.execute(query):
        found.setdefault(group, []).append((count, key, name))
    parts = []
    for group, held in found.items():
        total = sum(count for count, _key, _name in held)
        if total > 1:
            count, key, name = max(held, key=lambda each: (each[0], each[2]))
            parts.append(Part(group, total, len(held), hhi(each[0] for each in held) or 0, key, name, count))
    return sorted(parts, key=lambda part: (-part.hhi, -part.systems, part.name))
