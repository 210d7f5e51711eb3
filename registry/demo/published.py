"""What the demonstration's published addresses have given: documents before today's, and their answers of the last night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, DocumentRevision, RefreshRun, SpecificationDocument, SpecificationWatch
from registry.core.strategy.record import text_to_json
from registry.core.text import text as _
from registry.governance.documents import store_document
from registry.governance.operations import check_version
from registry.governance.watch.recording import met_with, pause_after
from registry.governance.watch.runs import DONE, watched

HISTORY = Path(__file__).with_name("published.yaml")
NIGHT = time(2, 10, tzinfo=UTC)
NIGHTLY = "command"


def publish_earlier(session: Session, today: date, specs_folder: Path, files: dict[str, str]) -> None:
    """Publish and check, each on its day, the documents before today's; `files` are today's by version key."""
    for key, history in _told()["earlier"].items():
        version = _version(session, key)
        text = (specs_folder / files[key]).read_text(encoding="utf-8")
        for document in history["documents"]:
            at = _night(today, document["days"])
            store_document(session, version, as_it_was(text, document["instead"]).encode(), files[key])
            session.flush()
            _newest_revision(session, version).published_at = at
            check_version(session, version, at.date()).checked_at = at
        session.flush()


def answer(session: Session, today: date) -> None:
    """Write down when today's documents came, and what the addresses answered last night."""
    told = _told()
    answers = {entry["version"]: entry for entry in told["answers"]}
    met = []
    for version, sha256 in session.execute(_watched()):
        watch = _answered(version, sha256, answers.get(version.key, {}), today)
        history = told["earlier"].get(version.key)
        if history is not None:
            watch.changed_at = _newest_revision(session, version).published_at = _night(today, history["since"])
            check_version(session, version, today).checked_at = watch.changed_at
        if watch.problem is not None:
            met.append(met_with(version, "failed", watch.problem))
        session.add(watch)
    run = RefreshRun(asked_by=NIGHTLY, asked_at=_night(today, 0), touched_at=_night(today, 0), state=DONE, met=met)
    run.total = run.done = session.scalar(select(func.count()).select_from(ApiVersion).where(watched())) or 0
    session.add(run)
    session.flush()


def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(HISTORY.read_text(encoding="utf-8"))
    return told


def as_it_was(text: str, instead: dict[str, str]) -> str:
    """A document's `text` with what stood in it earlier; `instead` gives that by what stands there now."""
    for present, past in instead.items():
        if present not in text:
            raise ValueError(f"“{present}” does not stand in the document")
        text = text.replace(present, past)
    return text


def _version(session: Session, key: str) -> ApiVersion:
    return session.scalars(select(ApiVersion).where(ApiVersion.key == key)).one()


def _newest_revision(session: Session, version: ApiVersion) -> DocumentRevision:
    query = select(DocumentRevision).where(DocumentRevision.api_version_id == version.id)
    return session.scalars(query.order_by(DocumentRevision.id.desc()).limit(1)).one()


def _watched() -> Any:
    document = SpecificationDocument
    query = select(ApiVersion, document.sha256).join(document, document.id == ApiVersion.document_id)
    return query.where(watched()).order_by(ApiVersion.id)


def _answered(version: ApiVersion, sha256: str, told: dict[str, Any], today: date) -> SpecificationWatch:
    last = _night(today, 0)
    watch = SpecificationWatch(api_version_id=version.id, address=version.specification_url, sha256=sha256, tried_at=last)
    watch.answered_at, watch.failures = last, 0
    if "failures" in told:
        problem = _("“{host}” answers {status} instead of the document", host=told["host"], status=told["status"])
        watch.answered_at, watch.failures = _night(today, told["answered"]), told["failures"]
        watch.problem, watch.retry_at = text_to_json(problem), last + pause_after(told["failures"])
    for name in ("sunset", "deprecated"):
        if name in told:
            setattr(watch, f"{name}_on", today - timedelta(days=told[name]))
    return watch


def _night(today: date, days: int) -> datetime:
    """The nightly run, so many days ago."""
    return datetime.combine(today - timedelta(days=days), NIGHT)
