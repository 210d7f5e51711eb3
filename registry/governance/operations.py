"""Check published documents against the strategy, each at most once per document, strategy and catalogue facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, CheckResult
from registry.core.openapi.document import read
from registry.core.strategy.record import from_json
from registry.core.strategy.verdict import Report, State
from registry.core.text import text as _
from registry.db.base import now
from registry.governance.documents import DocumentRefused, content, read_document, store_document
from registry.governance.facts import Facts, Subject, facts_of, subjects
from registry.governance.judging import Job, Judge, columns_of, judge_for, judged
from registry.governance.product_names import registered
from registry.governance.strategy import Strategy, strategy

__all__ = [
    "DocumentRefused",
    "NotPublished",
    "Summary",
    "check_all",
    "check_version",
    "read_document",
    "standing_report",
    "store_document",
]

Progress = Callable[[int, int], None]
BATCH = 100


class NotPublished(LookupError):
    """The version has no document to check."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a check of all versions came to: how many have a document, how many were judged anew, how many break a MUST clause."""

    published: int
    judged: int
    failing: int


def check_version(session: Session, version: ApiVersion, today: date) -> CheckResult:
    """The newest result of `version`, made now unless document, strategy and facts are those of the last. Raises NotPublished."""
    session.flush()
    chosen = strategy()
    subject = _subject(session, version)
    found = facts_of(session, [subject], chosen, today)[subject.version_id]
    newest = newest_result(session, version.id, chosen.profile.id)
    if newest is not None and _holds(_known(newest), subject, found, chosen):
        return newest
    report = judged(read(content(session, subject.document_id)), found, chosen, today, earlier(session, found))
    made = CheckResult(**columns_of(report, subject.version_id, subject.document_id, found))
    session.add(made)
    session.flush()
    return made


def standing_report(session: Session, version: ApiVersion, result: CheckResult, today: date) -> Report:
    """What `result` says, or the verdict as it is today, kept nowhere, when time alone has made another of it.

    Waivers run out, answers are to be reviewed, and the time to leave a version ends without anybody saving anything.
    """
    chosen = strategy()
    subject = _subject(session, version)
    found = facts_of(session, [subject], chosen, today)[subject.version_id]
    if _holds(_known(result), subject, found, chosen):
        return from_json(result.report)
    return judged(read(content(session, subject.document_id)), found, chosen, today, earlier(session, found))


def earlier(session: Session, found: Facts) -> tuple[bytes, ...]:
    """The documents that the one `found` belongs to follows."""
    return tuple(content(session, one.document_id) for one in found.predecessors)


def check_all(session: Session, today: date, progress: Progress | None = None) -> Summary:
    """Check every version that has a document, a batch at a time; what still holds is left. The caller commits."""
    session.flush()
    chosen = strategy()
    ids = session.scalars(select(ApiVersion.id).where(ApiVersion.document_id.is_not(None)).order_by(ApiVersion.id)).all()
    names = registered(session)
    made = 0
    with judge_for(len(ids)) as judge:
        for start in range(0, len(ids), BATCH):
            listed = subjects(session, ids[start : start + BATCH])
            made += _check(session, listed, facts_of(session, listed, chosen, today, names), chosen, today, judge)
            if progress is not None:
                progress(start + len(listed), len(ids))
    return Summary(len(ids), made, _failing(session, chosen))


def _check(
    session: Session, listed: Sequence[Subject], found: Mapping[int, Facts], chosen: Strategy, today: date, judge: Judge
) -> int:
    known = _newest_of(session, [subject.version_id for subject in listed], chosen)
    stale = [
        subject for subject in listed if not _holds(known.get(subject.version_id), subject, found[subject.version_id], chosen)
    ]
    made = judge(_jobs(session, stale, found, chosen, today))
    rows = [{**row, "checked_at": now()} for row in made if row is not None]
    if rows:
        session.execute(insert(CheckResult), rows)
    return len(rows)


def _jobs(session: Session, stale: Sequence[Subject], found: Mapping[int, Facts], chosen: Strategy, today: date) -> Iterator[Job]:
    for subject in stale:
        facts = found[subject.version_id]
        data, before = content(session, subject.document_id), earlier(session, facts)
        yield Job(subject.version_id, subject.document_id, data, before, facts, chosen, today)


def newest_result(session: Session, version_id: int, profile: str) -> CheckResult | None:
    """The last result of one version against one strategy."""
    query = select(CheckResult).where(CheckResult.api_version_id == version_id, CheckResult.profile == profile)
    return session.scalars(query.order_by(CheckResult.id.desc()).limit(1)).one_or_none()


Known = tuple[int, str, str]  # document id, profile version, facts


def _known(result: CheckResult) -> Known:
    return result.document_id, result.profile_version, result.facts


def _holds(known: Known | None, subject: Subject, found: Facts, chosen: Strategy) -> bool:
    return known == (subject.document_id, chosen.profile.version, found.sha256)


def _newest_of(session: Session, version_ids: Sequence[int], chosen: Strategy) -> dict[int, Known]:
    newest = (
        select(func.max(CheckResult.id))
        .where(CheckResult.api_version_id.in_(version_ids), CheckResult.profile == chosen.profile.id)
        .group_by(CheckResult.api_version_id)
    )
    query = select(CheckResult.api_version_id, CheckResult.document_id, CheckResult.profile_version, CheckResult.facts).where(
        CheckResult.id.in_(newest)
    )
    return {version_id: (document_id, version, facts) for version_id, document_id, version, facts in session.execute(query)}


def _subject(session: Session, version: ApiVersion) -> Subject:
    found = subjects(session, [version.id])
    if not found:
        raise NotPublished(str(_("{version} has no published document", version=version.title)))
    return found[0]


def _failing(session: Session, chosen: Strategy) -> int:
    newest = select(func.max(CheckResult.id)).where(CheckResult.profile == chosen.profile.id).group_by(CheckResult.api_version_id)
    query = select(func.count()).where(CheckResult.id.in_(newest), CheckResult.verdict == State.FAILED.value)
    return session.scalar(query) or 0
