"""The landscape page, the path between two systems, and what breaks if a system retires: as picture, text, table and file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, stream_with_context
from sqlalchemy import select

from registry.core.landscape.graph import LandscapeError
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, Lifecycle
from registry.kit import menu
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.pages import address
from registry.kit.spreadsheets import write_csv
from registry.kit.text import translate
from registry.kit.values import ValueWrong
from registry.landscape import answers, operations, picture
from registry.landscape import measures as measures  # registers them
from registry.landscape import panels as panels  # registers them
from registry.landscape.answers import Answer
from registry.landscape.groups import GroupMap, group_map
from registry.landscape.question import MOST_DRAWN, MOST_HOPS, MOST_OPENED, Named, Question, View, ask, named_system
from registry.landscape.selection import are_at_most
from registry.landscape.tables import DEPENDENCY_COLUMNS, dependency_cells
from registry.systems.models import System

blueprint = Blueprint("landscape", __name__, url_prefix="/landscape")
BLUEPRINTS = (blueprint,)
menu.add("landscape.index", _("Landscape"), 20)

MOST_DOMAINS = 200
"""Names offered while a domain is written."""


@blueprint.route("")
@for_roles(EVERYONE)
def index() -> Any:
    """The landscape as the question in the address asks for it."""
    question = ask(database.session, request.args)
    view = _view(question)
    page = render_template(
        "landscape/index.html",
        question=question,
        view=view,
        found=_groups(question, view) if view is not View.SYSTEMS else None,
        answer=_answer(question) if view is View.SYSTEMS else None,
        domains=database.session.scalars(_domains()).all(),
        lifecycles=Lifecycle,
        kinds=DependencyKind,
        most_hops=MOST_HOPS,
        most_opened=MOST_OPENED,
        group_addresses=_group_addresses,
    )
    return (page, 400) if question.problems else page


@blueprint.route("/data.json")
@for_roles(EVERYONE)
def data() -> Any:
    """The picture of the same question, for the script that draws it."""
    question = ask(database.session, request.args)
    view = _view(question)
    if view is not View.SYSTEMS:
        found = _groups(question, view)
        return jsonify(picture.network_of_groups(found, _group_addresses(question, view, found)))
    return jsonify(picture.network_of(_answer(question), initiatives=question.initiatives))


@blueprint.route("/dependencies.csv")
@for_roles(EVERYONE)
def dependencies() -> Response:
    """The table of the same question for a spreadsheet, with the systems that the picture hides."""
    found = answers.answer(database.session, ask(database.session, request.args), today(), cap=operations.largest())
    return _download(found, "dependencies.csv")


@blueprint.route("/path")
@for_roles(EVERYONE)
def path() -> Any:
    """How one system comes to depend on another."""
    source, target, problems = _ends()
    found = None
    if source and target:
        try:
            found = answers.answer_path(database.session, source.key, target.key, today())
        except LandscapeError as error:
            problems.append(error.message)
    shown = render_template(
        "landscape/path.html", source=source, target=target, answer=found, problems=problems, written=request.args
    )
    return (shown, 400) if problems else shown


@blueprint.route("/path.json")
@for_roles(EVERYONE)
def path_data() -> Any:
    """The picture of a path; 404 when there is none."""
    source, target, _problems = _ends()
    found = None
    if source and target:
        found = _or_404(lambda: answers.answer_path(database.session, source.key, target.key, today()))
    if found is None:
        abort(404)
    return jsonify(picture.network_of(found))


@blueprint.route("/impact/<key>")
@for_roles(EVERYONE)
def impact(key: str) -> Any:
    """What breaks if the system retires."""
    system = _system_or_404(key)
    try:
        found, whole = answers.answer_impact(database.session, key, today(), _impact_cap())
    except LandscapeError as error:
        return render_template("landscape/impact.html", system=system, answer=None, impact=None, problem=error.message), 400
    return render_template("landscape/impact.html", system=system, answer=found, impact=whole, problem=None, most=MOST_OPENED)


@blueprint.route("/impact/<key>.json")
@for_roles(EVERYONE)
def impact_data(key: str) -> Any:
    """The picture of what breaks."""
    system = _system_or_404(key)
    found, _whole = _or_404(lambda: answers.answer_impact(database.session, system.key, today(), _impact_cap()))
    return jsonify(picture.network_of(found))


@blueprint.route("/impact/<key>.csv")
@for_roles(EVERYONE)
def impact_table(key: str) -> Response:
    """What breaks, every system of it, by which dependency."""
    system = _system_or_404(key)
    found, _whole = _or_404(lambda: answers.answer_impact(database.session, system.key, today(), cap=10**9))
    return _download(found, f"impact-{system.key}.csv")


def _view(question: Question) -> View:
    """Systems where there is a start or they fit the picture, otherwise the map of domains."""
    if question.start is not None:
        return View.SYSTEMS
    if question.view is not View.AUTOMATIC:
        return question.view
    return View.SYSTEMS if are_at_most(database.session, question, MOST_DRAWN) else View.DOMAINS


def _answer(question: Question) -> Answer:
    return answers.answer(database.session, question, today())


def _groups(question: Question, view: View) -> GroupMap:
    unnamed = _("No organisation") if view is View.ORGANISATIONS else _("No domain")
    return group_map(database.session, question, view, today(), translate(unnamed))


def _group_addresses(question: Question, view: View, found: GroupMap) -> dict[str, str]:
    """Where the systems of each group are drawn; systems without a group have no filter of their own."""
    name = "organisation" if view is View.ORGANISATIONS else "domain"
    asked = question.arguments(view=View.SYSTEMS)
    return {group.key: address("landscape.index", {**asked, name: group.key}) for group in found.groups if group.key}


def _domains() -> Any:
    return select(System.domain).where(System.domain.is_not(None)).distinct().order_by(System.domain).limit(MOST_DOMAINS)


def _ends() -> tuple[Named | None, Named | None, list[Text]]:
    """The two systems of a path as the address names them, and what is wrong with either."""
    ends: list[Named | None] = []
    problems: list[Text] = []
    for name in ("from", "to"):
        written = request.args.get(name, "").strip()
        try:
            ends.append(named_system(database.session, written) if written else None)
        except ValueWrong as error:
            ends.append(None)
            problems.append(error.message)
    return ends[0], ends[1], problems


def _impact_cap() -> int:
    return MOST_OPENED if request.args.get("opened") else MOST_DRAWN


def _system_or_404(key: str) -> System:
    found = database.session.scalars(select(System).where(System.key == key)).one_or_none()
    return found or abort(404)


def _or_404(find: Any) -> Any:
    try:
        return find()
    except LandscapeError:
        abort(404)


def _download(answer: Answer, name: str) -> Response:
    columns = [translate(column) for column in DEPENDENCY_COLUMNS]
    body = stream_with_context(write_csv(columns, (dependency_cells(row) for row in answer.rows)))
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})
