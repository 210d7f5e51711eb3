"""The weights of the lock-in score. Everybody may read them; whose score would move is for those who may see all terms."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.core.lock_in import Level
from registry.core.lock_in.questions import NAMES
from registry.core.term import Term
from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.kit.access import BUYERS
from registry.procurement.lock_in import AT_A_TIME, lock_ins
from registry.procurement.market import may_be_in_force
from registry.scores.moving import Asked, Scored
from registry.scores.weights_pages import WeighedScore, weights_blueprint

SAMPLE = 2_000
COLOURS: dict[Term, str] = {Level.STRONG: "bad", Level.MODERATE: "warning", Level.WEAK: "good", Level.UNKNOWN: "unknown"}


def _asked(session: Session, today: date) -> Asked:
    """Every contract that may be in force when they are few, else every n-th."""
    living = may_be_in_force(today)
    total = session.scalar(select(func.count()).select_from(Contract).where(living)) or 0
    query = select(Contract.id, Contract.key, Contract.name).where(living, Contract.id % max(1, -(-total // SAMPLE)) == 0)
    rows = session.execute(query.order_by(Contract.id)).all()
    found = list[Scored]()
    for start in range(0, len(rows), AT_A_TIME):
        part = rows[start : start + AT_A_TIME]
        scores = lock_ins(session, [row.id for row in part], today)
        found += [Scored(row.key, row.name, scores[row.id]) for row in part]
    return Asked(tuple(found), total)


blueprint = weights_blueprint(
    WeighedScore(
        score=Score.LOCK_IN,
        title=_("How the questions of lock-in weigh"),
        lead=_(
            "The lock-in score is 100 points, shared between fourteen questions. Give most to what makes a contract hardest to "
            "leave. Nothing is saved until you have seen whose score moves."
        ),
        noun="contract",
        names=NAMES,
        sample=_("An even sample of {number} of {total} contracts that may be in force."),
        deciders=BUYERS,
        colours=COLOURS,
        asked=_asked,
    ),
    "lock_in_weights",
    "/lock-in/weights",
)
