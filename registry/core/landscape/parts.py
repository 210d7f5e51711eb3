"""The parts of the landscape: systems, what they depend on, and the initiatives that want to change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.core.api_vocabulary import VersionStatus
from registry.core.legacy import LegacyAssessment
from registry.core.vocabulary import (
    Criticality,
    DependencyKind,
    Funding,
    InitiativeStatus,
    Lifecycle,
    RemediationKind,
    RemediationStatus,
    Strength,
    Touch,
)


@dataclass(frozen=True, slots=True)
class Remediation:
    """A way to stop `system` (its key) from blocking. Cost in kronor, duration in months."""

    key: str
    system: str
    kind: RemediationKind
    status: RemediationStatus
    planned_finish: date | None = None
    cost: int | None = None
    duration_months: int | None = None
    funding: Funding | None = None


@dataclass(frozen=True, slots=True)
class System:
    """A system as the landscape sees it; `organisation` and `domain` are keys or names to group by."""

    key: str
    name: str
    lifecycle: Lifecycle = Lifecycle.PRODUCTION
    organisation: str | None = None
    domain: str | None = None
    criticality: Criticality | None = None
    legacy: LegacyAssessment | None = None
    planned_retirement: date | None = None
    remediations: tuple[Remediation, ...] = ()

    @property
    def is_legacy(self) -> bool:
        """Whether it is assessed as legacy; a system nobody has assessed is not."""
        return self.legacy is not None and self.legacy.is_legacy


@dataclass(frozen=True, slots=True)
class ApiUse:
    """The API version a dependency runs through.

    `compliant` tells whether it passes the strategy's MUST clauses; None is never checked. `failed_clauses` are their ids.
    """

    key: str
    name: str
    version: str
    published: bool
    status: VersionStatus | None = None
    compliant: bool | None = None
    failed_clauses: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


@dataclass(frozen=True, slots=True)
class Dependency:
    """`source` depends on `target`, both system keys: the source is the consumer, the target the provider."""

    key: str
    source: str
    target: str
    kind: DependencyKind
    strength: Strength = Strength.HARD
    api: ApiUse | None = None
    contract: str | None = None
    verified: date | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    """A development initiative: which systems it touches and when it needs them. Benefit in kronor a year."""

    key: str
    name: str
    status: InitiativeStatus
    needed_by: date | None = None
    touches: tuple[tuple[str, Touch], ...] = ()
    depends_on: tuple[str, ...] = ()
    benefit: int | None = None
