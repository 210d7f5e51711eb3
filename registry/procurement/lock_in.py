"""From the catalogue to the lock-in score of contracts: a fixed number of queries, however many contracts are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from registry.contracts.models import Contract, Coverage
from registry.core.agreements import Deadline, TermsContradict
from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.parts import ApiUse
from registry.core.lock_in import (
    Dependents,
    DomainConcentration,
    Evidence,
    Integrations,
    LockIn,
    Share,
    assess,
    hhi,
)
from registry.core.scoring import Answer, Weights
from registry.core.vocabulary import DependencyKind, Lifecycle, Score, SupplierRelation
from registry.landscape.loading import Loader
from registry.landscape.operations import profile
from registry.landscape.selection import among
from registry.procurement import market
from registry.procurement.actions import PLAN_COLUMNS, UNDECIDED
from registry.procurement.operations import TERM_COLUMNS, decision, with_lists
from registry.scores.weights import in_force
from registry.suppliers.models import Supplier
from registry.suppliers.reviews import RelationReview
from registry.systems.models import Dependency, System

CARRIES_NO_DATA = frozenset({DependencyKind.PLATFORM, DependencyKind.AUTHENTICATION})
AT_A_TIME = 500
RIGHTS = (
    "data_export",
    "exit_assistance",
    "api_access_right",
    "documentation_right",
    "alternatives",
    "alternatives_on",
    "switching_months",
    "supplier_id",
)


@dataclass(slots=True)
class _Around:
    """What surrounds one contract: its systems' domains, how data passes, and who depends on them (id -> is critical)."""

    systems: set[int] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    uses: list[tuple[DependencyKind, int | None]] = field(default_factory=list)
    dependents: dict[int, bool | None] = field(default_factory=dict)


def lock_in_of(session: Session, contract: Contract, today: date) -> LockIn:
    """How locked in one contract is."""
    return lock_ins(session, [contract.id], today)[contract.id]


def lock_ins(session: Session, contracts: Collection[int], today: date, weights: Weights | None = None) -> dict[int, LockIn]:
    """How locked in each of `contracts` (ids, AT_A_TIME at the most) is, by `weights` or else by those in force."""
    weights = weights or in_force(session, Score.LOCK_IN)
    return {number: assess(evidence, today, weights) for number, evidence in evidence_of(session, contracts, today).items()}


def evidence_of(session: Session, contracts: Collection[int], today: date) -> dict[int, Evidence]:
    """What the catalogue knows of each of `contracts` that bears on lock-in."""
    names = dict.fromkeys((*TERM_COLUMNS, *PLAN_COLUMNS, *RIGHTS))
    query = select(Contract.id, *(getattr(Contract, name) for name in names)).where(among(Contract.id, contracts))
    rows = with_lists(session, session.execute(query))
    around = _around(session, contracts)
    apis = Loader(session, profile(), today).api_uses(
        sorted({version for each in around.values() for _kind, version in each.uses if version is not None})
    )
    shares = _Shares.read(session, {row.supplier_id for row in rows}, today)
    by_domain = market.systems_by_domain(session, {domain for each in around.values() for domain in each.domains})
    return {row.id: _evidence(row, around[row.id], apis, shares, by_domain, today) for row in rows}


def _evidence(
    row: Any,
    around: _Around,
    apis: Mapping[int, ApiUse],
    shares: _Shares,
    by_domain: Mapping[str, Sequence[int]],
    today: date,
) -> Evidence:
    covers = bool(around.systems)
    alternatives = Answer(row.alternatives, row.alternatives_on) if row.alternatives is not None and row.alternatives_on else None
    return Evidence(
        data_export=row.data_export,
        exit_assistance=row.exit_assistance,
        api_access=row.api_access_right,
        documentation=row.documentation_right,
        integrations=_integrations(around, apis) if covers else None,
        dependents=_dependents(around) if covers else None,
        spend=shares.spend(row.supplier_id),
        critical_systems=Share(shares.critical.get(row.supplier_id, 0), shares.all_critical),
        domain=_most_concentrated(around.domains, by_domain),
        alternatives=alternatives,
        switching_months=row.switching_months,
        decision=_decision(row, today),
        procurement_begun=row.procurement_stage not in UNDECIDED,
        relation=shares.relations.get(row.supplier_id),
    )


