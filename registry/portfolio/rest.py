"""REST of blockers and plans, documented in the product's own OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, abort, g, jsonify, request, url_for
from flask_smorest import Blueprint
from sqlalchemy import select

from registry.core.landscape.conduction import conduction
from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import now
from registry.initiatives.models import Initiative, PlanRun
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.errors import problem
from registry.kit.rest import BASE
from registry.kit.security import limiter
from registry.kit.text import translate
from registry.landscape.operations import LandscapeTooLarge, landscape
from registry.portfolio import plan_runs, schemas
from registry.portfolio.as_json import dependency_to_json, findings_to_json, overview_to_json, systems_to_json
from registry.portfolio.board import board, three_months_before
from registry.portfolio.board_document import to_json as board_to_json
from registry.portfolio.findings import findings_of
from registry.portfolio.overview import overview
from registry.portfolio.planning import TermsWrong, terms_of

blueprint = Blueprint("rest_blockers", __name__, url_prefix=BASE, description="What blocks initiatives, and what frees them")
ASKED = "20 per minute"
SHOWN = 50


@blueprint.errorhandler(LandscapeTooLarge)
def too_large(error: LandscapeTooLarge) -> Response:
    return _refused(error.message)


@blueprint.route("/blockers")
@blueprint.doc(summary="What blocks each active initiative")
@blueprint.response(200, schemas.BlockersSchema)
@for_roles(EVERYONE)
def blockers() -> Any:
    return jsonify(overview_to_json(overview(database.session, today()), translate))


@blueprint.route("/blockers/systems")
@blueprint.doc(summary="Blocking systems ranked by the benefit they block")
@blueprint.response(200, schemas.BlockingSystemsSchema)
@for_roles(EVERYONE)
def systems() -> Any:
    return jsonify(systems_to_json(overview(database.session, today())))


@blueprint.route("/blockers/initiatives/<key>")
@blueprint.doc(summary="What is in the way of one initiative, and the cheapest sets that unblock it")
@blueprint.response(200, schemas.FindingsSchema)
@for_roles(EVERYONE)
def initiative(key: str) -> Any:
    """404 when there is no such initiative, or it is over."""
    session, day = database.session, today()
    exists = session.scalar(select(Initiative.id).where(Initiative.key == key)) is not None
    found = findings_of(session, key, day) if exists else None
    if found is None:
        abort(404)
    return jsonify(findings_to_json(found, translate))


@blueprint.route("/blockers/dependencies/<key>")
@blueprint.doc(summary="Whether a blockage passes one dependency, and why")
@blueprint.response(200, schemas.ConductionSchema)
@for_roles(EVERYONE)
def dependency(key: str) -> Any:
    whole = landscape(database.session, today())
    found = whole.dependencies.get(key)
    if found is None:
        abort(404)
    return jsonify(dependency_to_json(found, conduction(found, whole[found.target]), translate))


@blueprint.route("/plans", methods=["GET"])
@blueprint.doc(summary="The newest plans")
@blueprint.response(200, schemas.PlansSchema)
@for_roles(EVERYONE)
def plans() -> Any:
    runs = plan_runs.newest(database.session, SHOWN)
    return jsonify({"plans": [_about(run) for run in runs]})


@blueprint.route("/plans", methods=["POST"])
@blueprint.doc(
    summary="Ask for a plan; it is reckoned meanwhile, look again at the address in Location",
    requestBody={"content": {"application/json": {"schema": schemas.PlanAskedSchema}}},
)
@blueprint.response(202, schemas.PlanSchema)
@limiter.limit(ASKED)
@for_roles(EVERYONE)
def ask() -> Any:
    body = request.get_json(silent=True)
    try:
        terms = terms_of(_money(body), body.get("most_begun") if isinstance(body, dict) else None, today())
    except TermsWrong as error:
        return _refused(error.message)
    run = plan_runs.start(database.session, terms, g.actor)
    answer = jsonify({**_about(run), "result": None})
    answer.headers["Location"] = url_for("rest_blockers.plan", number=run.id)
    return answer, 202


@blueprint.route("/plans/<int:number>")
@blueprint.doc(summary="One plan with its reasons, or how far it has come")
@blueprint.response(200, schemas.PlanSchema)
@for_roles(EVERYONE)
def plan(number: int) -> Any:
    run = database.session.get(PlanRun, number)
    if run is None:
        abort(404)
    return jsonify({**_about(run), "result": run.result})


def _about(run: PlanRun) -> dict[str, Any]:
    asked = (run.asked_at or now()).isoformat()
    return {"number": run.id, "state": run.state, "asked_at": asked, "terms": run.terms}


def _money(body: Any) -> list[Any]:
    """(year, funding, kronor) of each entry, whatever was sent; `terms_of` judges them."""
    entries = body.get("money") if isinstance(body, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise TermsWrong(_("Send {example}", example='{"money": [{"year": 2027, "funding": "investment", "kronor": 5000000}]}'))
    return [(entry.get("year"), entry.get("funding"), entry.get("kronor")) for entry in entries]


def _refused(message: Text) -> Response:
    return problem(422, translate(_("The request was not carried out")), translate(message))


@blueprint.route("/board")
@blueprint.doc(summary="What the executive board is told: indicators then and now, top blockers, what changed")
@blueprint.response(200, schemas.BoardSchema)
@for_roles(EVERYONE)
def board_report() -> Any:
    """Changes are told from `since`, three months back when it is not given."""
    day = today()
    try:
        since = date.fromisoformat(request.args["since"]) if "since" in request.args else three_months_before(day)
    except ValueError:
        return _refused(_("since: “{value}” is not a date such as 2026-11-25", value=request.args["since"][:40]))
    return jsonify(board_to_json(board(database.session, day, min(since, day))))
