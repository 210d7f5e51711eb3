"""What the portfolio contributes to the municipality's indicators."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.initiatives.models import Benefit
from registry.kit.measures import Measurement, measure, share
from registry.portfolio.overview import overview


@measure(
    "unblocked-initiatives",
    10,
    title=_("Unblocked initiatives"),
    definition=_(
        "The capacity for change: how many of the active initiatives have nothing in their way, neither legacy nor terms."
    ),
    formula=_(
        "Active initiatives that touch a registered system and are neither blocked by a legacy system nor stopped by a "
        "supplier or a contract, of all active that touch one, in percent."
    ),
    met=_("Free to go"),
    unmet=_("Blocked"),
    score=Score.LEGACY,
)
def unblocked_initiatives(session: Session, today: date) -> Measurement:
    lines = [line for line in overview(session, today).initiatives if line.initiative.touches]
    free = [f"initiative/{line.initiative.key}" for line in lines if line.free]
    return share(free, [f"initiative/{line.initiative.key}" for line in lines if not line.free])


@measure(
    "benefits-realised",
    60,
    title=_("Benefits realised"),
    definition=_("What initiatives have brought, against what was expected of them, for the benefits that have been measured."),
    formula=_("Realised benefit per year of the measured benefits, of what was expected of the same ones, in percent."),
    met=_("As expected or more"),
    unmet=_("Less than expected"),
)
def benefits_realised(session: Session, today: date) -> Measurement:
    query = select(Benefit.key, Benefit.expected, Benefit.realised).where(
        Benefit.realised.is_not(None), Benefit.expected > 0, Benefit.measured_on <= today
    )
    rows = [(key, expected or 0, realised or 0) for key, expected, realised in session.execute(query.order_by(Benefit.id))]
    expected_sum, realised_sum = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return Measurement(
        round(100 * realised_sum / expected_sum, 1) if expected_sum else None,
        realised_sum,
        expected_sum,
        tuple(f"benefit/{key}" for key, expected, realised in rows if realised >= expected),
        tuple(f"benefit/{key}" for key, expected, realised in rows if realised < expected),
    )
