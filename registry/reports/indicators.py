"""Taking the municipality's indicators: once a day, kept with the records they were counted from."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.db.base import now
from registry.indicators.models import IndicatorSnapshot
from registry.kit.measures import Measurement, all_measures
from registry.landscape.operations import LandscapeTooLarge
from registry.scores.weights import number_in_force

MOST_RECORDS = 5_000  # kept for each side of a value; the counts are always whole
_log = logging.getLogger(__name__)


def take(session: Session, today: date) -> int:
    """Keep today's value of every indicator, replacing one taken earlier today; returns how many. The caller commits."""
    taken = {row.indicator: row for row in session.scalars(select(IndicatorSnapshot).where(IndicatorSnapshot.day == today))}
    number = 0
    for measure in all_measures():
        try:
            found = measure.reckon(session, today)
        except LandscapeTooLarge as problem:
            _log.warning("indicator %s: %s", measure.id, problem)
            continue
        weights = {} if measure.score is None else {"weights": number_in_force(session, measure.score)}
        row = taken.get(measure.id)
        if row is None:
            row = IndicatorSnapshot(indicator=measure.id, day=today)
            session.add(row)
        _fill(row, found, weights)
        number += 1
    session.flush()
    return number


def _fill(row: IndicatorSnapshot, found: Measurement, weights: Mapping[str, int]) -> None:
    row.value, row.numerator, row.denominator, row.taken_at = found.value, found.numerator, found.denominator, now()
    row.records = {
        "met": list(found.met[:MOST_RECORDS]),
        "unmet": list(found.unmet[:MOST_RECORDS]),
        "met_count": len(found.met),
        "unmet_count": len(found.unmet),
        **weights,
    }
