"""Runs that fetch all published addresses that are due: one at a time for the whole installation, in a thread or in a command.

A run that shows no sign of life is taken for gone, and the next one starts; should it only have slept, it ends when it wakes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread

from flask import Flask, current_app
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from registry.apis.models import ApiVersion, RefreshRun, SpecificationWatch
from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.reading import Limits
from registry.core.text import text as _
from registry.db import history
from registry.db.base import now
from registry.governance.incoming import FETCH_SECONDS
from registry.governance.watch.fetching import Answer, Target, ask_all
from registry.governance.watch.recording import Met, record
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.fetch import Fetched, Known, fetch

FETCHING, DONE, INTERRUPTED = "fetching", "done", "interrupted"
GONE = timedelta(minutes=2)
TOLD_EVERY = 1.0
MOST_TOLD = 1_000
CHANGED_MEANWHILE = _("Somebody changed the version meanwhile; it is asked again the next time")
BROKEN = _("What the address gave could not be kept because of a fault in this software; it is in the log")
REASON = "Fetched from the published address"
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


class UnderWay(Exception):
    """Another run is fetching; `run` is it."""

    def __init__(self, run: RefreshRun) -> None:
        super().__init__(f"run {run.id} is under way")
        self.run = run


class _Superseded(Exception):
    """The run was taken for gone, and another one goes on."""


def begin(session: Session, asked_by: str) -> RefreshRun:
    """A run of one's own; commits. Raises UnderWay when there is one already."""
    gone = update(RefreshRun).where(RefreshRun.live.is_(True), RefreshRun.touched_at < now() - GONE)
    session.execute(gone.values(live=None, state=INTERRUPTED).execution_options(synchronize_session=False))
    run = RefreshRun(asked_by=asked_by, state=FETCHING, live=True, met=[])
    session.add(run)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        other = session.scalars(select(RefreshRun).where(RefreshRun.live.is_(True))).first()
        if other is None:  # it ended at this very moment
            return begin(session, asked_by)
        raise UnderWay(other) from None
    return run


def start(session: Session, asked_by: str, everything: bool = False) -> RefreshRun:
    """Begin a run in a thread of this process. Raises UnderWay."""
    run = begin(session, asked_by)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_in_thread, args=(app, run.id, asked_by, everything), daemon=True, name=f"refresh-{run.id}").start()
    return run


def _in_thread(app: Flask, number: int, asked_by: str, everything: bool) -> None:
    with app.app_context():
        session = database.session
        history.note(session, actor=asked_by, reason=REASON)
        try:
            refresh(session, session.get_one(RefreshRun, number), everything)
        except Exception:  # nobody waits for a thread: the log and the run's page are all there is
            _log.exception("refresh run %s", number)


def refresh(session: Session, run: RefreshRun, everything: bool = False, progress: Progress | None = None) -> None:
    """Ask every address that is due, write down each answer in a transaction of its own, and keep `run` told."""
    diary = _Diary(session, run.id, progress)
    try:
        targets = list(due(session, now(), everything))
        diary.total = len(targets)
        diary.write()
        for answer in ask_all(targets, _fetcher()):
            diary.note(_recorded(session, answer))
        diary.end(DONE)
    except _Superseded:
        session.rollback()
    except BaseException:
        session.rollback()
        diary.end(INTERRUPTED)
        raise


def watched() -> ColumnElement[bool]:
    """The condition that a version's address is asked: it has one, and has not been retired."""
    status = ApiVersion.status
    offered = or_(status.is_(None), status.in_((VersionStatus.ACTIVE, VersionStatus.DEPRECATED)))
    return and_(ApiVersion.specification_url.is_not(None), ApiVersion.specification_url != "", offered)


def due(session: Session, moment: datetime, everything: bool = False) -> Iterator[Target]:
    """The addresses to ask now: all, but for those that failed and are not to be tried again yet, unless `everything`."""
    watch = SpecificationWatch
    same = and_(watch.api_version_id == ApiVersion.id, watch.address == ApiVersion.specification_url)
    query = select(ApiVersion.id, ApiVersion.specification_url, watch.etag, watch.last_modified, watch.failures)
    query = query.outerjoin(watch, same).where(watched()).order_by(ApiVersion.id)
    if not everything:
        query = query.where(or_(watch.retry_at.is_(None), watch.retry_at <= moment))
    for version_id, url, etag, last_modified, failures in session.execute(query):
        yield Target(version_id, url or "", Known(etag, last_modified), failures or 0)


def _fetcher() -> Callable[[Target], Fetched]:
    settings = current_app.config["SETTINGS"]
    get = partial(fetch, max_bytes=Limits().size, timeout=FETCH_SECONDS, allowed_hosts=settings.fetch_hosts)
    return lambda target: get(target.url, known=target.known)


def _recorded(session: Session, answer: Answer) -> Met | None:
    """Write the answer down. One that cannot be written must not stop the run, this time or the next."""
    try:
        met = record(session, answer, now(), today())
        session.commit()
    except (StaleDataError, IntegrityError):
        session.rollback()
        return _instead(session, Answer(answer.target, problem=CHANGED_MEANWHILE, asked=False))
    except Exception:
        _log.exception("what %s gave", answer.target.url)
        session.rollback()
        return _instead(session, Answer(answer.target, problem=BROKEN))
    return met


def _instead(session: Session, answer: Answer) -> Met | None:
    met = record(session, answer, now(), today())
    session.commit()
    return met


class _Diary:
    """What a run has come to, told to the database now and then, so that its page can show it."""

    def __init__(self, session: Session, number: int, progress: Progress | None) -> None:
        self.total = 0
        self._session, self._number, self._progress = session, number, progress
        self._done, self._met, self._told_at = 0, list[Met](), 0.0

    def note(self, met: Met | None) -> None:
        self._done += 1
        if met is not None and len(self._met) < MOST_TOLD:
            self._met.append(met)
        if time.monotonic() - self._told_at >= TOLD_EVERY:
            self.write()

    def end(self, state: str) -> None:
        self.write(state=state, live=None)

    def write(self, **values: object) -> None:
        """Raises _Superseded when the run no longer counts."""
        mine = update(RefreshRun).where(RefreshRun.id == self._number, RefreshRun.live.is_(True))
        told = {"touched_at": now(), "total": self.total, "done": self._done, "met": self._met, **values}
        changed = self._session.connection().execute(mine.values(**told)).rowcount
        self._session.commit()
        self._told_at = time.monotonic()
        if not changed and "state" not in values:
            raise _Superseded
        if self._progress is not None:
            self._progress(self._done, self.total)


def is_gone(run: RefreshRun) -> bool:
    """Whether the one who fetches has given no sign of life for so long that it must have been ended."""
    touched = run.touched_at if run.touched_at.tzinfo else run.touched_at.replace(tzinfo=UTC)
    return run.state == FETCHING and now() - touched > GONE


def newest(session: Session, number: int) -> list[RefreshRun]:
    """The last runs, the newest first."""
    return list(session.scalars(select(RefreshRun).order_by(RefreshRun.id.desc()).limit(number)))
