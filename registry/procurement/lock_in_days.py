"""The lock-in scores of contracts day by day: kept once a day, shown as a trend and as a place among the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.contracts.costs import LockInSnapshot
from registry.contracts.models import Contract
from registry.core.lock_in import LockIn
from registry.core.vocabulary import Score
from registry.procurement.lock_in import AT_A_TIME, lock_ins
from registry.procurement.market import may_be_in_force
from registry.scores.models import ScoreWeights
from registry.scores.weights import newest, points_of

TREND_DAYS = 730


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a score stands among the municipality's contracts: `looser` of `others` have a lower middle."""

    looser: int
    others: int
    median: float


def keep(session: Session, today: date) -> int:
    """Keep today's score of every contract that may be in force, in place of one kept earlier today; returns how many."""
    numbers = session.scalars(select(Contract.id).where(may_be_in_force(today)).order_by(Contract.id)).all()
    version = newest(session, Score.LOCK_IN)
    weights = points_of(version, Score.LOCK_IN)
    for start in range(0, len(numbers), AT_A_TIME):
        part = numbers[start : start + AT_A_TIME]
        kept = {row.contract_id: row for row in _of_day(session, part, today)}
        for number, found in lock_ins(session, part, today, weights).items():
            row = kept.get(number)
            if row is None:
                row = LockInSnapshot(contract_id=number, day=today)
                session.add(row)
            row.low, row.high = found.low, found.high
            row.weights_id = None if version is None else version.id
            row.parts = {each.key: [each.low, each.high] for each in found.components}
        session.flush()
    return len(numbers)


def _of_day(session: Session, contracts: Sequence[int], day: date) -> Sequence[LockInSnapshot]:
    query = select(LockInSnapshot).where(LockInSnapshot.day == day, LockInSnapshot.contract_id.in_(contracts))
    return session.scalars(query).all()


def trend(session: Session, contract: int, today: date) -> Sequence[LockInSnapshot]:
    """One contract's scores over the last two years, the oldest first."""
    since = today - timedelta(days=TREND_DAYS)
    query = select(LockInSnapshot).where(LockInSnapshot.contract_id == contract, LockInSnapshot.day >= since)
    return session.scalars(query.order_by(LockInSnapshot.day)).all()


def numbers_of(session: Session, days: Sequence[LockInSnapshot]) -> dict[int | None, int | None]:
    """The numbers of the versions of the weights that `days` were reckoned with, by id; None is the product's own."""
    query = select(ScoreWeights.id, ScoreWeights.number).where(ScoreWeights.id.in_({row.weights_id for row in days} - {None}))
    return {None: None} | {row.id: row.number for row in session.execute(query)}


def standing(session: Session, contract: int, found: LockIn) -> Standing | None:
    """How `found` compares with the scores of the other contracts on the last day they were kept.

    None when there are none, or when they were last reckoned with other weights than those in force: then no comparison holds.
    """
    last, weights = session.execute(
        select(LockInSnapshot.day, LockInSnapshot.weights_id).order_by(LockInSnapshot.day.desc()).limit(1)
    ).first() or (None, None)
    version = newest(session, Score.LOCK_IN)
    if weights != (None if version is None else version.id):
        return None
    query = select(LockInSnapshot.low + LockInSnapshot.high).where(
        LockInSnapshot.day == last, LockInSnapshot.contract_id != contract
    )
    middles = sorted(total / 2 for total in session.scalars(query))
    if not middles:
        return None
    half = len(middles) // 2
    median = middles[half] if len(middles) % 2 else (middles[half - 1] + middles[half]) / 2
    return Standing(sum(middle < found.score for middle in middles), len(middles), median)
