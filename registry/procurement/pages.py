"""The renewals page: what must happen with which contract, and when. Each reader sees the contracts whose terms they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from babel.dates import format_date
from flask import Blueprint, Response, render_template, request, stream_with_context

from registry.core.text import Text
from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import BUYERS
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.spreadsheets import write_csv
from registry.kit.text import language, show, translate
from registry.procurement import (
    calendar_pages,
    conflict_pages,
    document_pages,
    dossier_pages,
    feed_pages,
    measures,
    panels,
    plan_pages,
    reminder_pages,
    score_panel,
    spend_pages,
    supplier_pages,
    tile,
    weights_pages,
)
from registry.procurement.permission import answers_for_any, seen_renewals
from registry.procurement.reckoning import Renewal
from registry.procurement.renewals import covered_by

__all__ = ["BLUEPRINTS", "measures", "panels", "score_panel", "tile"]

blueprint = Blueprint("procurement", __name__)
BLUEPRINTS: tuple[Blueprint, ...] = (
    blueprint,
    calendar_pages.blueprint,
    conflict_pages.blueprint,
    document_pages.blueprint,
    dossier_pages.blueprint,
    feed_pages.blueprint,
    plan_pages.blueprint,
    reminder_pages.blueprint,
    spend_pages.blueprint,
    supplier_pages.blueprint,
    weights_pages.blueprint,
)
menu.add("procurement.renewals_page", _("Renewals"), 50, BUYERS, also=answers_for_any)

HORIZONS: dict[str, tuple[int | None, Text]] = {
    "30": (30, _("30 days")),
    "90": (90, _("90 days")),
    "180": (180, _("180 days")),
    "365": (365, _("365 days")),
    "all": (None, _("All")),
}
HEADLINE_DAYS = 90
PAGE_SIZE = 50
CSV_COLUMNS = (
    "day",
    "days_left",
    "what",
    "contract",
    "name",
    "supplier",
    "responsible",
    "why",
    "annual_value",
    "cost_of_missing",
    "cost_why",
)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one month, or those that are late."""

    title: str
    renewals: tuple[Renewal, ...]


@blueprint.route("/renewals")
def renewals_page() -> Any:
    horizon = _horizon("90")
    found = seen_renewals(database.session, today())
    days = HORIZONS[horizon][0]
    number = found.count(days)
    pages = max(1, -(-number // PAGE_SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = found.lines(days, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    return render_template(
        "procurement/renewals.html",
        found=found,
        headline_days=HEADLINE_DAYS,
        horizons=HORIZONS,
        horizon=horizon,
        number_of_lines=number,
        page_size=PAGE_SIZE,
        groups=tuple(_groups(shown, found.today)),
        covered=covered_by(database.session, {line.contract.id for line in shown}),
        page=page,
        pages=pages,
    )


@blueprint.route("/renewals.csv")
def renewals_csv() -> Response:
    """The lines of the list within the time chosen there, all of it when none is, for a spreadsheet."""
    found = seen_renewals(database.session, today())
    lines = found.each(HORIZONS[_horizon("all")][0])
    body = stream_with_context(write_csv(CSV_COLUMNS, _csv_rows(lines, found.today)))
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": 'attachment; filename="renewals.csv"'})


def _horizon(otherwise: str) -> str:
    """How far ahead the address asks to see."""
    asked = request.args.get("days", otherwise)
    return asked if asked in HORIZONS else otherwise


def _csv_rows(lines: Iterable[Renewal], day: date) -> Iterator[tuple[object, ...]]:
    for line in lines:
        contract, action = line.contract, line.action
        left = (action.day - day).days
        what, why = show(action.kind), ". ".join(translate(part) for part in (action.why, *action.notes))
        cost, cost_why = (line.missed.kronor, translate(line.missed.why)) if line.missed else (None, "")
        named = (contract.key, contract.name, contract.supplier_name, contract.responsible)
        yield action.day, left, what, *named, why, contract.annual_value, cost, cost_why


def _groups(lines: Iterable[Renewal], day: date) -> Iterator[Group]:
    """Lines that are late first, then month by month."""

    def month(line: Renewal) -> str:
        if line.action.late(day):
            return translate(_("Late"))
        name = str(format_date(line.action.day, "LLLL y", locale=language()))
        return name[:1].upper() + name[1:]

    for title, of_month in groupby(lines, month):
        yield Group(title, tuple(of_month))
