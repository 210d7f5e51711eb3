"""The catalogue's rows as the parts of a Landscape: one query per table, columns only, whatever the number of rows.

`only` (a set of system ids, thousands at most) keeps every query to those systems: a neighbourhood costs what it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, aliased

from registry.apis.models import Api, ApiVersion, CheckResult
from registry.contracts.models import Contract
from registry.core.landscape.graph import ApiUse, Dependency, Initiative, Landscape, Remediation, System
from registry.core.legacy import HumanVerdict, TechnologyUse, assess
from registry.core.vocabulary import DependencyKind, Score, Touch
from registry.initiatives.models import Initiative as InitiativeRow
from registry.initiatives.models import InitiativeDependency, SystemTouched
from registry.initiatives.models import Remediation as RemediationRow
from registry.landscape.evidence import Judged, evidence_of, technology_use
from registry.landscape.selection import among
from registry.organisations.models import Organisation, Person
from registry.scores.weights import in_force
from registry.suppliers.models import Supplier
from registry.systems.models import Dependency as DependencyRow
from registry.systems.models import LegacyVerdict, Technology
from registry.systems.models import System as SystemRow


@dataclass(frozen=True, slots=True)
class Loader:
    """Reads from `session` what the landscape needs; API versions are judged by the strategy `profile`."""

    session: Session
    profile: str
    today: date
    only: frozenset[int] | None = None

    def landscape(self) -> Landscape:
        """Every system (of `only`) and dependency between them, with the initiatives that touch them."""
        systems = tuple(self.systems())
        return Landscape(systems, self.dependencies(), self.initiatives({system.key for system in systems}))

    def systems(self) -> Iterable[System]:
        technologies, integrations = self._technologies(), self._integrations()
        verdicts, remediations = self._verdicts(), self.remediations()
        weights = in_force(self.session, Score.LEGACY)
        query = (
            select(
                SystemRow.id,
                SystemRow.key,
                SystemRow.name,
                SystemRow.lifecycle,
                Organisation.key,
                SystemRow.domain,
                SystemRow.criticality,
                SystemRow.planned_retirement,
                SystemRow.can_be_developed,
                SystemRow.can_be_secured,
                SystemRow.competence,
                SystemRow.documented,
                SystemRow.business_fit,
                SystemRow.supplier_support,
                SystemRow.supplier_relation,
                SystemRow.assessed_on,
                SystemRow.supplier_support_ends,
                SystemRow.last_attested,
                SystemRow.created_at,
                Supplier.relation,
                Supplier.relation_reviewed_on,
                Supplier.created_at,
            )
            .outerjoin(Organisation, Organisation.id == SystemRow.owner_organisation_id)
            .outerjoin(Supplier, Supplier.id == SystemRow.supplier_id)
            .where(self._among(SystemRow.id))
        )
        for number, key, name, lifecycle, organisation, domain, criticality, retirement, *judged in self._rows(query):
            evidence = evidence_of(Judged(*judged), technologies[number], integrations[number], verdicts.get(number))
            legacy = assess(evidence, self.today, weights)
            yield System(key, name, lifecycle, organisation, domain, criticality, legacy, retirement, tuple(remediations[number]))

    def dependencies(self) -> Iterable[Dependency]:
        source, target = aliased(SystemRow), aliased(SystemRow)
        query = (
            select(
                DependencyRow.key,
                source.key,
                target.key,
                DependencyRow.kind,
                DependencyRow.strength,
                DependencyRow.api_version_id,
                Contract.key,
                DependencyRow.verified_on,
            )
            .join(source, source.id == DependencyRow.source_id)
            .join(target, target.id == DependencyRow.target_id)
            .outerjoin(Contract, Contract.id == DependencyRow.contract_id)
            .where(self._within())
        )
        used = select(DependencyRow.api_version_id).where(self._within(), DependencyRow.api_version_id.is_not(None))
        uses = self.api_uses(used)
        for key, consumer, provider, kind, strength, version, contract, verified in self._rows(query):
            yield Dependency(key, consumer, provider, kind, strength, uses.get(version), contract, verified)

    def initiatives(self, systems: Collection[str]) -> Iterable[Initiative]:
        """The initiatives that touch `systems` (all of them when everything is loaded), with those touches."""
        touches: defaultdict[int, list[tuple[str, Touch]]] = defaultdict(list)
        touched = select(SystemTouched.initiative_id, SystemRow.key, SystemTouched.touch).join(
            SystemRow, SystemRow.id == SystemTouched.system_id
        )
        for number, system, touch in self._rows(touched.where(self._among(SystemTouched.system_id))):
            if system in systems:
                touches[number].append((system, touch))
        waits = self._waits()
        columns = (InitiativeRow.status, InitiativeRow.needed_by, InitiativeRow.expected_benefit)
        query = select(InitiativeRow.id, InitiativeRow.key, InitiativeRow.name, *columns)
        if self.only is not None:
            query = query.where(InitiativeRow.id.in_(sorted(touches)))
        for number, key, name, status, needed_by, benefit in self._rows(query):
            yield Initiative(key, name, status, needed_by, tuple(sorted(touches[number])), tuple(sorted(waits[number])), benefit)

    def _waits(self) -> defaultdict[int, list[str]]:
        waits: defaultdict[int, list[str]] = defaultdict(list)
        query = select(InitiativeDependency.initiative_id, InitiativeRow.key)
        for number, key in self._rows(query.join(InitiativeRow, InitiativeRow.id == InitiativeDependency.depends_on_id)):
            waits[number].append(key)
        return waits

    def _technologies(self) -> defaultdict[int, list[TechnologyUse]]:
        found: defaultdict[int, list[TechnologyUse]] = defaultdict(list)
        query = select(Technology.system_id, Technology.product, Technology.version, Technology.support_ends)
        for number, product, version, own_end in self._rows(
            query.where(self._among(Technology.system_id)).order_by(Technology.id)
        ):
            found[number].append(technology_use(product, version, own_end))
        return found

    def _integrations(self) -> defaultdict[int, list[DependencyKind]]:
        """How everyone who depends on a system gets what they need, also those outside `only`."""
        found: defaultdict[int, list[DependencyKind]] = defaultdict(list)
        query = select(DependencyRow.target_id, DependencyRow.kind, func.count()).where(self._among(DependencyRow.target_id))
        grouped = query.group_by(DependencyRow.target_id, DependencyRow.kind)
        for number, kind, count in self._rows(grouped.order_by(DependencyRow.target_id, DependencyRow.kind)):
            found[number] += [kind] * count
        return found

    def _verdicts(self) -> dict[int, HumanVerdict]:
        """The newest verdict on each system."""
        columns = (LegacyVerdict.verdict, LegacyVerdict.reason, Person.name, LegacyVerdict.decided_on, LegacyVerdict.review_on)
        query = select(LegacyVerdict.system_id, *columns).outerjoin(Person, Person.id == LegacyVerdict.decided_by_id)
        ordered = query.where(self._among(LegacyVerdict.system_id)).order_by(LegacyVerdict.decided_on, LegacyVerdict.id)
        return {
            number: HumanVerdict(verdict, reason, by, on, review_by)
            for number, verdict, reason, by, on, review_by in self._rows(ordered)
        }

    def remediations(self) -> defaultdict[int, list[Remediation]]:
        found: defaultdict[int, list[Remediation]] = defaultdict(list)
        query = select(
            RemediationRow.system_id,
            RemediationRow.key,
            SystemRow.key,
            RemediationRow.kind,
            RemediationRow.status,
            RemediationRow.planned_finish,
            RemediationRow.cost,
            RemediationRow.duration_months,
            RemediationRow.funding,
        ).join(SystemRow, SystemRow.id == RemediationRow.system_id)
        for number, *values in self._rows(query.where(self._among(RemediationRow.system_id)).order_by(RemediationRow.id)):
            found[number].append(Remediation(*values))
        return found

    def api_uses(self, versions: Any) -> dict[int, ApiUse]:
        """The API versions `versions` (ids, or a query of ids), each with the newest judgement of its present document."""
        newest = (
            select(CheckResult.api_version_id, func.max(CheckResult.id).label("id"))
            .where(CheckResult.profile == self.profile)
            .group_by(CheckResult.api_version_id)
            .subquery()
        )
        is_newest = and_(CheckResult.id == newest.c.id, CheckResult.document_id == ApiVersion.document_id)
        query = (
            select(
                ApiVersion.id,
                ApiVersion.key,
                Api.name,
                ApiVersion.version,
                ApiVersion.document_id,
                ApiVersion.specification_url,
                ApiVersion.status,
                CheckResult.verdict,
                CheckResult.failed_must,
            )
            .join(Api, Api.id == ApiVersion.api_id)
            .outerjoin(newest, newest.c.api_version_id == ApiVersion.id)
            .outerjoin(CheckResult, is_newest)
            .where(ApiVersion.id.in_(versions))
        )
        return {number: _api_use(*values) for number, *values in self._rows(query)}

    def _among(self, column: Any) -> ColumnElement[bool]:
        return true() if self.only is None else among(column, self.only)

    def _within(self) -> ColumnElement[bool]:
        return and_(self._among(DependencyRow.source_id), self._among(DependencyRow.target_id))

    def _rows(self, query: Any) -> Iterable[Any]:
        return self.session.execute(query)


def _api_use(
    key: str,
    name: str,
    version: str,
    document: int | None,
    address: str | None,
    status: Any,
    verdict: str | None,
    failed: list[str] | None,
) -> ApiUse:
    """Published when there is a document or an address of one; compliant unknown until a check could judge it."""
    compliant = {"passed": True, "failed": False}.get(verdict or "")
    published = document is not None or bool(address)
    return ApiUse(key, name, version, published, status, compliant, tuple(failed or ()))
