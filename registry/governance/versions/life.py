"""The life of an API's versions on the pages: what is wrong with it now, and what must happen by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.document import read
from registry.core.strategy.engine import check
from registry.core.strategy.lifecycle import MOVE_MONTHS, SILENT_MONTHS, Due, Version, agenda
from registry.core.strategy.profile import Clause, Profile
from registry.core.strategy.rule import Catalogue, Context
from registry.core.strategy.verdict import ClauseResult, State, Waiver
from registry.governance.lives import Life, lives_of

LIFE_RULES = frozenset(
    {"keys-for-new-version", "supported-versions", "time-to-move", "unused-versions-removed", "both-versions-served"}
)
SOON = timedelta(days=90)
"""Half of the time callers have: what comes so soon is told on the start page."""
MOST = 500
_NOTHING = read(b'{"openapi": "3.1.0", "paths": {}}')  # these rules look at the catalogue only


@dataclass(frozen=True, slots=True)
class Fault:
    """A clause on the life of versions that one version breaks, or that cannot be judged before something is filled in."""

    version: Version
    clause: Clause
    result: ClauseResult


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that comes, or came and passed, in the life of an API."""

    due: Due
    days: int
    """From today until then; below 0 when it has passed."""

    @property
    def state(self) -> str:
        return "bad" if self.days < 0 else "warning" if self.days <= SOON.days else "info"


def faults(life: Life, profile: Profile, waivers: Sequence[Waiver], today: date) -> list[Fault]:
    """What the versions' lives break, also of versions whose document nobody has published."""
    clauses = tuple(clause for clause in profile.clauses if any(use.rule in LIFE_RULES for use in clause.rules))
    about_life = profile._replace(clauses=clauses)
    found = []
    for version in life.versions:
        catalogue = Catalogue(entry=life.entry, versions=life.versions, version=version.key)
        report = check(_NOTHING, about_life, Context(catalogue), waivers, today=today)
        told = [result for result in report.clauses if result.state in (State.FAILED, State.WAIVED, State.NOT_CHECKABLE)]
        found += [Fault(version, profile.clause(result.clause), result) for result in told]
    return sorted(found, key=lambda fault: fault.result.state is not State.FAILED)


def dated(versions: Sequence[Version], profile: Profile, today: date) -> list[Dated]:
    """The days of these versions, the first first."""
    return [Dated(due, (due.day - today).days) for due in agenda(versions, *_months(profile))]


def _months(profile: Profile) -> tuple[int, int]:
    return (
        profile.number("time-to-move", "months", MOVE_MONTHS),
        profile.number("unused-versions-removed", "months", SILENT_MONTHS),
    )


def coming(session: Session, profile: Profile, today: date, within: timedelta | None = None) -> list[tuple[str, str, Dated]]:
    """(key, name of the API, day) of every API, the first day first, MOST at most; `within` leaves out later ones."""
    move, silent = _months(profile)
    last = date.max if within is None else today + within
    query = (
        select(ApiVersion.api_id)
        .where(
            or_(
                and_(ApiVersion.status == VersionStatus.DEPRECATED, ApiVersion.deprecated_on <= _earliest(last, move)),
                and_(ApiVersion.status == VersionStatus.RETIRED, ApiVersion.retired_on <= _earliest(last, silent)),
            )
        )
        .order_by(ApiVersion.deprecated_on, ApiVersion.id)
        .limit(MOST)
    )
    numbers = list(dict.fromkeys(session.scalars(query)))
    apis = session.execute(select(Api.id, Api.key, Api.name).where(Api.id.in_(numbers)))
    names = {number: (key, name) for number, key, name in apis}
    lives = lives_of(session, numbers)
    found = [(*names[number], one) for number in numbers for one in dated(lives[number].versions, profile, today)]
    return sorted((entry for entry in found if entry[2].due.day <= last), key=lambda entry: entry[2].due.day)


def _earliest(last: date, months: int) -> date:
    """No version deprecated after this day has its day by `last`; some deprecated before have none either."""
    return last if last == date.max else last - timedelta(days=28 * months)


def counted(entries: Sequence[tuple[str, str, Dated]]) -> Iterator[int]:
    """How many days have passed, and how many are near."""
    yield sum(dated.days < 0 for _key, _name, dated in entries)
    yield sum(0 <= dated.days <= SOON.days for _key, _name, dated in entries)
