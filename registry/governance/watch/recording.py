"""What an address gave, written down: the document as a revision with its verdict, or the problem and when to try again."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, CheckResult, SpecificationWatch
from registry.core.openapi.endings import deprecated_on, sunset_on
from registry.core.strategy.record import text_to_json
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused, read_document, store_document
from registry.governance.operations import check_version, newest_result
from registry.governance.strategy import strategy
from registry.governance.watch.fetching import Answer, Target
from registry.kit.fetch import Fetched, Known

FIRST_RETRY = timedelta(minutes=15)
LONGEST_RETRY = timedelta(days=1)
_LENGTHS = {"etag": 400, "last_modified": 100}

Met = dict[str, Any]
"""Something worth telling of a run: `version` (key), `title`, `kind` (changed, failed, unasked), `problem`, `before`, `after`."""


def pause_after(failures: int) -> timedelta:
    """How long an address is left alone after so many failures in a row: 15 minutes, doubled each time, at most a day."""
    doublings: int = min(failures - 1, 10)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


def record(session: Session, answer: Answer, moment: datetime, today: date) -> Met | None:
    """Write `answer` in the session's transaction; what is worth telling, None when nothing changed. The caller commits."""
    version = session.get(ApiVersion, answer.target.version_id)
    if version is None or version.specification_url != answer.target.url:
        return None  # deleted or moved while it was asked
    if not answer.asked and not answer.wait:
        return met_with(version, "unasked", _told(answer))
    watch = _watch_of(session, version, answer.target, moment)
    if answer.fetched is None:
        return _failed(version, watch, answer, moment)
    try:
        return _taken(session, version, watch, answer.fetched, moment, today)
    except DocumentRefused as refusal:
        # Without what it was known by, the whole document is asked for again, and judged by what can be read then.
        watch.etag = watch.last_modified = None
        return _failed(version, watch, Answer(answer.target, problem=refusal.message), moment)


def _watch_of(session: Session, version: ApiVersion, target: Target, moment: datetime) -> SpecificationWatch:
    watch = session.get(SpecificationWatch, version.id)
    if watch is not None and watch.address != target.url:
        session.delete(watch)
        session.flush()
        watch = None
    if watch is None:
        watch = SpecificationWatch(api_version_id=version.id, address=target.url, tried_at=moment, failures=0)
        session.add(watch)
    return watch


def _failed(version: ApiVersion, watch: SpecificationWatch, answer: Answer, moment: datetime) -> Met:
    wait = timedelta(seconds=answer.wait)
    if not answer.asked:
        watch.retry_at = moment + wait
        return met_with(version, "unasked", _told(answer))
    watch.tried_at = moment
    watch.failures += 1
    watch.problem = _told(answer)
    watch.retry_at = moment + max(pause_after(watch.failures), wait)
    return met_with(version, "failed", watch.problem)


def _told(answer: Answer) -> dict[str, Any] | None:
    return text_to_json(answer.problem) if answer.problem is not None else None


def _taken(
    session: Session, version: ApiVersion, watch: SpecificationWatch, fetched: Fetched, moment: datetime, today: date
) -> Met | None:
    watch.tried_at = moment
    met = None
    if not fetched.unchanged:
        met = _document(session, version, watch, fetched, moment, today)
        _remember(watch, fetched.known)
    _ending(watch, fetched)
    watch.answered_at = moment
    watch.failures, watch.problem, watch.retry_at = 0, None, None
    return met


def _document(
    session: Session, version: ApiVersion, watch: SpecificationWatch, fetched: Fetched, moment: datetime, today: date
) -> Met | None:
    """Publish what came. What the address gave before is no news, even when somebody has published another document since."""
    sha256 = hashlib.sha256(fetched.data).hexdigest()
    if sha256 == watch.sha256:
        return None
    _refuse_anothers(session, version, fetched)
    before = newest_result(session, version.id, strategy().profile.id)
    known = version.document.sha256 if version.document is not None else None
    store_document(session, version, fetched.data, source=fetched.url)
    watch.sha256 = sha256
    if sha256 == known:
        return None
    watch.changed_at = moment
    after = check_version(session, version, today)
    return {**met_with(version, "changed"), "before": _outcome(before), "after": _outcome(after)}


def _refuse_anothers(session: Session, version: ApiVersion, fetched: Fetched) -> None:
    """An address without a version number in it gives, one day, the next version's document: that one is not this version's."""
    document = read_document(fetched.data, fetched.url)
    if document.version == version.version or (version.document is not None and version.document.version == document.version):
        return
    other = select(ApiVersion.id).filter_by(api_id=version.api_id, version=document.version)
    if session.scalar(other.limit(1)) is not None:
        raise DocumentRefused(
            _("The address gives the document of version {version}, which has an entry of its own", version=document.version)
        )


def _remember(watch: SpecificationWatch, known: Known) -> None:
    for name, longest in _LENGTHS.items():
        value = getattr(known, name)
        setattr(watch, name, value if value is not None and len(value) <= longest else None)


def _ending(watch: SpecificationWatch, fetched: Fetched) -> None:
    """What the answer says of the address's end; an answer without a document may leave it out, and then it stands."""
    for name, header, read in (("sunset_on", "Sunset", sunset_on), ("deprecated_on", "Deprecation", deprecated_on)):
        if header in fetched.headers or not fetched.unchanged:
            setattr(watch, name, read(fetched.headers.get(header)))


def met_with(version: ApiVersion, kind: str, problem: dict[str, Any] | None = None) -> Met:
    """What a run tells of a version; `problem` is a message as registry.core.strategy.record writes it."""
    return {"version": version.key, "title": version.title, "kind": kind, "problem": problem}


def _outcome(result: CheckResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {"verdict": result.verdict, "score": result.score, "failed_must": result.failed_must}


def newly_failing(met: Met) -> bool:
    """Whether a change broke what held: failing now, and not before."""
    before, after = met.get("before"), met.get("after")
    failed = State.FAILED.value
    return bool(after and after["verdict"] == failed and (before is None or before["verdict"] != failed))
