"""The newest verdicts, as the overview and the clause pages ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion, CheckResult
from registry.core.api_vocabulary import VersionStatus
from registry.core.strategy.record import from_json
from registry.core.strategy.verdict import Report, State
from registry.db import search

OFFERED = (VersionStatus.ACTIVE, VersionStatus.DEPRECATED)
MOST_COUNTED = 1_000  # reports read to count clause by clause; each is some 10 to 50 kB


@dataclass(frozen=True, slots=True)
class Standing:
    """How the versions stand that are not retired: with a verdict, by verdict; and the offered ones without a document.

    A version without a status may only be planned: that it lacks a document is no news, and the start page does not count it.
    """

    verdicts: Mapping[State, int]
    unpublished: int

    @property
    def checked(self) -> int:
        return sum(self.verdicts.values())

    @property
    def following(self) -> int:
        return self.verdicts.get(State.PASSED, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One API version with its newest verdict."""

    version_key: str
    api_key: str
    api_name: str
    version: str
    status: VersionStatus | None
    result: CheckResult

    @property
    def report(self) -> Report:
        return from_json(self.result.report)

    def rests_on_lapsed_waiver(self, today: date) -> bool:
        return lapsed(self.report, today)

    @property
    def states(self) -> dict[str, State]:
        """The state of each clause by its id."""
        return {clause["clause"]: State(clause["state"]) for clause in self.result.report["clauses"]}


@dataclass(slots=True)
class Tally:
    """What became of one clause over many versions: how many by state, and which failed, up to a number."""

    states: dict[State, int] = field(default_factory=dict)
    failing: list[Row] = field(default_factory=list)


def lapsed(report: Report, today: date) -> bool:
    """Whether a waiver that the report counts has run out since."""
    return any(
        finding.waived_until is not None and finding.waived_until < today
        for clause in report.clauses
        for finding in clause.findings
    )


def supported() -> Any:
    """The condition that a version is in use or has no status yet."""
    return or_(ApiVersion.status.is_(None), ApiVersion.status.in_(OFFERED))


def newest(profile: str) -> Any:
    """The condition that a check result is the last one of its version, and of the document the version has now."""
    last = select(func.max(CheckResult.id)).where(CheckResult.profile == profile).group_by(CheckResult.api_version_id)
    return and_(CheckResult.id.in_(last), CheckResult.document_id == ApiVersion.document_id)


def standing(session: Session, profile: str) -> Standing:
    """Counts for the headline."""
    counted = (
        select(CheckResult.verdict, func.count())
        .join(ApiVersion, ApiVersion.id == CheckResult.api_version_id)
        .where(newest(profile), supported())
        .group_by(CheckResult.verdict)
    )
    verdicts = {State(verdict): number for verdict, number in session.execute(counted)}
    without = select(func.count()).select_from(ApiVersion).where(ApiVersion.document_id.is_(None), ApiVersion.status.in_(OFFERED))
    return Standing(verdicts, session.scalar(without) or 0)


def rows(session: Session, profile: str, *, query: str = "", verdict: State | None = None) -> Any:
    """The versions with a verdict, by API name, as columns that `row_from` reads; `query` searches the API's words."""
    statement = (
        select(ApiVersion.key, Api.key, Api.name, ApiVersion.version, ApiVersion.status, CheckResult)
        .join(Api, Api.id == ApiVersion.api_id)
        .join(CheckResult, CheckResult.api_version_id == ApiVersion.id)
        .where(newest(profile), supported())
        .order_by(Api.name, ApiVersion.version, ApiVersion.id)
    )
    if verdict is not None:
        statement = statement.where(CheckResult.verdict == verdict.value)
    if query.strip():
        ids = search.record_ids(session, "api", query)
        statement = statement.where(Api.id.in_(ids) if ids is not None else Api.id < 0)
    return statement


def row_from(columns: Sequence[Any]) -> Row:
    return Row(*columns)


def of_api(session: Session, api_id: int, profile: str) -> list[tuple[ApiVersion, CheckResult | None]]:
    """All versions of one API, newest first, each with its newest verdict."""
    query = (
        select(ApiVersion, CheckResult)
        .outerjoin(CheckResult, and_(CheckResult.api_version_id == ApiVersion.id, newest(profile)))
        .where(ApiVersion.api_id == api_id)
        .order_by(ApiVersion.id.desc())
    )
    return [(version, result) for version, result in session.execute(query)]


def tallies(session: Session, profile: str) -> tuple[dict[str, Tally], int]:
    """For each clause what became of it, over the versions with a verdict, MOST_COUNTED at most; and over how many."""
    found: dict[str, Tally] = {}
    number = 0
    for row in streamed(session, rows(session, profile).limit(MOST_COUNTED)):
        number += 1
        for clause, state in row.states.items():
            tally = found.setdefault(clause, Tally())
            tally.states[state] = tally.states.get(state, 0) + 1
            if state is State.FAILED:
                tally.failing.append(row)
    return found, number


def streamed(session: Session, statement: Select[Any]) -> Iterator[Row]:
    """The rows of `rows`, read a part at a time."""
    for columns in session.execute(statement.execution_options(yield_per=100)):
        yield row_from(columns)
