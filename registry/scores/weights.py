"""Which weights of a score are in force here, since when, and how new ones come into force."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.core.legacy import weights as legacy
from registry.core.lock_in import weights as lock_in
from registry.core.scoring import Weights
from registry.core.vocabulary import Score
from registry.scores.models import ScoreWeights

OWN = MappingProxyType({Score.LEGACY: legacy.WEIGHTS, Score.LOCK_IN: lock_in.WEIGHTS})
"""The product's own weights, which hold while nobody has decided others."""


class DecidedMeanwhile(Exception):
    """Others have decided new weights since these were looked at."""


def newest(session: Session, score: Score) -> ScoreWeights | None:
    """The version in force; None while the product's own weights hold."""
    query = select(ScoreWeights).where(ScoreWeights.score == score)
    return session.scalars(query.order_by(ScoreWeights.number.desc()).limit(1)).first()


def points_of(version: ScoreWeights | None, score: Score) -> Weights:
    """Points of 100 by question. A question that came after the decision counts for nothing until the next one."""
    own = OWN[score]
    return own if version is None else {key: version.weights.get(key, 0) for key in own}


def in_force(session: Session, score: Score) -> Weights:
    """Points of 100 by question, as they count today."""
    return points_of(newest(session, score), score)


def number_in_force(session: Session, score: Score) -> int:
    """The number of the version in force; 0 while the product's own weights hold."""
    version = newest(session, score)
    return 0 if version is None else version.number


def versions(session: Session, score: Score, most: int) -> Sequence[ScoreWeights]:
    """The last decisions, the newest first."""
    query = select(ScoreWeights).where(ScoreWeights.score == score)
    return session.scalars(query.order_by(ScoreWeights.number.desc()).limit(most)).all()


def decide(session: Session, score: Score, weights: Weights, *, after: int, by: str, reason: str) -> None:
    """Put `weights` in force as the version that follows number `after`, and commit. Raises DecidedMeanwhile."""
    if after != number_in_force(session, score):
        raise DecidedMeanwhile
    session.add(ScoreWeights(score=score, number=after + 1, decided_by=by, reason=reason, weights=dict(weights)))
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        raise DecidedMeanwhile from None
