"""The blockers page: which active initiatives are blocked, by which systems, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, render_template, stream_with_context

from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.spreadsheets import write_csv
from registry.kit.text import translate
from registry.landscape.operations import LandscapeTooLarge
from registry.portfolio import measures, panels, plan_pages, tile
from registry.portfolio.overview import Overview, overview

__all__ = ["BLUEPRINTS", "measures", "panels", "tile"]

blueprint = Blueprint("portfolio", __name__, url_prefix="/blockers")
BLUEPRINTS: tuple[Blueprint, ...] = (blueprint, plan_pages.blueprint)
menu.add("portfolio.blockers_page", _("Blockers"), 10)

ROWS_SHOWN = 200
INITIATIVE_COLUMNS = ("initiative", "name", "needed_by", "direct", "indirect", "benefit_at_stake", "blockers")
SYSTEM_COLUMNS = ("system", "name", "legacy_low", "legacy_high", "initiatives", "directly", "benefit_blocked", "blocks")


@blueprint.route("")
@for_roles(EVERYONE)
def blockers_page() -> Any:
    try:
        found = overview(database.session, today())
    except LandscapeTooLarge as problem:
        return render_template("portfolio/blockers.html", found=None, message=problem.message)
    return render_template("portfolio/blockers.html", found=found, rows_shown=ROWS_SHOWN)


@blueprint.route("/<any(initiatives, systems):table>.csv")
@for_roles(EVERYONE)
def blockers_csv(table: str) -> Response:
    """Either table whole, for a spreadsheet."""
    try:
        found = overview(database.session, today())
    except LandscapeTooLarge as problem:
        abort(422, translate(problem.message))
    columns, rows = (INITIATIVE_COLUMNS, _initiatives(found)) if table == "initiatives" else (SYSTEM_COLUMNS, _systems(found))
    headers = {"Content-Disposition": f'attachment; filename="blockers-{table}.csv"'}
    return Response(stream_with_context(write_csv(columns, rows)), mimetype="text/csv", headers=headers)


def _initiatives(found: Overview) -> Iterator[tuple[object, ...]]:
    for line in found.initiatives:
        initiative = line.initiative
        keys = ", ".join(blocker.system.key for blocker in line.blockers)
        yield initiative.key, initiative.name, initiative.needed_by, line.direct, line.indirect, line.at_stake, keys


def _systems(found: Overview) -> Iterator[tuple[object, ...]]:
    for line in found.systems:
        system, legacy = line.system, line.blocked[0][1].legacy
        keys = ", ".join(initiative.key for initiative, _blocker in line.blocked)
        yield system.key, system.name, legacy.low, legacy.high, len(line.blocked), line.direct, line.benefit, keys
