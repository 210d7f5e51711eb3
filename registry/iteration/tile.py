"""The start page's tile on benefits whose day of follow-up has come."""

from __future__ import annotations

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import func, select

from registry.core.text import text as _
from registry.initiatives.models import Benefit
from registry.kit.access import CATALOGUE_EDITORS
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile


@tile("follow-ups", order=45, roles=CATALOGUE_EDITORS)
def to_follow_up() -> Tile | None:
    """How many benefits were to be looked at by today, and have not been measured since that day."""
    overdue = select(func.count()).where(
        Benefit.follow_up_on <= today(), (Benefit.measured_on.is_(None)) | (Benefit.measured_on < Benefit.follow_up_on)
    )
    count = database.session.scalar(overdue) or 0
    if not count:
        return None
    sentence = ngettext("%(num)s benefit was to be measured by now", "%(num)s benefits were to be measured by now", count)
    return Tile(_("Benefits to follow up"), "warning", count, sentence, url_for("benefit.index", sort="follow_up_on"))
