"""Contracts as rows of what is reckoned from: any number of them for the same few queries, and without the prose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from registry.contracts.models import Contract, Coverage
from registry.core.agreements.conflicts import CoveredSystem
from registry.core.vocabulary import Lifecycle, ProcurementStage
from registry.landscape.selection import among
from registry.organisations.models import Person
from registry.procurement.actions import PLAN_COLUMNS
from registry.procurement.leaving import LEAVING_COLUMNS
from registry.procurement.operations import TERM_COLUMNS, with_lists
from registry.suppliers.models import Supplier
from registry.systems.models import System

AT_A_TIME = 500
"""So many contracts are read and reckoned at a time."""

SHOWN = ("id", "key", "name", "annual_value", "responsible_id", "procurement_started", "procurement_responsible_id")
COMPARED = ("kind", "procedure", "total_value", "signed_on", "framework_id")
COLUMNS = tuple(dict.fromkeys((*SHOWN, *TERM_COLUMNS, *PLAN_COLUMNS, *LEAVING_COLUMNS, *COMPARED)))

HAS_BEGUN = or_(
    Contract.procurement_started.is_not(None),
    and_(Contract.procurement_stage.is_not(None), Contract.procurement_stage != ProcurementStage.NOT_STARTED),
)
"""The condition on Contract for those whose procurement of what follows has begun."""

UNDECIDED_CONTRACT = and_(Contract.renewal_strategy.is_(None), ~HAS_BEGUN)
"""The condition on Contract for those of which nobody has chosen a way forward, and no procurement has begun."""


def contract_rows(session: Session, contracts: Collection[int]) -> dict[int, Any]:
    """The contracts with these numbers that are still there, by number, each with its options and amendments.

    Every row has the COLUMNS of Contract, and `supplier_key`, `supplier_name`, `responsible_name` and `leads_name`.
    """
    leads = aliased(Person)
    query = (
        select(
            *(getattr(Contract, name) for name in COLUMNS),
            Supplier.key.label("supplier_key"),
            Supplier.name.label("supplier_name"),
            Person.name.label("responsible_name"),
            leads.name.label("leads_name"),
        )
        .join(Supplier, Supplier.id == Contract.supplier_id)
        .outerjoin(Person, Person.id == Contract.responsible_id)
        .outerjoin(leads, leads.id == Contract.procurement_responsible_id)
        .where(among(Contract.id, contracts))
    )
    return {row.id: row for row in with_lists(session, session.execute(query.order_by(Contract.id)))}


def systems_of(session: Session, contracts: Collection[int]) -> Mapping[int, list[CoveredSystem]]:
    """The systems that each of the contracts covers, as far as they can contradict it."""
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
