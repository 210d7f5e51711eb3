"""Who has how much: shares of spend and of critical systems, counted by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.core.vocabulary import Criticality, Lifecycle
from registry.landscape.selection import among
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
