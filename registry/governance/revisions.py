"""The documents a version has had, one after the other, each with what the check said of it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload

from registry.apis.models import CheckResult, DocumentRevision
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.trend_picture import TrendPicture, trend_picture

MOST = 60
"""So many revisions of one version are shown, the newest."""


@dataclass(frozen=True, slots=True)
class Revised:
    """One revision with the last check of its document, or None when there was none."""

    revision: DocumentRevision
    result: CheckResult | None


@dataclass(frozen=True, slots=True)
class History:
    """A version's revisions, the newest first; `picture` is their scores over time, None when fewer than two have one."""

    revisions: Sequence[Revised]
    picture: TrendPicture | None

    @property
    def headline(self) -> Text:
        """What became of the score, from the oldest revision shown to the newest."""
        scores = [revised.result.score for revised in self.revisions if revised.result and revised.result.score is not None]
        newest, oldest, number = round(scores[0]), round(scores[-1]), len(scores)
        if newest == oldest:
            return _("The score is {newest} after {number} revisions, as it was", newest=newest, number=number)
        if newest > oldest:
            return _(
                "The score has risen from {oldest} to {newest} over {number} revisions",
                oldest=oldest,
                newest=newest,
                number=number,
            )
        return _(
            "The score has fallen from {oldest} to {newest} over {number} revisions", oldest=oldest, newest=newest, number=number
        )


def history_of(session: Session, version_id: int, profile: str) -> History:
    """The newest revisions of a version with the verdicts of `profile`."""
    query = select(DocumentRevision).where(DocumentRevision.api_version_id == version_id).order_by(DocumentRevision.id.desc())
    light = joinedload(DocumentRevision.document)
    revisions = session.scalars(query.options(light).limit(MOST)).all()
    results = _last_results(session, version_id, profile, [revision.document_id for revision in revisions])
    revised = [Revised(revision, results.get(revision.document_id)) for revision in revisions]
    scored = [(each.revision.published_at.date(), each.result.score) for each in reversed(revised) if each.result]
    values = [(day, score) for day, score in scored if score is not None]
    return History(revised, trend_picture(values, ceiling=100) if len(values) > 1 else None)


def last_result(session: Session, version_id: int, profile: str, document_id: int) -> CheckResult | None:
    """The last check of one document as the version's."""
    query = select(CheckResult).filter_by(api_version_id=version_id, profile=profile, document_id=document_id)
    return session.scalars(query.order_by(CheckResult.id.desc()).limit(1)).one_or_none()


def _last_results(session: Session, version_id: int, profile: str, document_ids: Sequence[int]) -> dict[int, CheckResult]:
    last = (
        select(func.max(CheckResult.id))
        .where(
            CheckResult.api_version_id == version_id,
            CheckResult.profile == profile,
            CheckResult.document_id.in_(document_ids),
        )
        .group_by(CheckResult.document_id)
    )
    query = select(CheckResult).where(CheckResult.id.in_(last)).options(defer(CheckResult.report))
    return {result.document_id: result for result in session.scalars(query)}
