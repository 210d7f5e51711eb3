"""What governance contributes to the municipality's indicators."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, CheckResult
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.results import OFFERED, newest
from registry.governance.strategy import strategy
from registry.kit.measures import Measurement, measure, share


@measure(
    "compliant-apis",
    40,
    title=_("APIs that follow the strategy"),
    definition=_("How many of the API versions that are offered follow all MUST clauses of the strategy."),
    formula=_(
        "Active and deprecated API versions whose newest check broke no MUST clause, of all active and deprecated, in percent."
    ),
    met=_("Follow the strategy"),
    unmet=_("Break a MUST clause, or not checked"),
)
def compliant_apis(session: Session, _today: date) -> Measurement:
    query = (
        select(ApiVersion.key, CheckResult.verdict)
        .outerjoin(CheckResult, and_(CheckResult.api_version_id == ApiVersion.id, newest(strategy().profile.id)))
        .where(ApiVersion.status.in_(OFFERED))
    )
    rows = session.execute(query).all()
    passed = State.PASSED.value
    compliant = [f"api_version/{key}" for key, verdict in rows if verdict == passed]
    return share(compliant, [f"api_version/{key}" for key, verdict in rows if verdict != passed])
