"""Tables of the municipality's own strategies: their texts as they were saved, which one is in force, and what each would say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db.base import Base, now


class StrategyText(Base):
    """A strategy's text as somebody saved it; never changed afterwards. `number` counts from 1 within one strategy."""

    __tablename__ = "strategy_text"
    __table_args__ = (UniqueConstraint("profile", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    profile_version: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(String(500))
    saved_by: Mapped[str] = mapped_column(String(255))
    saved_at: Mapped[datetime] = mapped_column(default=now)


class StrategyChoice(Base):
    """That a strategy was put in force, from that moment until the next choice."""

    __tablename__ = "strategy_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped[str] = mapped_column(String(60))
    chosen_by: Mapped[str] = mapped_column(String(255))
    chosen_at: Mapped[datetime] = mapped_column(default=now)


class StrategyOutcome(Base):
    """What a strategy says of a document in the light of given facts, kept so that two strategies are compared without judging
    twice. `facts` is the fingerprint of the catalogue's facts and of the strategy; `states` maps clause -> [level, state]."""

    __tablename__ = "strategy_outcome"

    document_id: Mapped[int] = mapped_column(ForeignKey("specification_document.id", ondelete="CASCADE"), primary_key=True)
    facts: Mapped[str] = mapped_column(String(64), primary_key=True)
    states: Mapped[dict[str, Any]] = mapped_column(JSON)
    judged_at: Mapped[datetime] = mapped_column(default=now)
