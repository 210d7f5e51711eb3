"""The strategy as text: every clause with what it asks, and every rule with why it is there, what breaks it and how to mend."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from registry.core.strategy.discovery import all_rules
from registry.core.strategy.examples import examples_of
from registry.core.strategy.outputs.grouping import kind_of
from registry.core.strategy.outputs.wording import WORDS
from registry.core.strategy.profile import Clause, Kind, Profile
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.presenting import in_language
from registry.governance.results import Tally, tallies
from registry.governance.strategy import asked, offered, strategy
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database

blueprint = Blueprint("rules", __name__, url_prefix="/strategy")
UNANSWERED = {
    Kind.ATTESTATION: _("A person answers for this"),
    Kind.NOT_CHECKABLE: _("Cannot be decided from documents or records"),
}


def _counted(profile: Profile) -> tuple[dict[str, Tally], int]:
    """What became of each clause; nothing for a strategy that is not in force, for then nobody was judged by it."""
    return tallies(database.session, profile.id) if profile.id == strategy().profile.id else ({}, 0)


@blueprint.route("/clauses")
@for_roles(EVERYONE)
def clauses() -> Any:
    """Every clause, how it is checked and how many versions fail it."""
    profile = asked(request.args.get("profile")).profile
    found, number = _counted(profile)
    return render_template(
        "governance/clauses.html",
        profile=profile,
        in_force=strategy().profile,
        offered=[other.profile for other in offered()],
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
    profile = asked(request.args.get("profile")).profile
    try:
        found = profile.clause(clause_id)
    except KeyError:
        abort(404)
    by_clause, number = _counted(profile)
    used = [(all_rules()[use.rule], use.parameters) for use in found.rules]
    return render_template(
        "governance/clause.html",
        profile=profile,
        in_force=strategy().profile,
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


@blueprint.route("/rules")
@for_roles(EVERYONE)
def catalogue() -> Any:
    """Every rule there is, and the clauses of each strategy that use it."""
    used = _uses([found.profile for found in offered()])
    rules = [(rule, examples_of(rule).why[:1], used.get(name, [])) for name, rule in all_rules().items()]
    return render_template("governance/rules.html", rules=rules, in_language=in_language)


@blueprint.route("/rules/<rule_id>")
@for_roles(EVERYONE)
def show(rule_id: str) -> Any:
    """One rule: why, what breaks it, what follows it, how to mend, and where it is used."""
    rule = all_rules().get(rule_id)
    if rule is None:
        abort(404)
    used = _uses([found.profile for found in offered()]).get(rule_id, [])
    return render_template("governance/rule.html", rule=rule, examples=examples_of(rule), used=used, in_language=in_language)


def _uses(profiles: list[Profile]) -> dict[str, list[tuple[Profile, Clause]]]:
    """Rule id -> the clauses that use it."""
    found: dict[str, list[tuple[Profile, Clause]]] = {}
    for profile in profiles:
        for clause in profile.clauses:
            for use in clause.rules:
                found.setdefault(use.rule, []).append((profile, clause))
    return found
