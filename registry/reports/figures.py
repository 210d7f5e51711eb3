"""The start page's numbers, each from one query with a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, CheckResult
from registry.contracts.models import Contract
from registry.core.api_vocabulary import VersionStatus
from registry.core.legacy.support_time import in_years
from registry.core.strategy.verdict import State
from registry.core.vocabulary import Lifecycle
from registry.initiatives.models import Obstacle
from registry.organisations.models import Organisation, Person
from registry.suppliers.models import Supplier
from registry.systems.models import System

NOT_IN_USE = (Lifecycle.PLANNED, Lifecycle.RETIRED)
OFFERED = (VersionStatus.ACTIVE, VersionStatus.DEPRECATED)
NEWLY = timedelta(days=30)
"""A check that failed after one that passed is news for so long."""


@dataclass(frozen=True, slots=True)
class ApiChecks:
    """Offered API versions by their newest check. `newly` of the failing ones passed the time before, not long ago."""

    offered: int
    failing: int
    newly: int
    unchecked: int


def is_empty(session: Session) -> bool:
    """Whether nothing has been entered yet."""
    return all(session.scalar(select(model.id).limit(1)) is None for model in (System, Supplier, Contract))


def is_stale(today: date) -> ColumnElement[bool]:
    """A system in use that nobody has attested during the last 12 months, or ever."""
    old = or_(System.last_attested.is_(None), System.last_attested < in_years(today, -1))
    return and_(System.lifecycle.not_in(NOT_IN_USE), old)


def stale_ids(today: date) -> Select[Any]:
    return select(System.id).where(is_stale(today))


def stale_systems(session: Session, today: date, limit: int) -> Sequence[Any]:
    """Those systems, never attested first, then the longest ago, with who answers for them."""
    query = (
        select(
            System.key,
            System.name,
            System.last_attested,
            System.criticality,
            Organisation.key.label("organisation_key"),
            Organisation.name.label("organisation_name"),
            Person.key.label("owner_key"),
            Person.name.label("owner_name"),
        )
        .outerjoin(Organisation, Organisation.id == System.owner_organisation_id)
        .outerjoin(Person, Person.id == System.owner_id)
        .where(is_stale(today))
        .order_by(System.last_attested.is_not(None), System.last_attested, System.name, System.id)
        .limit(limit)
    )
    return session.execute(query).all()


def open_obstacle_ids() -> Select[Any]:
    """Obstacles that nobody has resolved."""
    return select(Obstacle.id).where(Obstacle.resolved_on.is_(None))


def oldest_obstacle(session: Session) -> date | None:
    """The day the oldest of them was observed."""
    return session.scalar(select(func.min(Obstacle.observed_on)).where(Obstacle.resolved_on.is_(None)))


def api_checks(session: Session, profile: str, today: date) -> ApiChecks:
    """How the offered API versions stand against the strategy `profile`."""
    results = (
        select(
            CheckResult.api_version_id,
            CheckResult.document_id,
            CheckResult.verdict,
            CheckResult.checked_at,
            _of_version(func.lag(CheckResult.verdict), CheckResult.id.asc()).label("before"),
            _of_version(func.row_number(), CheckResult.id.desc()).label("place"),
        )
        .where(CheckResult.profile == profile)
        .subquery()
    )
    newest = and_(
        results.c.api_version_id == ApiVersion.id, results.c.place == 1, results.c.document_id == ApiVersion.document_id
    )
    failed = results.c.verdict == State.FAILED.value
    recent = datetime.combine(today - NEWLY, time.min, UTC)
    newly = and_(failed, results.c.before == State.PASSED.value, results.c.checked_at >= recent)
    query = (
        select(
            func.count(),
            func.sum(_one_if(failed)),
            func.sum(_one_if(newly)),
            func.sum(_one_if(results.c.api_version_id.is_(None))),
        )
        .select_from(ApiVersion)
        .outerjoin(results, newest)
        .where(ApiVersion.status.in_(OFFERED))
    )
    return ApiChecks(*(int(number or 0) for number in session.execute(query).one()))


def _of_version(function: Any, order: Any) -> Any:
    return function.over(partition_by=CheckResult.api_version_id, order_by=order)


def _one_if(condition: ColumnElement[bool]) -> Any:
    return case((condition, 1), else_=0)
