"""The table of decided weights."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.vocabulary import Score
from registry.db.base import Base, now


class ScoreWeights(Base):
    """A version of a score's weights: points of 100 by question, decided by whom, when and why."""

    __tablename__ = "score_weights"
    __table_args__ = (UniqueConstraint("score", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    score: Mapped[Score]
    number: Mapped[int]  # 1 for a score's first decision, and so on; two cannot be decided from the same page at once
    decided_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[str] = mapped_column(String(255))
    reason: Mapped[str] = mapped_column(LongText)
    weights: Mapped[dict[str, int]] = mapped_column(JSON)
