"""Spend: what the municipality pays for its systems, and the ledger it comes from. For procurement and administrators only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from registry.contracts.models import Contract, Coverage
from registry.contracts.shares import lock, problem_of
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import PriceIndex
from registry.db import history
from registry.kit import menu
from registry.kit.access import BUYERS, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.kit.resource import fields_of
from registry.kit.spreadsheets import TableUnreadable, read_table, write_csv
from registry.kit.text import translate
from registry.kit.transfer_pages import keep_upload
from registry.kit.values import ValueWrong, parse
from registry.procurement import indexing, spending
from registry.procurement.ledger import COLUMNS, HEADERS, match
from registry.procurement.permission import sees_terms
from registry.procurement.spend_picture import year_picture

blueprint = Blueprint("spend", __name__)
menu.add("spend.overview", _("Spend"), 56, BUYERS)

SUPPLIERS_SHOWN = 20
SYSTEMS_SHOWN = 50
CONTRACTS_SHOWN = 20
PROBLEMS_SHOWN = 200


@blueprint.route("/spend")
@for_roles(BUYERS)
def overview() -> Any:
    """What is paid, year by year, and one year by kind, organisation, supplier and system."""
    session = database.session
    found = spending.years(session)
    known = [each.name for each in found]
    year = request.args.get("year", type=int)
    chosen = year if year in known else max((each for each in known if each <= today().year), default=None)
    values = spending.prices(session, PriceIndex.KPI)
    fixed = request.args.get("prices") == "fixed" and chosen in values
    shown = spending.in_prices(found, values, chosen) if fixed and chosen is not None else found
    return render_template(
        "procurement/spend.html",
        years=shown,
        year=chosen,
        this=next((each for each in found if each.name == chosen), None),
        fixed=fixed,
        can_fix=chosen in values,
        picture=year_picture(shown),
        **_of_year(chosen),
    )


def _of_year(year: int | None) -> dict[str, Any]:
    if year is None:
        return {}
    session = database.session
    return {
        "kinds": spending.by_kind(session, year),
        "organisations": spending.by_organisation(session, year),
        "suppliers": spending.by_supplier(session, year, SUPPLIERS_SHOWN),
        "systems": spending.by_system(session, year),
        "systems_shown": SYSTEMS_SHOWN,
        "above": indexing.above(session, year, CONTRACTS_SHOWN),
        "is_over": year < today().year,
    }


@blueprint.route("/spend/import", methods=["GET", "POST"])
@for_roles(BUYERS)
def import_ledger() -> Any:
    """Match a ledger file with the registry's suppliers; what matches goes on to the ordinary plan of costs."""
    if request.method == "GET":
        return _ledger_form()
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        return _ledger_form(_("Choose a file first: csv or xlsx."), 422)
    try:
        table = read_table(uploaded.read(), uploaded.filename)
    except TableUnreadable as error:
        return _ledger_form(_("{file}: {problem}", file=uploaded.filename, problem=error.message), 422)
    found, leave_out = match(database.session, table), request.form.get("leave_out") == "yes"
    stops = bool(found.wrong or found.ambiguous or (found.unmatched and not leave_out))
    plan_url = None
    if not stops and found.costs:
        data = "".join(_text(part) for part in write_csv(COLUMNS, found.rows())).encode("utf-8")
        plan_url = url_for("cost_line.planned", token=keep_upload(data, uploaded.filename.rsplit(".", 1)[0] + ".csv"))
    page = render_template(
        "procurement/ledger.html",
        found=found,
        filename=uploaded.filename,
        stops=stops,
        plan_url=plan_url,
        shown=PROBLEMS_SHOWN,
    )
    return page, 422 if stops else 200


def _text(part: str | bytes) -> str:
    return part.decode("utf-8") if isinstance(part, bytes) else part


def _ledger_form(problem: Text | None = None, status: int = 200) -> tuple[str, int]:
    return render_template("procurement/ledger_form.html", problem=problem, headers=HEADERS), status


@blueprint.route("/contracts/<key>/cost-shares", methods=["GET", "POST"])
@for_roles(BUYERS)
def cost_shares(key: str) -> Any:
    """Divide a contract's cost between its systems, all shares at once."""
    session = database.session
    contract = session.scalars(select(Contract).where(Contract.key == key)).one_or_none()
    if contract is None:
        abort(404)
    covered = session.scalars(select(Coverage).where(Coverage.contract_id == contract.id).order_by(Coverage.id)).all()
    written = {row.key: "" if row.cost_share is None else str(row.cost_share) for row in covered}
    problems: dict[str, Text] = {}
    if request.method == "POST":
        written = {row.key: request.form.get(row.key, "").strip() for row in covered}
        lock(session, [contract.id])
        shares = _read(contract.name, written, problems)
        if not problems:
            history.note(session, actor=g.actor, request_id=g.request_id, reason=request.form.get("change_reason") or None)
            for row in covered:
                row.cost_share = shares[row.key]
            session.commit()
            flash(translate(_("{title} is saved.", title=contract.name)), "success")
            return redirect(url_for("contract.show", key=key))
    page = render_template("procurement/cost_shares.html", contract=contract, covered=covered, written=written, problems=problems)
    return (page, 422) if problems else page


def _read(contract: str, written: dict[str, str], problems: dict[str, Text]) -> dict[str, int | None]:
    """The shares as numbers; what is wrong goes to `problems` by the row's key, or "" for all of them together."""
    share, shares = fields_of(Coverage)["cost_share"], dict[str, int | None]()
    for key, text in written.items():
        try:
            shares[key] = parse(share, text)
        except ValueWrong as error:
            problems[key] = error.message
    if not problems and (problem := problem_of(contract, shares.values())) is not None:
        problems[""] = problem
    return shares


@panel("contract")
def costs(contract: Contract) -> Panel | None:
    """What the contract costs year by year, and where to divide it between its systems."""
    if not sees_terms(contract):
        return None
    found = spending.of_contract(database.session, contract.id)
    this = next((each for each in reversed(found) if each.name <= today().year), None)
    values = {
        "contract": contract,
        "years": found,
        "picture": year_picture(found),
        "followed": indexing.of_contract(database.session, contract),
        "division": spending.division(database.session, contract, this.name, this.size) if this else None,
        "may_divide": allowed(BUYERS),
    }
    return Panel(_("What it costs"), "procurement/costs_panel.html", values, ("answers.css",))
