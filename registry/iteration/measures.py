"""What the loop contributes to the municipality's indicators."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.core.initiatives.loop import Leg, figures
from registry.core.text import text as _
from registry.iteration.turns import turns
from registry.kit.measures import Measurement, Unit, measure


@measure(
    "days-to-clear",
    55,
    title=_("Days from revealed to cleared"),
    definition=_("How fast the municipality mends what its initiatives run into."),
    formula=_("Median of the days from the day an obstacle was observed to the day it was resolved or its remediation was done."),
    met=_("Cleared"),
    unmet=_("Not cleared yet"),
    unit=Unit.DAYS,
    more_is_better=False,
)
def days_to_clear(session: Session, today: date) -> Measurement:
    [whole] = [leg for leg in figures(turns(session), today) if leg.leg is Leg.WHOLE]
    total = len(whole.ended) + len(whole.waiting)
    return Measurement(
        whole.median,
        len(whole.ended) if total else None,
        total or None,
        tuple(f"obstacle/{turn.obstacle}" for turn in whole.ended),
        tuple(f"obstacle/{turn.obstacle}" for turn in whole.waiting),
    )
