"""The blockers page: which active initiatives are blocked, by which systems, and what that costs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.downloads import EXTENSIONS, spreadsheet
from registry.kit.text import translate
from registry.landscape.operations import LandscapeTooLarge, reckoned
from registry.portfolio import board_pages, measures, panels, plan_pages, rest, tile
from registry.portfolio.clearing import Clearing, clearings
from registry.portfolio.disagreements import disagreements
from registry.portfolio.observed import Agreement
from registry.portfolio.overview import circles_of_blockers, overview
from registry.portfolio.tables import TABLES
from registry.portfolio.timeline_picture import Row, timeline_picture

__all__ = ["BLUEPRINTS", "measures", "panels", "tile"]

blueprint = Blueprint("portfolio", __name__, url_prefix="/blockers")
BLUEPRINTS: tuple[Blueprint, ...] = (blueprint, plan_pages.blueprint, board_pages.blueprint, rest.blueprint)
menu.add("portfolio.blockers_page", _("Blockers"), 10)

ROWS_SHOWN = 200
WAITS_SHOWN = 30


@blueprint.route("")
@for_roles(EVERYONE)
def blockers_page() -> Any:
    session, day = database.session, today()
    try:
        found, base = overview(session, day), reckoned(session, day)
    except LandscapeTooLarge as problem:
        return render_template("portfolio/blockers.html", found=None, message=problem.message)
    blocked = [line.initiative for line in found.initiatives if line.blockers]
    waits = list(clearings(base.landscape, blocked[:WAITS_SHOWN], day)) if base.complete else []
    pages = max(1, -(-max(len(found.initiatives), len(found.systems)) // ROWS_SHOWN))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "portfolio/blockers.html",
        found=found,
        rows=slice(ROWS_SHOWN * (page - 1), ROWS_SHOWN * page),
        page=page,
        pages=pages,
        made_at=base.made_at,
        waits=waits,
        picture=timeline_picture([_row(wait) for wait in waits], day) if waits else None,
        circles=circles_of_blockers(base.landscape, found) if base.complete else (),
    )


def _row(wait: Clearing) -> Row:
    return Row(wait.initiative.name, wait.needed, wait.agreed, wait.proposed.ready if wait.proposed else None)


@blueprint.route("/observed")
@for_roles(EVERYONE)
def observed_page() -> Any:
    """What is inferred beside what people have met, over all active initiatives."""
    try:
        found = disagreements(database.session, today())
    except LandscapeTooLarge as problem:
        return render_template("portfolio/observed.html", found=None, message=problem.message)
    return render_template("portfolio/observed.html", found=found, agreements=Agreement, rows_shown=ROWS_SHOWN)


@blueprint.route(f"/<any({', '.join(TABLES)}):table>.<{EXTENSIONS}:extension>")
@for_roles(EVERYONE)
def export(table: str, extension: str) -> Response:
    """One of the tables whole, for a spreadsheet."""
    columns, rows = TABLES[table]
    try:
        return spreadsheet(f"blockers-{table}", extension, columns, rows(database.session, today()))
    except LandscapeTooLarge as problem:
        abort(422, translate(problem.message))
