"""The remediation plan: a budget in, and what to begin each year, what it frees, what it leaves and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from registry.core.strategy.record import text_from_json
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Funding, RemediationKind
from registry.initiatives.models import PlanRun
from registry.kit import menu
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.downloads import EXTENSIONS, spreadsheet
from registry.kit.security import limiter
from registry.portfolio import plan_runs, plan_tables
from registry.portfolio.frontier_picture import frontier_picture
from registry.portfolio.planning import MOST_BEGUN, MOST_KRONOR, Terms

blueprint = Blueprint("plan", __name__, url_prefix="/plan")
menu.add("plan.ask", _("Remediation plan"), 12)

YEARS = 4
ASKED = "20 per minute"
SHOWN = 10


@blueprint.route("", methods=["GET", "POST"])
@limiter.limit(ASKED, methods=["POST"])
@for_roles(EVERYONE)
def ask() -> Any:
    """A form with kronor by year and funding; posting it begins a plan."""
    first = today().year + 1
    years = range(first, first + YEARS)
    problems: dict[str, Text] = {}
    if request.method == "POST":
        terms = _terms(request.form, years, problems)
        if not problems:
            run = plan_runs.start(database.session, terms, g.actor)
            return redirect(url_for("plan.show", number=run.id))
    page = render_template(
        "portfolio/plan.html",
        years=years,
        fundings=list(Funding),
        values=request.form,
        problems=problems,
        runs=plan_runs.newest(database.session, SHOWN),
    )
    return page, 422 if problems else 200


@blueprint.route("/<int:number>")
@for_roles(EVERYONE)
def show(number: int) -> Any:
    """A plan, or how far it has come."""
    run = database.session.get(PlanRun, number)
    if run is None:
        abort(404)
    terms = plan_runs.terms_from_json(run.terms)
    found = run.result if run.state == plan_runs.DONE else None
    picture = frontier_picture(found["frontier"], sum(terms.money.values())) if found and found["frontier"] else None
    return render_template(
        "portfolio/plan_run.html",
        run=run,
        terms=terms,
        found=found,
        silent=plan_runs.is_silent(run),
        picture=picture,
        text_of=text_from_json,
        funding_of={funding.value: funding for funding in Funding},
        kind_of={kind.value: kind for kind in RemediationKind},
    )


@blueprint.route(f"/<int:number>/<any({', '.join(plan_tables.TABLES)}):table>.<{EXTENSIONS}:extension>")
@for_roles(EVERYONE)
def export(number: int, table: str, extension: str) -> Response:
    """One table of a finished plan, for a spreadsheet."""
    run = database.session.get(PlanRun, number)
    if run is None or run.state != plan_runs.DONE or run.result is None:
        abort(404)
    return spreadsheet(f"plan-{number}-{table}", extension, plan_tables.TABLES[table], plan_tables.rows(run.result, table))


def _terms(form: Mapping[str, str], years: range, problems: dict[str, Text]) -> Terms:
    """What the form asks for; what is wrong with it goes to `problems` by field."""
    money = {(year, funding): _kronor(form, f"{funding.value}_{year}", problems) for year in years for funding in Funding}
    if not problems and not any(money.values()):
        problems[f"{next(iter(Funding)).value}_{years[0]}"] = _("Give at least one year some money.")
    most = form.get("most_begun", "").strip()
    if most and not (most.isdecimal() and 0 < int(most) <= MOST_BEGUN):
        problems["most_begun"] = _("“{value}” is not a whole number of at least 1.", value=most[:40])
    with_money = [year for (year, _funding), amount in money.items() if amount] or [years[0]]
    return Terms(years[0], max(with_money), money, int(most) if most and "most_begun" not in problems else None)


def _kronor(form: Mapping[str, str], name: str, problems: dict[str, Text]) -> int:
    written = "".join(form.get(name, "").split()).removesuffix("kr")
    if not written:
        return 0
    if not written.isdecimal() or int(written) > MOST_KRONOR:
        problems[name] = _("“{value}” is not a number of whole kronor, such as 1 500 000.", value=form[name][:40])
        return 0
    return int(written)
