"""Publish documents: choose files or an address, see where they would go and what the check says, then save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from registry.apis.models import ApiVersion
from registry.apis.resource import PRODUCERS
from registry.apis.resource import api_version as version_resource
from registry.core.strategy.outputs.grouping import VERDICTS, kind_of
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance import placing, waiting
from registry.governance.incoming import received
from registry.governance.product_names import registered
from registry.governance.strategy import strategy
from registry.kit import clock
from registry.kit.access import for_roles
from registry.kit.database import database
from registry.kit.operations import refused
from registry.kit.pages import act, find

blueprint = Blueprint("publishing", __name__)


@blueprint.route("/apis/publish", methods=["GET", "POST"])
@for_roles(PRODUCERS.write)
def publish() -> Any:
    """Documents of any APIs, known or new."""
    return _upload(None) if request.method == "POST" else _form(None, [])


@blueprint.route("/api-versions/<key>/publish", methods=["GET", "POST"])
@for_roles(PRODUCERS.write)
def publish_version(key: str) -> Any:
    """The document of one version."""
    version = find(version_resource, key, "api")
    assert isinstance(version, ApiVersion)
    return _upload(version) if request.method == "POST" else _form(version, [])


def _form(version: ApiVersion | None, problems: list[Text], status: int = 200) -> tuple[str, int]:
    url = request.form.get("url", (version.specification_url if version is not None else None) or "")
    return render_template("governance/publish.html", version=version, problems=problems, url=url), status


def _upload(version: ApiVersion | None) -> Any:
    incoming = received(version.key, version.specification_url) if version is not None else received()
    if version is not None and len(incoming.arrivals) > 1:
        incoming.problems.append(_("A version has one document; send one file or one address."))
    if incoming.problems:
        return _form(version, incoming.problems, incoming.status)
    token = waiting.keep(_folder(), incoming.arrivals)
    return redirect(url_for("publishing.planned", token=token))


def _folder() -> Path:
    folder = Path(current_app.config["INSTANCE"]) / "publishing"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@blueprint.route("/apis/publish/<token>", methods=["GET", "POST"])
@for_roles(PRODUCERS.write)
def planned(token: str) -> Any:
    """The plan; sent back with corrections it is shown again, or saved."""
    try:
        arrivals = waiting.kept(_folder(), token)
    except LookupError:
        return _form(None, [_("The documents are gone, perhaps because they were already saved. Send them again.")], 404)
    chosen = request.form if request.method == "POST" else None
    plan = _plan(arrivals, chosen)
    problem: Text | None = None
    if request.method == "POST" and "save" in request.form and not any(placement.problems for placement in plan):
        problem = _save(plan)
        if problem is None:
            waiting.forget(_folder(), token)
            return _after(plan)
        plan = _plan(arrivals, chosen)
    refused_ones = any(placement.problems for placement in plan)
    page = render_template(
        "governance/publish_plan.html", plan=plan, problem=problem, refused=refused_ones, kind_of=kind_of, verdicts=VERDICTS
    )
    return page, (422 if refused_ones or problem else 200)


def _plan(arrivals: list[waiting.Arrival], chosen: Any) -> list[placing.Placement]:
    session = database.session
    return placing.place(session, arrivals, strategy(), clock.today(), registered(session), chosen)


def _save(plan: list[placing.Placement]) -> Text | None:
    """Save the plan whole, or say what stood against it."""
    session = database.session
    names = ", ".join(placement.arrival.name for placement in plan[:5])
    act(str(_("Published {names}", names=names))[:500])
    try:
        placing.save(session, plan, clock.today())
        session.commit()
    except IntegrityError:
        session.rollback()
        return refused()
    except StaleDataError:
        session.rollback()
        return _("Somebody changed a record meanwhile. Look at the plan again.")
    return None


def _after(plan: list[placing.Placement]) -> Any:
    flash(
        ngettext("%(num)s document is published and checked.", "%(num)s documents are published and checked.", len(plan)),
        "success",
    )
    target = plan[0].arrival.target
    if len(plan) == 1 and target is not None:
        return redirect(url_for("api_version.show", key=target))
    return redirect(url_for("strategy.overview"))
