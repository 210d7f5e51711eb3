"""What the executive board needs: the capacity for change, what blocks it most, the proposed plan, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.indicators.trends import Trend, trends
from registry.initiatives.models import PlanRun
from registry.kit.measures import measures
from registry.portfolio.changes import Changes, changes
from registry.portfolio.overview import Overview, SystemLine, overview
from registry.portfolio.plan_runs import DONE

TOP = 5
LOOKED_BACK = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board's page. `plan` is the chosen plan, or the newest that was made; its result as planned.to_json."""

    today: date
    since: date
    overview: Overview
    trends: list[Trend]
    plan: PlanRun | None
    changes: Changes

    @property
    def top(self) -> tuple[SystemLine, ...]:
        return self.overview.systems[:TOP]

    @property
    def signals(self) -> list[Trend]:
        return [trend for trend in self.trends if trend.signal is not None]

    @property
    def result(self) -> dict[str, Any] | None:
        return self.plan.result if self.plan is not None else None


def board(session: Session, today: date, since: date, plan: int | None = None) -> Board:
    """The board's page as of today, with what changed after `since`. Raises LandscapeTooLarge."""
    return Board(
        today,
        since,
        overview(session, today),
        trends(session, measures(), min(since, today) - LOOKED_BACK),
        _plan(session, plan),
        changes(session, since, today),
    )


def three_months_before(day: date) -> date:
    """The first day of the month three months back: what the board is told of when nobody asks for another day."""
    number = day.year * 12 + day.month - 1 - 3
    return date(number // 12, number % 12 + 1, 1)


def _plan(session: Session, number: int | None) -> PlanRun | None:
    query = select(PlanRun).where(PlanRun.state == DONE)
    if number is not None:
        query = query.where(PlanRun.id == number)
    return session.scalars(query.order_by(PlanRun.id.desc()).limit(1)).one_or_none()
