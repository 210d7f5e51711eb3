"""The municipality's indicators over time: taken once a day, kept with the records they were counted from."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import now
from registry.indicators.models import IndicatorSnapshot, IndicatorTarget
from registry.kit.measures import Measure, Measurement, all_measures
from registry.landscape.operations import LandscapeTooLarge

MOST_RECORDS = 5_000  # kept for each side of a value; the counts are always whole
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator with its values over time, the oldest first, what is aimed at, and what to make of the newest."""

    measure: Measure
    snapshots: Sequence[IndicatorSnapshot]
    target: IndicatorTarget | None

    @property
    def newest(self) -> IndicatorSnapshot | None:
        return next((found for found in reversed(self.snapshots) if found.value is not None), None)

    @property
    def signal(self) -> Text | None:
        """Said when the threshold is crossed: the strategy itself must be thought over."""
        newest, threshold = self.newest, self.target.threshold if self.target is not None else None
        if newest is None or newest.value is None or threshold is None:
            return None
        if newest.value < threshold if self.measure.more_is_better else newest.value > threshold:
            return _("The threshold {threshold} is crossed: the strategy needs renewal here", threshold=threshold)
        return None

    @property
    def state(self) -> str:
        """good when the target is reached, bad beyond the threshold, otherwise info; unknown without a value."""
        newest = self.newest
        if newest is None or newest.value is None:
            return "unknown"
        if self.signal is not None:
            return "bad"
        target = self.target.target if self.target is not None else None
        if target is None:
            return "info"
        return "good" if (newest.value >= target if self.measure.more_is_better else newest.value <= target) else "warning"


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
        row = taken.get(measure.id)
        if row is None:
            row = IndicatorSnapshot(indicator=measure.id, day=today)
            session.add(row)
        _fill(row, found)
        number += 1
    session.flush()
    return number


def _fill(row: IndicatorSnapshot, found: Measurement) -> None:
    row.value, row.numerator, row.denominator, row.taken_at = found.value, found.numerator, found.denominator, now()
    row.records = {
        "met": list(found.met[:MOST_RECORDS]),
        "unmet": list(found.unmet[:MOST_RECORDS]),
        "met_count": len(found.met),
        "unmet_count": len(found.unmet),
    }


def trends(session: Session, measures: Sequence[Measure], since: date) -> list[Trend]:
    """The trend of each of `measures` since a day, with two queries."""
    ids = [measure.id for measure in measures]
    query = (
        select(IndicatorSnapshot)
        .where(IndicatorSnapshot.indicator.in_(ids), IndicatorSnapshot.day >= since)
        .order_by(IndicatorSnapshot.day)
    )
    found: dict[str, list[IndicatorSnapshot]] = {}
    for row in session.scalars(query):
        found.setdefault(row.indicator, []).append(row)
    targets = _targets(session, ids)
    return [Trend(measure, found.get(measure.id, []), targets.get(measure.id)) for measure in measures]


def on(session: Session, indicator: str, day: date) -> IndicatorSnapshot | None:
    """The value of one indicator on one day."""
    query = select(IndicatorSnapshot).where(IndicatorSnapshot.indicator == indicator, IndicatorSnapshot.day == day)
    return session.scalars(query).one_or_none()


def newest_day(session: Session) -> date | None:
    """The last day on which values were taken."""
    return session.scalar(select(func.max(IndicatorSnapshot.day)))


def _targets(session: Session, ids: Sequence[str]) -> Mapping[str, IndicatorTarget]:
    rows = session.scalars(select(IndicatorTarget).where(IndicatorTarget.indicator.in_(ids)))
    return {row.indicator: row for row in rows}
