"""Seven questions to whoever knows a system, answered in five minutes and kept as a dated assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import func, select

from registry.core.legacy.interview import QUESTIONS
from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record
from registry.kit import operations
from registry.kit.access import CATALOGUE_EDITORS, EVERYONE, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.lookup import References
from registry.kit.pages import act, find, resources
from registry.kit.text import translate
from registry.landscape import operations as landscape
from registry.organisations.models import Person
from registry.systems.models import Assessment, System

blueprint = Blueprint("assessing", __name__, url_prefix="/systems")

NAMES = tuple(name for question in QUESTIONS for name in (question.name, question.note))
UNKNOWN = ""


def may_assess(system: System) -> bool:
    """Those who keep the catalogue, and those who answer for the system whatever their role."""
    people = (system.owner, system.manager, system.technical_contact)
    own = {person.email.casefold() for person in people if person is not None and person.email}
    return allowed(CATALOGUE_EDITORS) or str(g.actor).casefold() in own


@blueprint.route("/<key>/assess", methods=["GET", "POST"])
@for_roles(EVERYONE)
def assess(key: str) -> Any:
    """The questions with the last answers chosen; posting them saves today's assessment."""
    system = find(resources()["system"], key, "owner", "manager", "technical_contact", "supplier")
    assert isinstance(system, System)
    if not may_assess(system):
        abort(403)
    last = last_assessment(system)
    errors: Mapping[str, list[Text]] = {}
    if request.method == "POST":
        errors = _save(system, {name: request.form.get(name, "") for name in NAMES}, today())
        if not errors:
            why = landscape.assessment(database.session, system.key, today()).why
            flash(translate(_("Thank you. The answers are saved, and count from now on. {why}", why=why)), "success")
            return redirect(url_for("system.show", key=system.key))
    typed = request.form if request.method == "POST" else _typed_before(system, last)
    page = render_template("legacy/assess.html", system=system, questions=QUESTIONS, typed=typed, errors=errors, last=last)
    return page, 422 if errors else 200


def last_assessment(system: System) -> Assessment | None:
    query = select(Assessment).where(Assessment.system_id == system.id)
    return database.session.scalars(query.order_by(Assessment.assessed_on.desc(), Assessment.id.desc()).limit(1)).first()


def _typed_before(system: System, last: Assessment | None) -> dict[str, str]:
    """The answers in force, with the notes of the last assessment, as the form would send them."""
    found: dict[str, str] = {}
    for question in QUESTIONS:
        answer = getattr(system, question.name)
        found[question.name] = UNKNOWN if answer is None else str(answer)
        found[question.note] = (getattr(last, question.note) or "") if last is not None else ""
    return found


def _save(system: System, raw: Mapping[str, str], day: date) -> Mapping[str, list[Text]]:
    """Save the answers, as a change of today's assessment when the same person already made one; or what is wrong, by field."""
    session = database.session
    resource = resources()["assessment"]
    person = session.scalars(select(Person).where(func.lower(Person.email) == str(g.actor).lower())).first()
    before = _of_today(system, person, day)
    whole = {**raw, "system": system.key, "assessed_on": day.isoformat(), "assessed_by": person.key if person else ""}
    cleaned = operations.clean(resource, whole, {name: resource.fields[name] for name in whole}, References(session), before)
    if not cleaned.errors and all(cleaned.values[question.name] is None for question in QUESTIONS):
        cleaned.wrong(QUESTIONS[0].name, _("Answer at least one question, or leave the page without saving."))
    if cleaned.errors:
        return cleaned.errors
    act()
    saved = operations.save(session, resource, before, cleaned.values)
    return {} if isinstance(saved, Record) else {"": [saved]}


def _of_today(system: System, person: Person | None, day: date) -> Assessment | None:
    if person is None:
        return None
    mine = (Assessment.system_id == system.id, Assessment.assessed_on == day, Assessment.assessed_by_id == person.id)
    return database.session.scalars(select(Assessment).where(*mine)).first()
