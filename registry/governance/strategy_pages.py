"""The API strategy: how the published versions stand, each clause with its rules, and a check without saving."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlakeyset import BadBookmark, InvalidPage, select_page

from registry.apis.resource import PRODUCERS
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.examples import examples_of
from registry.core.strategy.profile import Kind
from registry.core.strategy.rule import Catalogue
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.facts import facts
from registry.governance.incoming import received
from registry.governance.judging import judged
from registry.governance.operations import read_document
from registry.governance.presenting import VERDICTS, WORDS, in_language, kind_of, title_of, verdict_values
from registry.governance.product_names import registered
from registry.governance.results import OFFERED, Tally, row_from, rows, standing, tallies
from registry.governance.strategy import strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, allowed, for_roles
from registry.kit.database import database
from registry.kit.security import limiter

blueprint = Blueprint("strategy", __name__, url_prefix="/strategy")
PAGE_SIZE = 50
TRIES = "60 per minute"
VERDICT_FILTER = (State.FAILED, State.PASSED, State.NOT_CHECKABLE)
UNANSWERED = {
    Kind.DIFFERENCE: _("Takes two versions of the document: no rule yet"),
    Kind.REGISTRY: _("Answered from the catalogue: no rule yet"),
    Kind.ATTESTATION: _("A person answers for this"),
    Kind.NOT_CHECKABLE: _("Cannot be decided from documents or records"),
}


@blueprint.route("", strict_slashes=False)
@for_roles(EVERYONE)
def overview() -> Any:
    """All versions against all clauses that a document can be checked for."""
    session, profile = database.session, strategy().profile
    query = request.args.get("q", "")
    verdict = next((state for state in VERDICT_FILTER if state.value == request.args.get("verdict")), None)
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
        columns=[clause for clause in profile.clauses if clause.kind is Kind.RULES],
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


@blueprint.route("/clauses")
@for_roles(EVERYONE)
def clauses() -> Any:
    """Every clause, how it is checked and how many versions fail it."""
    profile = strategy().profile
    found, number = tallies(database.session, profile.id)
    return render_template(
        "governance/clauses.html",
        profile=profile,
        tallies=found,
        number=number,
        none=Tally(),
        unanswered=UNANSWERED,
        in_language=in_language,
        State=State,
    )


@blueprint.route("/clauses/<clause_id>")
@for_roles(EVERYONE)
def clause(clause_id: str) -> Any:
    """One clause: what it asks, where it comes from, the rules that check it, and who fails it."""
    profile = strategy().profile
    try:
        found = profile.clause(clause_id)
    except KeyError:
        abort(404)
    by_clause, number = tallies(database.session, profile.id)
    used = [(all_rules()[use.rule], use.parameters) for use in found.rules]
    return render_template(
        "governance/clause.html",
        profile=profile,
        clause=found,
        sources=[profile.sources[key] for key in found.sources],
        rules=[(rule, examples_of(rule), parameters) for rule, parameters in used],
        tally=by_clause.get(clause_id, Tally()),
        number=number,
        unanswered=UNANSWERED,
        in_language=in_language,
        kind_of=kind_of,
        words=WORDS,
        State=State,
    )


@blueprint.route("/try", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"])
@for_roles(EVERYONE)
def try_() -> Any:
    """Check a document that nobody publishes: nothing is saved."""
    if request.method == "GET":
        return render_template("governance/try.html", problems=[], text="", checked=[])
    incoming = received()
    chosen, checked = strategy(), []
    names = registered(database.session)
    for arrival in incoming.arrivals:
        document = read_document(arrival.data, arrival.name or None)
        known = facts(Catalogue(systems=names.within(document.title)), (), chosen, clock.today())
        report = judged(document, known, chosen, clock.today())
        checked.append((arrival, verdict_values(report, chosen.profile)))
    page = render_template("governance/try.html", problems=incoming.problems, text=request.form.get("text", ""), checked=checked)
    return page, incoming.status if incoming.problems else 200
