"""Strategies of one's own: written or sent as a file, kept version by version, compared, and put in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy.exc import IntegrityError

from registry.core.strategy.comparison import clause_changes
from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles
from registry.core.strategy.skeleton import skeleton
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.operations import check_all
from registry.governance.own_strategies import (
    CHECKED_AT_ONCE,
    LONGEST_TEXT,
    answers_of,
    choices,
    choose,
    published,
    read_text,
    save_text,
    versions,
)
from registry.governance.presenting import DIFFERENCES, ORIGINS, in_language
from registry.governance.strategy import Origin, Strategy, load_strategy, offered, referred, strategy
from registry.governance.strategy_change import outlook
from registry.kit import clock
from registry.kit.access import ADMINISTRATORS, CATALOGUE_EDITORS, EVERYONE, Role, allowed, for_roles
from registry.kit.database import database
from registry.kit.pages import act
from registry.kit.security import limiter
from registry.kit.text import translate

blueprint = Blueprint("own_strategy", __name__, url_prefix="/strategy")
STRATEGISTS = ADMINISTRATORS | {Role.ARCHITECT}
JUDGED_AT_ONCE = 150  # in one request; the page goes on where it stopped
COMPARISONS = "30 per minute"


@blueprint.app_errorhandler(BadProfile)
def broken(problem: BadProfile) -> tuple[str, int]:
    """The strategy in force cannot be used, perhaps because its file was edited: pages say what is wrong with it."""
    return render_template("governance/strategy_broken.html", problem=problem.told), 503


@blueprint.route("/strategies")
@for_roles(EVERYONE)
def index() -> str:
    """Every strategy, which is in force, and who put it there."""
    return render_template(
        "governance/strategies.html",
        in_force=strategy(),
        offered=offered(),
        choices=choices(database.session),
        answers=answers_of(database.session, strategy().profile.id),
        may_write=allowed(STRATEGISTS),
        origins=ORIGINS,
        in_language=in_language,
        title_of_id={found.profile.id: in_language(found.profile.title) for found in offered()},
    )


@blueprint.route("/in-force", methods=["POST"])
@for_roles(STRATEGISTS)
def put_in_force() -> Any:
    """Hold everybody to the chosen strategy from now on, and check the documents against it."""
    session, old = database.session, strategy()
    new = next((found for found in offered() if found.profile.id == request.form.get("profile")), None)
    if new is None:
        abort(404)
    act(str(_("Strategy {name} put in force", name=new.profile.id)))
    carried = choose(session, new, old, g.actor, carry_over="carry_over" in request.form)
    at_once = published(session) <= CHECKED_AT_ONCE
    if at_once:
        check_all(session, clock.today())
    session.commit()
    flash(translate(_("{title} is now in force.", title=in_language(new.profile.title))), "success")
    if carried.waivers or carried.attestations:
        told = _(
            "{waivers} waivers and {answers} answers were carried over.", waivers=carried.waivers, answers=carried.attestations
        )
        flash(translate(told), "success")
    if not at_once:
        flash(translate(_("The documents are judged by it when “registry specs check” has run.")), "info")
    return redirect(url_for("own_strategy.index"))


@dataclass(slots=True)
class Draft:
    """What stands in the form: the text, where it came from, and what was said about it."""

    text: str
    file: str = "…"
    note: str = ""
    problem: Text | None = None
    line: int | None = None


@blueprint.route("/write", methods=["GET", "POST"])
@for_roles(STRATEGISTS)
def write() -> Any:
    """Write or send the text of a strategy; shown is what it changes, or what is wrong with it and where."""
    if request.method == "GET":
        return _form(Draft(_first_text()))
    draft = _sent()
    try:
        found = read_text(draft.text.replace("\r\n", "\n"), draft.file)
        if request.form.get("do") == "save":
            return _saved(draft)
    except BadProfile as problem:
        draft.problem, draft.line = problem.told, problem.line
        return _form(draft), 422
    return _form(draft, found.profile)


def _sent() -> Draft:
    upload = request.files.get("file")
    text, name = request.form.get("text", ""), "…"
    if upload is not None and upload.filename:
        text = upload.read(4 * LONGEST_TEXT + 1).decode("utf-8", "replace")
        name = re.split(r"[/\\]", upload.filename)[-1][:255]
    return Draft(text, name, request.form.get("note", ""))


def _first_text() -> str:
    """The newest text of the strategy that is to be changed, or the beginning of a new one."""
    name = request.args.get("of")
    if name:
        try:
            return referred(name).text
        except BadProfile:
            abort(404)
    base = request.args.get("base", "")
    known = built_in_profiles()
    profile = load_strategy(known[base] if base in known else known["sundsvall"]).profile
    place = current_app.config["SETTINGS"].municipality
    slug = re.sub(r"[^a-z0-9]+", "-", place.lower().translate(str.maketrans("åäöé", "aaoe"))).strip("-")[:50] or "own"
    language = str(get_locale())
    return skeleton(
        profile, slug, translate(_("API strategy of {place}", place=place)), language if language in ("sv", "en") else "en"
    )


def _form(draft: Draft, profile: Profile | None = None) -> str:
    base = load_strategy(built_in_profiles()[profile.base]).profile if profile is not None and profile.base else None
    return render_template(
        "governance/strategy_write.html",
        draft=draft,
        profile=profile,
        base=base,
        changes=clause_changes(base, profile) if profile is not None and base is not None else [],
        differences=DIFFERENCES,
        in_language=in_language,
        built_in=sorted(built_in_profiles()),
    )


def _saved(draft: Draft) -> Any:
    session = database.session
    try:
        kept = save_text(session, draft.text, draft.file, draft.note, g.actor)
        name, number = kept.profile, kept.number
        if strategy().profile.id == name and published(session) <= CHECKED_AT_ONCE:
            check_all(session, clock.today())
        session.commit()
    except IntegrityError:
        session.rollback()
        draft.problem = _("Somebody saved a version meanwhile. Look at it, then save again.")
        return _form(draft), 409
    flash(translate(_("Saved as version {number} of {name}.", number=number, name=name)), "success")
    return redirect(url_for("own_strategy.show", name=name))


@blueprint.route("/strategies/<name>")
@for_roles(EVERYONE)
def show(name: str) -> str:
    """One strategy: what it changes in the built-in one, and its versions."""
    found = _found(name)
    base = load_strategy(built_in_profiles()[found.profile.base]).profile if found.profile.base else None
    return render_template(
        "governance/strategy_own.html",
        found=found,
        base=base,
        changes=clause_changes(base, found.profile) if base is not None else [],
        versions=versions(database.session, name),
        in_force=strategy(),
        may_write=allowed(STRATEGISTS) and found.origin is not Origin.FILE,
        origins=ORIGINS,
        differences=DIFFERENCES,
        in_language=in_language,
    )


@blueprint.route("/strategies/<reference>.yaml")
@for_roles(EVERYONE)
def text(reference: str) -> Response:
    """The text of a strategy or of one saved version, as a file that `registry check --profile` reads."""
    found = _found(reference)
    attached = {"Content-Disposition": f'attachment; filename="{found.profile.id}.yaml"'}
    return Response(found.text, mimetype="application/yaml", headers=attached)


def _found(reference: str) -> Strategy:
    try:
        return referred(reference)
    except BadProfile:
        abort(404)


@blueprint.route("/compare", methods=["POST"])
@limiter.limit(COMPARISONS)
@for_roles(CATALOGUE_EDITORS)
def judge() -> Any:
    """Judge what has not been judged by both, as much as one request may take."""
    (old, new), session = _sides(), database.session
    outlook(session, old, new, clock.today(), most_judged=JUDGED_AT_ONCE)
    session.commit()
    return redirect(url_for("own_strategy.compare", old=old.reference, new=new.reference))


def _sides() -> tuple[Strategy, Strategy]:
    """The two that are asked for. What is left out is the one in force, beside the version before it or else another strategy."""
    old, new = (_found(reference) if reference else None for reference in map(request.values.get, ("old", "new")))
    in_force = strategy()
    if new is None and old is not None and old.reference != in_force.reference:
        new = in_force
    if old is None:
        later = new or in_force
        before = in_force if later.reference != in_force.reference else _before(later)
        old, new = (before, later) if before is not None else (later, _another(later))
    return old, new or _another(old)


def _before(one: Strategy) -> Strategy | None:
    """The version saved before it; None when there is none that can be used."""
    try:
        return referred(f"{one.profile.id}@{one.number - 1}") if one.number is not None else None
    except BadProfile:
        return None


def _another(one: Strategy) -> Strategy:
    """What it is made from, or else another strategy, rather one of the municipality's own; itself when there is no other."""
    others = [found for found in offered() if found.profile.id != one.profile.id]
    return min(others, key=lambda found: (found.profile.id != one.profile.base, found.origin is Origin.BUILT_IN), default=one)


@blueprint.route("/compare")
@for_roles(EVERYONE)
def compare() -> str:
    """Two strategies, or two versions of one: the clauses that differ, and the APIs whose verdict changes."""
    (old, new), session = _sides(), database.session
    return render_template(
        "governance/strategy_compare.html",
        old=old,
        new=new,
        changes=clause_changes(old.profile, new.profile),
        outlook=outlook(session, old, new, clock.today(), most_judged=0),
        references=_references(),
        may_judge=allowed(CATALOGUE_EDITORS),
        differences=DIFFERENCES,
        in_language=in_language,
    )


def _references() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every strategy by its title: (reference, short name) of each version that can be chosen; titles are too wide for phones."""
    found = []
    for one in offered():
        name = one.profile.id
        listed = [(name, f"{name} {one.profile.version}")] if one.number is None else []
        listed += [(f"{name}@{row.number}", f"{name} {row.profile_version}") for row in versions(database.session, name)]
        found.append((in_language(one.profile.title), listed))
    return found
