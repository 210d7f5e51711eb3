"""The loop page: how many days from a revealed obstacle to money, and on to a way that is clear; with every record behind."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import select

from registry.core.initiatives.loop import figures
from registry.core.text import text as _
from registry.initiatives.models import Initiative
from registry.iteration.life_pages import OVER
from registry.iteration.turns import turns
from registry.kit import menu
from registry.kit.access import CATALOGUE_EDITORS, EVERYONE, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database

blueprint = Blueprint("loop", __name__, url_prefix="/loop")
menu.add("loop.overview", _("Growth by iteration"), 14)

ROWS_SHOWN = 200


@blueprint.route("")
@for_roles(EVERYONE)
def overview() -> Any:
    session, day = database.session, today()
    found = turns(session)
    unasked = select(Initiative).where(Initiative.status.in_(OVER), Initiative.legacy_asked_on.is_(None)).order_by(Initiative.id)
    return render_template(
        "iteration/loop.html",
        legs=figures(found, day),
        turns=sorted(found, key=lambda turn: turn.revealed, reverse=True)[:ROWS_SHOWN],
        total=len(found),
        without_answer=sum(turn.remediation is None and turn.cleared is None for turn in found),
        unasked=session.scalars(unasked.limit(ROWS_SHOWN)).all(),
        today=day,
        may_write=allowed(CATALOGUE_EDITORS),
    )
