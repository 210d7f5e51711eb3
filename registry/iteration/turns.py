"""Every obstacle's way round the loop, from the catalogue: one query, columns only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.initiatives.loop import Turn
from registry.initiatives.models import Initiative, Obstacle, Remediation


def turns(session: Session, since: date | None = None) -> tuple[Turn, ...]:
    """The obstacles revealed from `since` on, each with the remediation that answers it and was funded first."""
    query = (
        select(
            Obstacle.key,
            Obstacle.name,
            Obstacle.observed_on,
            Obstacle.resolved_on,
            Initiative.key,
            Initiative.name,
            Remediation.key,
            Remediation.decided_on,
            Remediation.done_on,
        )
        .outerjoin(Initiative, Initiative.id == Obstacle.initiative_id)
        .outerjoin(Remediation, Remediation.obstacle_id == Obstacle.id)
        .order_by(Obstacle.id, Remediation.decided_on.is_(None), Remediation.decided_on, Remediation.id)
    )
    if since is not None:
        query = query.where(Obstacle.observed_on >= since)
    found: dict[str, Turn] = {}
    for key, name, observed, resolved, initiative, named, remediation, decided, done in session.execute(query):
        if key not in found:
            found[key] = Turn(key, name, observed, decided, resolved or done, remediation, initiative, named or "")
    return tuple(found.values())
