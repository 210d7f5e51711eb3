"""The report to the executive board, on screen, in print and as PDF; and the draft of the monthly letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request

from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.downloads import EXTENSIONS, spreadsheet
from registry.kit.pdf import MIMETYPE, pdf
from registry.kit.text import language, translate
from registry.landscape.operations import LandscapeTooLarge
from registry.portfolio.board import Board, board, three_months_before
from registry.portfolio.board_document import document, events, headline, indicator_row, plan_in_words
from registry.portfolio.letter import letter, month_after, month_before

blueprint = Blueprint("board", __name__)
menu.add("board.show", _("To the board"), 14)

CHANGE_COLUMNS = ("what", "noun", "key", "name", "day", "kronor")
INDICATOR_COLUMNS = ("indicator", "name", "then", "now", "target", "threshold", "state")


@blueprint.route("/board")
@for_roles(EVERYONE)
def show() -> Any:
    """The board's page; `since` in the address chooses from which day changes are told, `plan` which plan is proposed."""
    try:
        found = _asked()
    except LandscapeTooLarge as problem:
        return render_template("portfolio/board.html", found=None, message=problem.message)
    result = found.result
    return render_template(
        "portfolio/board.html",
        found=found,
        headline=headline(found),
        events=list(events(found.changes)),
        rows=[(trend, *indicator_row(trend, found.since)[1:]) for trend in found.trends],
        plan_words=plan_in_words(result) if result is not None else None,
        this_month=found.today.replace(day=1),
    )


@blueprint.route("/board.pdf")
@for_roles(EVERYONE)
def as_pdf() -> Response:
    """The same as a tagged PDF."""
    try:
        found = _asked()
    except LandscapeTooLarge as problem:
        abort(422, translate(problem.message))
    made = pdf("sections", document(found, current_app.config["SETTINGS"].municipality), language())
    name = f"board-{found.today.isoformat()}.pdf"
    return Response(made, mimetype=MIMETYPE, headers={"Content-Disposition": f'inline; filename="{name}"'})


@blueprint.route(f"/board/<any(changes, indicators):table>.<{EXTENSIONS}:extension>")
@for_roles(EVERYONE)
def export(table: str, extension: str) -> Response:
    """One of its tables for a spreadsheet."""
    try:
        found = _asked()
    except LandscapeTooLarge as problem:
        abort(422, translate(problem.message))
    columns, rows = (CHANGE_COLUMNS, _changes(found)) if table == "changes" else (INDICATOR_COLUMNS, _indicators(found))
    return spreadsheet(f"board-{table}", extension, columns, rows)


@blueprint.route("/letter")
@for_roles(EVERYONE)
def monthly_letter() -> Any:
    """The draft of a month's letter; the month before this one when none is asked for (`month` as 2026-10)."""
    month = _day(f"{request.args['month']}-01") if "month" in request.args else month_before(today())
    found = letter(database.session, month)
    later = month_after(month)
    return render_template(
        "portfolio/letter.html",
        found=found,
        earlier=month_before(month),
        later=later if later <= today() else None,
    )


def _asked() -> Board:
    day = today()
    since = _day(request.args["since"]) if request.args.get("since") else three_months_before(day)
    return board(database.session, day, min(since, day), request.args.get("plan", type=int))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        abort(404)


def _changes(found: Board) -> Iterator[Sequence[object]]:
    for label, happened in events(found.changes):
        for event in happened:
            yield translate(label), event.noun, event.key, event.name, event.day, event.money


def _indicators(found: Board) -> Iterator[Sequence[object]]:
    for trend in found.trends:
        _title, *values = indicator_row(trend, found.since)
        yield trend.measure.id, translate(trend.measure.title), *values, trend.state
