"""The kept values of indicators over time, what is aimed at, and what to make of the newest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.indicators.models import IndicatorSnapshot, IndicatorTarget
from registry.kit.measures import Measure


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator with its values over time, the oldest first, what is aimed at, and what to make of the newest."""

    measure: Measure
    snapshots: Sequence[IndicatorSnapshot]
    target: IndicatorTarget | None

    @property
    def newest(self) -> IndicatorSnapshot | None:
        return self.at(date.max)

    def at(self, day: date) -> IndicatorSnapshot | None:
        """The last value that was known on a day; None when there was none yet."""
        return next((found for found in reversed(self.snapshots) if found.value is not None and found.day <= day), None)

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


def last_before(session: Session, indicator: str, day: date) -> IndicatorSnapshot | None:
    """The newest value of one indicator on or before a day."""
    query = (
        select(IndicatorSnapshot)
        .where(IndicatorSnapshot.indicator == indicator, IndicatorSnapshot.day <= day)
        .order_by(IndicatorSnapshot.day.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def newest_day(session: Session) -> date | None:
    """The last day on which values were taken."""
    return session.scalar(select(func.max(IndicatorSnapshot.day)))


def _targets(session: Session, ids: Sequence[str]) -> Mapping[str, IndicatorTarget]:
    rows = session.scalars(select(IndicatorTarget).where(IndicatorTarget.indicator.in_(ids)))
    return {row.indicator: row for row in rows}
