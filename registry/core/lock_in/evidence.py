"""What is known about a contract that bears on how hard it is to leave. What is left out is unknown, not good and not bad."""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.agreements import Deadline
from registry.core.scoring import Answer
from registry.core.vocabulary import DataExport, SupplierRelation


@dataclass(frozen=True, slots=True)
class Share:
    """A supplier's `part` of a `whole`, in the same unit (kronor a year, systems)."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        """Of a hundred; 0 of nothing."""
        return 100 * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Integrations:
    """How data passes between the contract's systems and others: counts of integrations.

    `compliant` run over a published API that follows the strategy, `closed` do not; of `unclear` ones it is not known.
    """

    compliant: int = 0
    closed: int = 0
    unclear: int = 0

    @property
    def all(self) -> int:
        return self.compliant + self.closed + self.unclear


@dataclass(frozen=True, slots=True)
class Dependents:
    """Other systems that depend directly on the contract's systems.

    `critical` of them are critical or high; of `unjudged` ones the criticality is not known.
    """

    all: int = 0
    critical: int = 0
    unjudged: int = 0


@dataclass(frozen=True, slots=True)
class DomainConcentration:
    """Herfindahl-Hirschman index (0 to 10,000) of the suppliers of `domain`, by number of systems in use there."""

    domain: str
    hhi: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything known about one contract and its systems.

    data_export         in what form the data comes out at the end
    exit_assistance     whether the supplier must help at exit
    api_access          whether there is a right to use the systems' APIs
    documentation       whether there is a right to the documentation
    integrations        how data passes; None when the contract covers no system
    dependents          what depends on its systems; None when it covers no system
    spend               the supplier's share of what is paid for contracts in force
    critical_systems    the supplier's share of all critical and high systems in use
    domain              the most concentrated domain among its systems
    alternatives        how many other suppliers could deliver, by a look at the market
    switching_months    how long a change of supplier takes from a signed contract
    decision            the last day to decide what follows (registry.core.agreements)
    procurement_begun   whether the procurement that follows has begun
    relation            how the relation with the supplier is judged
    """

    data_export: DataExport | None = None
    exit_assistance: bool | None = None
    api_access: bool | None = None
    documentation: bool | None = None
    integrations: Integrations | None = None
    dependents: Dependents | None = None
    spend: Share | None = None
    critical_systems: Share | None = None
    domain: DomainConcentration | None = None
    alternatives: Answer[int] | None = None
    switching_months: int | None = None
    decision: Deadline | None = None
    procurement_begun: bool = False
    relation: Answer[SupplierRelation] | None = None
