"""The portfolio's tile on the start page."""

from flask import url_for
from flask_babel import ngettext

from registry.core.text import text as _
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile
from registry.landscape.operations import LandscapeTooLarge
from registry.portfolio.overview import overview


@tile("blockers", order=10)
def blocked() -> Tile:
    """How many of the active initiatives are blocked."""
    url = url_for("portfolio.blockers_page")
    title = _("Blocked initiatives")
    try:
        found = overview(database.session, today())
    except LandscapeTooLarge as problem:
        return Tile(title, "unknown", None, problem.message, url)
    if not found.active:
        return Tile(title, "info", 0, _("No initiative is active"), url)
    sentence = ngettext(
        "of %(num)s active initiative; blocking systems: %(systems)s",
        "of %(num)s active initiatives; blocking systems: %(systems)s",
        found.active,
        systems=len(found.systems),
    )
    return Tile(title, "bad" if found.blocked else "good", found.blocked, sentence, url)
