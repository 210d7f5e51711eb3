"""Verdicts whose day of review has passed: the score decides again, and somebody should look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from registry.core.text import text as _
from registry.kit.access import ARCHITECTURE_EDITORS
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile
from registry.systems.models import LegacyVerdict

ROWS_SHOWN = 200


def overdue(session: Session, day: date, limit: int = ROWS_SHOWN) -> Sequence[LegacyVerdict]:
    """The newest verdict of each system, where it was to be looked at again before `day`; the longest overdue first."""
    query = _overdue(day).options(joinedload(LegacyVerdict.system), joinedload(LegacyVerdict.decided_by))
    return session.scalars(query.order_by(LegacyVerdict.review_on, LegacyVerdict.id).limit(limit)).all()


def _overdue(day: date) -> Select[LegacyVerdict]:
    later = aliased(LegacyVerdict)
    newer = select(later.id).where(
        later.system_id == LegacyVerdict.system_id,
        (later.decided_on > LegacyVerdict.decided_on)
        | ((later.decided_on == LegacyVerdict.decided_on) & (later.id > LegacyVerdict.id)),
    )
    return select(LegacyVerdict).where(LegacyVerdict.review_on < day, ~newer.exists())


@tile("verdicts", order=40, roles=ARCHITECTURE_EDITORS)
def to_review() -> Tile | None:
    """How many verdicts are past their day of review."""
    count = database.session.scalar(select(func.count()).select_from(_overdue(today()).subquery())) or 0
    if not count:
        return None
    sentence = ngettext(
        "%(num)s verdict no longer holds: the score decides until somebody has looked again",
        "%(num)s verdicts no longer hold: the score decides until somebody has looked again",
        count,
    )
    return Tile(_("Verdicts to look at again"), "warning", count, sentence, url_for("legacy.overview", _anchor="verdicts"))
