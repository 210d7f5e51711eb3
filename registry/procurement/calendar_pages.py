"""The renewals as a calendar, as a board of the next two years, and by who has not decided."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date, get_day_names
from flask import Blueprint, render_template, request

from registry.core.agreements.periods import Period, move_end
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.text import language
from registry.procurement.month_grid import grid, month, month_of
from registry.procurement.permission import seen_renewals
from registry.procurement.renewal_overviews import ahead, day_by_day, undecided
from registry.procurement.timeline import MONTHS, timeline

blueprint = Blueprint("renewal_views", __name__, url_prefix="/renewals")


MOST_A_DAY = 20
MOST_CONTRACTS = 200
MOST_PEOPLE = 40
MOST_EACH = 20


@blueprint.route("/calendar")
def calendar() -> Any:
    day = today()
    found = seen_renewals(database.session, day)
    first = month_of(request.args.get("month", ""), day)
    shown = month(first, *day_by_day(found, *grid(first), MOST_A_DAY))
    title = str(format_date(shown.first, "LLLL y", locale=language()))
    names = get_day_names("abbreviated", locale=language())
    return render_template(
        "procurement/calendar.html",
        month=shown,
        title=title[:1].upper() + title[1:],
        day_names=[names[number] for number in range(7)],
        today=day,
        waiting=found.waiting,
    )


@blueprint.route("/board")
def board() -> Any:
    day = today()
    found = seen_renewals(database.session, day)
    last = move_end(day, Period(MONTHS))
    asked = ahead(found, last, MOST_CONTRACTS)
    return render_template(
        "procurement/board.html",
        picture=timeline(asked.renewals, asked.contracts, day, last),
        asked=asked,
        shown=MOST_CONTRACTS,
        months=MONTHS,
        today=day,
        waiting=found.waiting,
    )


@blueprint.route("/undecided", endpoint="undecided")
def not_decided() -> Any:
    day = today()
    found = seen_renewals(database.session, day)
    number, people, waiting = undecided(found, MOST_PEOPLE, MOST_EACH)
    return render_template(
        "procurement/undecided.html", number=number, people=people, whose=waiting, today=day, waiting=found.waiting
    )
