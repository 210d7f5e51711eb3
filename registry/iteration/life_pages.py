"""The steps of an initiative's life as pages: each asks what is needed at that step, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from registry.core.initiatives.life import STEPS, Step
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import InitiativeStatus, ObstacleCause
from registry.initiatives.models import Initiative
from registry.iteration import revealed
from registry.iteration.asking import answered, fields_of, shown
from registry.kit import operations
from registry.kit.access import CATALOGUE_EDITORS, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.pages import act, find, resources
from registry.kit.text import translate

blueprint = Blueprint("life", __name__, url_prefix="/initiatives")

OVER = frozenset({InitiativeStatus.DONE, InitiativeStatus.STOPPED})
REVEAL = Step(
    "reveal",
    _("Tell what legacy it ran into"),
    _("What legacy did it run into? Each thing becomes an obstacle that can be mended before the next initiative meets it."),
    OVER,
    InitiativeStatus.DONE,
    reveals=True,
)


@blueprint.route("/<key>/step/<name>", methods=["GET", "POST"])
@for_roles(CATALOGUE_EDITORS)
def take(key: str, name: str) -> Any:
    """Ask what the step `name` needs; posting it takes the step."""
    step = STEPS.get(name)
    initiative = _initiative(key)
    if step is None:
        abort(404)
    if initiative.status not in step.sources:
        flash(translate(_("It is {status}; this step is not open from there.", status=initiative.status.label)), "error")
        return redirect(url_for("initiative.show", key=key))
    return _asked(step, initiative, {"status": step.target, **({step.day: today()} if step.day else {})})


@blueprint.route("/<key>/revealed", methods=["GET", "POST"])
@for_roles(CATALOGUE_EDITORS)
def reveal(key: str) -> Any:
    """The question of legacy on its own, for an initiative that was over before it was asked."""
    initiative = _initiative(key)
    if initiative.status not in OVER:
        flash(translate(_("It is {status}; this step is not open from there.", status=initiative.status.label)), "error")
        return redirect(url_for("initiative.show", key=key))
    return _asked(REVEAL, initiative, {})


def _initiative(key: str) -> Initiative:
    found = find(resources()["initiative"], key, "lead")
    assert isinstance(found, Initiative)
    return found


def _asked(step: Step, initiative: Initiative, changes: Mapping[str, Any]) -> Any:
    resource = resources()["initiative"]
    fields = fields_of(resource, step.needs, step.asks)
    if request.method == "GET":
        return _page(step, initiative, shown(resource, fields, initiative, {}), None, [])
    asked = answered(resource, fields, initiative)
    told = revealed.told(database.session, initiative, request.form, today()) if step.reveals else None
    if asked.is_good and not (told and told.errors):
        values = {**asked.values, **changes, **({"legacy_asked_on": today()} if told else {})}
        problem = _save(initiative, values, told)
        if problem is None:
            flash(translate(_("{title} is saved.", title=initiative.title)), "success")
            return redirect(url_for("initiative.show", key=initiative.key))
        asked.loose.append(translate(problem))
    return _page(step, initiative, asked.form, told, asked.loose), 422


def _save(initiative: Initiative, values: Mapping[str, Any], told: revealed.Told | None) -> Text | None:
    """The step and what it revealed in one transaction; or why nothing was saved."""
    session = database.session
    act()
    try:
        if told is not None:
            revealed.add(session, told)
        operations.assign(session, resources()["initiative"], initiative, values)
        session.commit()
    except (IntegrityError, StaleDataError):
        session.rollback()
        return operations.refused()
    return None


def _page(step: Step, initiative: Initiative, form: Any, told: revealed.Told | None, loose: list[str]) -> str:
    return render_template(
        "iteration/step.html",
        step=step,
        initiative=initiative,
        form=form,
        names=(*step.needs, *step.asks),
        loose=loose,
        typed=told.typed if told else {},
        errors=told.errors if told else {},
        rows=range(revealed.ROWS),
        control=revealed.control,
        causes=list(ObstacleCause),
    )