@dataclass(frozen=True, slots=True)
class _Shares:
    """What suppliers have, of what there is, and how the relation with them is judged."""

    paid: Mapping[int, int]
    all_paid: int
    critical: Mapping[int | None, int]
    all_critical: int
    relations: Mapping[int, Answer[SupplierRelation]]

    @classmethod
    def read(cls, session: Session, suppliers: Collection[int], today: date) -> _Shares:
        return cls(
            market.spend_by_supplier(session, today, suppliers),
            market.total_spend(session, today),
            market.critical_by_supplier(session, suppliers),
            market.critical_systems(session),
            relations(session, suppliers),
        )

    def spend(self, supplier: int) -> Share | None:
        """None when nothing is entered of what the supplier is paid."""
        return Share(self.paid[supplier], self.all_paid) if supplier in self.paid else None


def relations(session: Session, suppliers: Collection[int]) -> dict[int, Answer[SupplierRelation]]:
    """The newest judgement of each supplier: its last review, or what stands on the supplier when that is newer."""
    found: dict[int, Answer[SupplierRelation]] = {}
    columns = (Supplier.id, Supplier.relation, Supplier.relation_reviewed_on, Supplier.created_at)
    for number, relation, on, created in session.execute(select(*columns).where(among(Supplier.id, suppliers))):
        if relation is not None:
            found[number] = Answer(relation, on or created.date())
    reviews = (RelationReview.supplier_id, RelationReview.relation, RelationReview.reviewed_on)
    ordered = select(*reviews).where(among(RelationReview.supplier_id, suppliers)).order_by(RelationReview.reviewed_on)
    for number, relation, on in session.execute(ordered):
        if number not in found or found[number].on <= on:
            found[number] = Answer(relation, on)
    return found


def _around(session: Session, contracts: Collection[int]) -> defaultdict[int, _Around]:
    around: defaultdict[int, _Around] = defaultdict(_Around)
    covered = select(Coverage.contract_id, System.id, System.domain).join(System, System.id == Coverage.system_id)
    for number, system, domain in session.execute(covered.where(among(Coverage.contract_id, contracts))):
        around[number].systems.add(system)
        around[number].domains |= {domain} if domain else set()
    for inward in (True, False):
        for number, other, critical, kind, version in session.execute(_ties(contracts, inward)):
            each = around[number]
            if other in each.systems:
                continue
            if kind not in CARRIES_NO_DATA:
                each.uses.append((kind, version))
            if inward:
                each.dependents[other] = None if critical is None else critical in market.CRITICAL
    return around


def _ties(contracts: Collection[int], inward: bool) -> Any:
    """Dependencies of systems in use on those that a contract covers (`inward`), or of those on others."""
    ours, theirs = (Dependency.target_id, Dependency.source_id) if inward else (Dependency.source_id, Dependency.target_id)
    other = aliased(System)
    return (
        select(Coverage.contract_id, other.id, other.criticality, Dependency.kind, Dependency.api_version_id)
        .join(Dependency, ours == Coverage.system_id)
        .join(other, other.id == theirs)
        .where(among(Coverage.contract_id, contracts), other.lifecycle != Lifecycle.RETIRED)
    )


def _dependents(around: _Around) -> Dependents:
    judged = list(around.dependents.values())
    return Dependents(len(judged), judged.count(True), judged.count(None))


def _integrations(around: _Around, apis: Mapping[int, ApiUse]) -> Integrations:
    open_, closed, unclear = 0, 0, 0
    for kind, version in around.uses:
        compliant = _compliant(kind, None if version is None else apis.get(version))
        open_, closed, unclear = open_ + (compliant is True), closed + (compliant is False), unclear + (compliant is None)
    return Integrations(open_, closed, unclear)


def _compliant(kind: DependencyKind, api: ApiUse | None) -> bool | None:
    """Whether data passes through a published, active and compliant API version; None when that is not known."""
    if kind is DependencyKind.OTHER:
        return None
    if api is None:
        return None if kind is DependencyKind.API else False
    if not api.published or api.status not in {None, VersionStatus.ACTIVE} or api.compliant is False:
        return False
    return None if api.status is None or api.compliant is None else True


def _most_concentrated(domains: Collection[str], by_domain: Mapping[str, Sequence[int]]) -> DomainConcentration | None:
    found = [DomainConcentration(domain, index) for domain in sorted(domains) if (index := hhi(by_domain.get(domain, ())))]
    return max(found, key=lambda each: each.hhi, default=None)


def _decision(row: Any, today: date) -> Deadline | None:
    """None when the terms contradict each other: then no day can be reckoned."""
    try:
        return decision(row, today)
    except TermsContradict:
        return None
