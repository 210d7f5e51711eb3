"""Which weights of the legacy score are in force here, and since when."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.legacy.weights import WEIGHTS, Weights
from registry.systems.models import LegacyWeights


def newest(session: Session) -> LegacyWeights | None:
    """The version in force; None while nobody has decided anything, and the product's own weights hold."""
    return session.scalars(select(LegacyWeights).order_by(LegacyWeights.id.desc()).limit(1)).first()


def in_force(session: Session) -> Weights:
    """Points of 100 by question. A question that came after the decision counts for nothing until the next one."""
    version = newest(session)
    return WEIGHTS if version is None else {key: version.weights.get(key, 0) for key in WEIGHTS}
