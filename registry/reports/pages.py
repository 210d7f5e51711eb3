"""The start page: what needs this reader today; and the two lists behind its tiles that no other page has."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import CATALOGUE_EDITORS, EVERYONE, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.listing import capped_count
from registry.kit.tiles import tiles as tiles_of_reader
from registry.reports import indicator_pages, rest, tiles
from registry.reports.figures import is_empty, stale_ids, stale_systems
from registry.reports.support import ending, left_by_supplier, systems_on

__all__ = ["BLUEPRINTS", "tiles"]

blueprint = Blueprint("reports", __name__)
BLUEPRINTS: tuple[Blueprint, ...] = (blueprint, indicator_pages.blueprint, rest.blueprint)
menu.add("reports.start", _("Start"), 0)

ROWS_SHOWN = 200
SYSTEMS_NAMED = 10
URGENT = frozenset({"bad", "warning"})


@blueprint.route("/")
@for_roles(EVERYONE)
def start() -> Any:
    if is_empty(database.session):
        return render_template("reports/first_steps.html", may_write=allowed(CATALOGUE_EDITORS))
    found = tiles_of_reader()
    return render_template("reports/start.html", tiles=found, urgent=sum(tile.state in URGENT for tile in found))


@blueprint.route("/stale")
@for_roles(EVERYONE)
def stale_page() -> Any:
    """Systems in use that nobody has attested for 12 months, and who answers for them."""
    session, day = database.session, today()
    rows = stale_systems(session, day, ROWS_SHOWN)
    return render_template("reports/stale.html", rows=rows, count=capped_count(session, stale_ids(day)))


@blueprint.route("/support")
@for_roles(EVERYONE)
def support_page() -> Any:
    """Products and versions out of support, or soon to be, with their systems; and systems their supplier has left."""
    session, day = database.session, today()
    found = ending(session, day)
    left = left_by_supplier(session, day, ROWS_SHOWN + 1)
    return render_template(
        "reports/support.html",
        found=found,
        ended=sum(it.ended for it in found),
        systems=systems_on(session, found[:ROWS_SHOWN], SYSTEMS_NAMED),
        left=left[:ROWS_SHOWN],
        more_left=len(left) > ROWS_SHOWN,
        rows_shown=ROWS_SHOWN,
    )
