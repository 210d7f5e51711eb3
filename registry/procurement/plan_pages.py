"""The procurement plan by quarter, and the decision on a contract, written where its line stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask_wtf import FlaskForm
from sqlalchemy import select

from registry.contracts.models import Contract
from registry.contracts.resource import contract as contracts
from registry.core.agreements.quarters import Quarter, written_quarter
from registry.core.text import Text
from registry.kit.access import allowed, require
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.downloads import EXTENSIONS, spreadsheet
from registry.kit.lookup import References
from registry.kit.pages import address
from registry.kit.text import show, translate
from registry.kit.values import ValueWrong
from registry.procurement.decision import contract_to_decide, decide, decision_form
from registry.procurement.permission import in_reach, seen_renewals
from registry.procurement.plan import MONTHS, Asked, Page, Part, PlanLine, Planning, Rest

blueprint = Blueprint("procurement_plan", __name__, url_prefix="/renewals/plan")

COLUMNS = (
    *("quarter", "late", "contract", "name", "supplier", "way_forward", "leads", "responsible", "began", "stage", "stages"),
    *("decide_by", "what", "annual_value", "cost_of_missing", "cost_why", "note"),
)
KEPT = ("part", "responsible", "undecided", "page")
"""What the address says of the place in the plan."""


@blueprint.route("")
def overview() -> Any:
    """The plan; `decide` in the address names the contract whose decision is to be written, `saved` the one just written."""
    plan = _plan()
    asked, problem = _asked(plan)
    page = plan.page(asked, request.args.get("page", 1, type=int))
    deciding = request.args.get("decide")
    contract = form = None
    if deciding and allowed(contracts.policy.write):
        contract = contract_to_decide(deciding)
        form = decision_form(contract, plan.today)
    answer = _rendered(plan, asked, page, contract, form, problem=problem)
    return (answer, 400) if problem else answer


@blueprint.route("/<key>", methods=["POST"])
def decided(key: str) -> Any:
    """Write the decision on one contract, then lead back to where its line stood."""
    require(contracts.policy.write)
    contract = contract_to_decide(key)
    form = decision_form(contract, today(), typed=True)
    saved, loose = decide(contract, form)
    if saved:
        place = {"saved": key, "at": request.form.get("next", ""), "_anchor": "saved"}
        return redirect(address("procurement_plan.overview", {**_kept(), **place}))
    plan = _plan()
    asked, _problem = _asked(plan)
    page = plan.page(asked, request.args.get("page", 1, type=int))
    return _rendered(plan, asked, page, contract, form, loose=loose), 422


@blueprint.route(f"/export.<{EXTENSIONS}:extension>")
def export(extension: str) -> Response:
    """The lines within the filters, all pages of them, for a spreadsheet."""
    plan = _plan()
    return spreadsheet("procurement-plan", extension, COLUMNS, _rows(plan, _asked(plan)[0]))


def _plan() -> Planning:
    return Planning(database.session, seen_renewals(database.session, today()), in_reach())


def _asked(plan: Planning) -> tuple[Asked, Text | None]:
    """What the address asks for, and what is wrong with it."""
    person, problem = None, None
    written = request.args.get("responsible", "").strip()
    if written:
        try:
            person = References(database.session).resolve(contracts.fields["procurement_responsible"], written)
        except ValueWrong as error:
            problem = error.message
    return Asked(_part(plan, request.args.get("part", "")), person, request.args.get("undecided") == "yes"), problem


def _part(plan: Planning, written: str) -> Part | None:
    quarter = written_quarter(written)
    return plan.part_of(quarter) if quarter is not None else next((rest for rest in Rest if rest.value == written), None)


def _kept() -> dict[str, str]:
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def _rendered(
    plan: Planning,
    asked: Asked,
    page: Page,
    contract: Contract | None,
    form: FlaskForm | None,
    *,
    loose: Sequence[str] = (),
    problem: Text | None = None,
) -> str:
    keys = [line.contract.key for group in page.groups for line in group.lines]
    saved = _saved()
    return render_template(
        "procurement/plan.html",
        plan=plan,
        page=page,
        asked=asked,
        months=MONTHS,
        rest=Rest,
        kept=_kept(),
        problem=problem,
        deciding=contract,
        form=form,
        loose=loose,
        here=contract is not None and contract.key in keys,
        after=dict(pairwise(keys)),
        saved=saved,
        saved_quarter=_quarter(plan, saved) if saved is not None else None,
        saved_at=next((key for key in (saved.key, request.args.get("at")) if key in keys), None) if saved is not None else None,
        may_decide=allowed(contracts.policy.write),
    )


def _saved() -> Contract | None:
    """The contract whose decision was just saved, for the notice that stands where its line stood."""
    key = request.args.get("saved")
    return database.session.scalars(select(Contract).where(Contract.key == key, in_reach())).one_or_none() if key else None


def _quarter(plan: Planning, contract: Contract) -> Quarter | None:
    return plan.quarter(contract.procurement_start or contract.procurement_started, contract.renewal_strategy)


def _rows(plan: Planning, asked: Asked) -> Iterator[Sequence[object]]:
    for line in plan.every(asked):
        contract = line.contract
        quarter = str(line.quarter) if line.quarter else None
        way = show(contract.strategy) if contract.strategy else None
        named = (contract.key, contract.name, contract.supplier_name, way, contract.leads, contract.responsible)
        stage = show(contract.stage) if contract.stage else None
        begun = (contract.began, stage, "; ".join(translate(step.words) for step in line.steps))
        yield quarter, line.late, *named, *begun, *_day(line), line.note


def _day(line: PlanLine) -> tuple[object, ...]:
    """The first of its days, what it is, the price in kronor a year, and the cost of missing the day with its reason."""
    annual = line.contract.annual_value
    if not line.todo:
        return None, ". ".join(translate(why) for why in line.reckoned.why), annual, None, None
    first = line.todo[0]
    cost, why = (first.missed.kronor, translate(first.missed.why)) if first.missed else (None, None)
    return first.action.day, show(first.action.kind), annual, cost, why
