"""Every noun of the product, one line each."""

from registry.apis import resource as apis
from registry.apis import strategies as _strategies  # noqa: F401 - no noun, but whoever asks for all tables must get its
from registry.contracts import planning as contract_planning
from registry.contracts import resource as contracts
from registry.indicators import resource as indicators
from registry.initiatives import resource as initiatives
from registry.kit.resource import Resources
from registry.organisations import resource as organisations
from registry.scores import models as _scores  # noqa: F401 - no noun either
from registry.suppliers import resource as suppliers
from registry.systems import resource as systems

RESOURCES = Resources(
    (
        systems.system,
        suppliers.supplier,
        contracts.contract,
        apis.api,
        initiatives.initiative,
        systems.dependency,
        organisations.organisation,
        organisations.person,
        initiatives.obstacle,
        initiatives.remediation,
        systems.technology,
        systems.assessment,
        systems.legacy_verdict,
        contracts.coverage,
        contracts.contract_option,
        contracts.amendment,
        contracts.cost_line,
        contracts.index_value,
        contracts.legal_limit,
        contract_planning.procurement_step,
        contract_planning.requirement_block,
        apis.api_version,
        apis.api_environment,
        apis.consumer,
        apis.waiver,
        apis.attestation,
        initiatives.goal,
        initiatives.goal_served,
        initiatives.system_touched,
        initiatives.initiative_dependency,
        initiatives.remediation_requirement,
        initiatives.benefit,
        initiatives.benefit_measurement,
        initiatives.story,
        indicators.indicator_target,
        indicators.maturity_result,
        suppliers.relation_review,
        suppliers.relation_action,
        suppliers.sub_supplier,
        organisations.responsibility,
    )
)
