"""What the watch has seen that somebody should look at: addresses that fail, that will be closed, documents that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from registry.apis.models import ApiVersion, CheckResult, SpecificationWatch
from registry.core.strategy.verdict import State
from registry.governance.watch.runs import watched
from registry.kit.fetch import MADE_UP

NEWS = timedelta(days=30)
"""A change is told of for so long."""

FORESIGHT = timedelta(days=183)
"""Six months: the strategy's time for callers to move. An end that lies further ahead is not pressing yet."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A watched version; `before` and `after` are its checks around its last change, when asked for."""

    version: ApiVersion
    watch: SpecificationWatch
    before: CheckResult | None = None
    after: CheckResult | None = None

    @property
    def newly_failing(self) -> bool:
        failed = State.FAILED.value
        before = self.before.verdict if self.before is not None else None
        return self.after is not None and self.after.verdict == failed and before != failed

    @property
    def newly_broken(self) -> list[str]:
        """The MUST clauses that failed after the change and not before."""
        known = set(self.before.failed_must) if self.before is not None else set()
        return [clause for clause in self.after.failed_must if clause not in known] if self.after is not None else []


@dataclass(frozen=True, slots=True)
class Counts:
    """How many addresses are watched, were asked, fail, will be closed, changed lately, are made up; when the last was asked."""

    watched: int
    asked: int
    failing: int
    closing: int
    changed: int
    made_up: int
    tried_at: datetime | None

    @property
    def pressing(self) -> int:
        return self.failing + self.closing


def counts(session: Session, moment: datetime, today: date) -> Counts:
    """All figures in one query."""
    watch = SpecificationWatch
    query = select(
        func.count(),
        func.count(watch.api_version_id),
        func.count().filter(_failing()),
        func.count().filter(and_(_closing(today), ~_failing())),
        func.count().filter(_changed(moment)),
        func.count().filter(_made_up()),
        func.max(watch.tried_at),
    )
    found = session.execute(query.select_from(ApiVersion).outerjoin(watch, _own()).where(watched())).one()
    return Counts(*found)


def _made_up() -> ColumnElement[bool]:
    """The condition that nobody can have the name in the address; others with such an ending in their path are rare."""
    address = ApiVersion.specification_url
    return or_(*(address.like(f"%{ending}{after}") for ending in MADE_UP for after in ("", "/%", ":%")))


def failing(session: Session, limit: int) -> list[Seen]:
    """Addresses that gave no document the last time they were asked, the longest failing first."""
    return _seen(session, _query().where(_failing()).order_by(SpecificationWatch.failures.desc(), ApiVersion.id).limit(limit))


def closing(session: Session, today: date, limit: int) -> list[Seen]:
    """Addresses that say they will be closed or are deprecated, the soonest first."""
    watch = SpecificationWatch
    day = func.coalesce(watch.sunset_on, watch.deprecated_on)
    return _seen(session, _query().where(_closing(today)).order_by(day, ApiVersion.id).limit(limit))


def changed(session: Session, moment: datetime, profile: str, limit: int) -> list[Seen]:
    """Documents that changed lately, the last first, with what the check against `profile` said before and says now."""
    found = _seen(session, _query().where(_changed(moment)).order_by(SpecificationWatch.changed_at.desc()).limit(limit))
    results = _around(session, profile, [seen.version.id for seen in found])
    return [Seen(seen.version, seen.watch, *_pair(results.get(seen.version.id, []), seen.version.document_id)) for seen in found]


def of_version(session: Session, version: ApiVersion) -> SpecificationWatch | None:
    """What the watch knows of the version's present address."""
    watch = session.get(SpecificationWatch, version.id)
    return watch if watch is not None and watch.address == version.specification_url else None


def _own() -> ColumnElement[bool]:
    return and_(SpecificationWatch.api_version_id == ApiVersion.id, SpecificationWatch.address == ApiVersion.specification_url)


def _failing() -> ColumnElement[bool]:
    return SpecificationWatch.failures > 0


def _closing(today: date) -> ColumnElement[bool]:
    watch = SpecificationWatch
    return or_(watch.sunset_on <= today + FORESIGHT, watch.deprecated_on <= today + FORESIGHT)


def _changed(moment: datetime) -> ColumnElement[bool]:
    return SpecificationWatch.changed_at >= moment - NEWS


def _query() -> Select[ApiVersion, SpecificationWatch]:
    return (
        select(ApiVersion, SpecificationWatch)
        .join(SpecificationWatch, _own())
        .where(watched())
        .options(joinedload(ApiVersion.api))
    )


def _seen(session: Session, query: Select[ApiVersion, SpecificationWatch]) -> list[Seen]:
    return [Seen(version, watch) for version, watch in session.execute(query)]


def _around(session: Session, profile: str, version_ids: Sequence[int]) -> dict[int, list[CheckResult]]:
    """The newest check of each document that each version has had, the newest first."""
    last = (
        select(func.max(CheckResult.id))
        .where(CheckResult.api_version_id.in_(version_ids), CheckResult.profile == profile)
        .group_by(CheckResult.api_version_id, CheckResult.document_id)
    )
    found: dict[int, list[CheckResult]] = {}
    query = select(CheckResult).where(CheckResult.id.in_(last)).order_by(CheckResult.id.desc())
    for result in session.scalars(query.options(defer(CheckResult.report))):
        found.setdefault(result.api_version_id, []).append(result)
    return found


def _pair(results: Sequence[CheckResult], document_id: int | None) -> tuple[CheckResult | None, CheckResult | None]:
    """The check before the version's present document, and the one of it."""
    after = next((result for result in results if result.document_id == document_id), None)
    earlier = (result for result in results if after is not None and result.document_id != document_id and result.id < after.id)
    return next(earlier, None), after
