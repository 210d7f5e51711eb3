"""Procurement's tile on the start page."""

from flask import url_for

from registry.core.text import text as _
from registry.kit.access import sees_confidential
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile
from registry.procurement.permission import answers_for_any, seen_renewals

DAYS = 90


@tile("renewals", order=5)
def to_decide() -> Tile | None:
    """How many of the reader's contracts wait for a decision within 90 days, and how many decisions are late."""
    if not sees_confidential() and not answers_for_any():
        return None
    found = seen_renewals(database.session, today())
    number, late = found.to_decide(DAYS), found.late()
    sentence = _("Decisions that are already late: {late}", late=late) if late else _("No decision is late")
    return Tile(
        _("Contracts to decide about within {days} days", days=DAYS),
        "bad" if late else "warning" if number else "good",
        number,
        sentence,
        url_for("procurement.renewals_page", days=DAYS),
    )
