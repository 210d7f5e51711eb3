"""The API strategy: how the published versions stand against each clause, and a check without saving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from sqlakeyset import BadBookmark, InvalidPage, select_page

from registry.apis.resource import PRODUCERS
from registry.core.strategy.outputs.grouping import VERDICTS, kind_of
from registry.core.strategy.outputs.wording import WORDS
from registry.core.strategy.profile import Kind, Profile
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.incoming import received
from registry.governance.operations import read_document
from registry.governance.presenting import in_language, title_of, verdict_values
from registry.governance.preview import by_itself
from registry.governance.product_names import registered
from registry.governance.results import OFFERED, Row, row_from, rows, standing, streamed
from registry.governance.strategy import asked, offered, strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, allowed, for_roles
from registry.kit.database import database
from registry.kit.security import limiter
from registry.kit.spreadsheets import TableTooLarge, write_csv, write_xlsx
from registry.kit.text import show, translate
from registry.kit.transfer_pages import XLSX

blueprint = Blueprint("strategy", __name__, url_prefix="/strategy")
PAGE_SIZE = 50
TRIES = "60 per minute"
VERDICT_FILTER = (State.FAILED, State.PASSED, State.NOT_CHECKABLE)
MATRIX = ("api", "name", "version", "status", "verdict", "score", "checked_at")


@blueprint.route("", strict_slashes=False)
@for_roles(EVERYONE)
def overview() -> Any:
    """All versions against all clauses that a document can be checked for."""
    session, profile = database.session, strategy().profile
    query = request.args.get("q", "")
    verdict = _verdict_asked()
    statement = rows(session, profile.id, query=query, verdict=verdict)
    problem = None
    try:
        page = select_page(session, statement, per_page=PAGE_SIZE, page=request.args.get("page") or None)
    except (InvalidPage, BadBookmark, ValueError):
        problem = _("The page in the address is no longer valid; start from the first page.")
        page = select_page(session, statement, per_page=PAGE_SIZE)
    shown = render_template(
        "governance/overview.html",
        profile=profile,
        standing=standing(session, profile.id),
        offered=[status.value for status in OFFERED],
        columns=[clause for clause in profile.clauses if clause.kind is not Kind.NOT_CHECKABLE],
        rows=[row_from(columns) for columns in page],
        paging=page.paging,
        query=query,
        verdict=verdict,
        verdict_filter=VERDICT_FILTER,
        problem=problem,
        today=clock.today(),
        kind_of=kind_of,
        words=WORDS,
        verdicts=VERDICTS,
        title_of=title_of,
        may_publish=allowed(PRODUCERS.write),
    )
    return (shown, 400) if problem else shown


@blueprint.route("/matrix.<any(csv, xlsx):extension>")
@for_roles(EVERYONE)
def export(extension: str) -> Response:
    """The matrix as a spreadsheet: the versions that the same filters show, one column for each clause."""
    profile = strategy().profile
    found = rows(database.session, profile.id, query=request.args.get("q", ""), verdict=_verdict_asked())
    columns = (*MATRIX, *(clause.id for clause in profile.clauses))
    lines = _matrix(streamed(database.session, found), profile)
    attached = {"Content-Disposition": f'attachment; filename="api-strategy.{extension}"'}
    if extension == "csv":
        return Response(stream_with_context(write_csv(columns, lines)), mimetype="text/csv", headers=attached)
    try:
        return Response(write_xlsx(columns, lines), mimetype=XLSX, headers=attached)
    except TableTooLarge:
        abort(413, translate(_("That is too much for one Excel sheet; take csv, or filter first.")))


def _matrix(found: Iterable[Row], profile: Profile) -> Iterator[tuple[object, ...]]:
    for row in found:
        states = row.states
        told = (show(WORDS[states[clause.id]]) if clause.id in states else "" for clause in profile.clauses)
        status = show(row.status) if row.status is not None else ""
        verdict = show(WORDS[State(row.result.verdict)])
        yield row.api_key, row.api_name, row.version, status, verdict, row.result.score, row.result.checked_at, *told


def _verdict_asked() -> State | None:
    return next((state for state in VERDICT_FILTER if state.value == request.args.get("verdict")), None)


@blueprint.route("/try", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"])
@for_roles(EVERYONE)
def try_() -> Any:
    """Check a document that nobody publishes: nothing is saved."""
    chosen = asked(request.values.get("profile"))
    choice = {"chosen": chosen.profile, "offered": [found.profile for found in offered()], "in_language": in_language}
    if request.method == "GET":
        return render_template("governance/try.html", problems=[], text="", checked=[], **choice)
    incoming = received()
    checked = []
    names = registered(database.session)
    for arrival in incoming.arrivals:
        document = read_document(arrival.data, arrival.name or None)
        report = by_itself(database.session, document, chosen, clock.today(), names)
        checked.append((arrival, verdict_values(report, chosen.profile)))
    page = render_template(
        "governance/try.html", problems=incoming.problems, text=request.form.get("text", ""), checked=checked, **choice
    )
    return page, incoming.status if incoming.problems else 200
