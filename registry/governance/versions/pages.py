"""Two documents of an API side by side; a consumer's copy taken in, given out and put away; the days that come."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.utils import secure_filename

from registry.apis.models import Api, Consumer
from registry.apis.resource import PRODUCERS
from registry.apis.resource import api as api_resource
from registry.apis.resource import consumer as consumer_resource
from registry.core.openapi.differences.telling import NOT_WHOLE, VERDICTS, demanded
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.documents import content
from registry.governance.incoming import received
from registry.governance.strategy import strategy
from registry.governance.versions import life
from registry.governance.versions.comparing import compared
from registry.governance.versions.copies import keep_copy
from registry.governance.versions.panels import STEP_STATES
from registry.governance.versions.sides import chosen, sides_of
from registry.kit import clock
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.pages import act, find
from registry.kit.text import translate

blueprint = Blueprint("versions", __name__)


@blueprint.route("/apis/<key>/compare")
@for_roles(EVERYONE)
def compare(key: str) -> Any:
    """What changed between two documents of the API, breaking changes first; without a choice, the two newest versions'."""
    api = find(api_resource, key)
    assert isinstance(api, Api)
    sides = sides_of(database.session, api.id)
    asked = [request.args.get(name) or None for name in ("old", "new")]
    if not {str(side.revision_id) for side in sides}.issuperset(one for one in asked if one is not None):
        abort(404)
    old, new = chosen(sides, *asked)
    found = compared(database.session, old.document_id, new.document_id) if old is not None and new is not None else None
    return render_template(
        "governance/compare.html",
        api=api,
        sides=sides,
        old=old,
        new=new,
        found=found,
        verdicts=VERDICTS,
        demanded=demanded,
        states=STEP_STATES,
        not_whole=NOT_WHOLE,
    )


@blueprint.route("/apis/dates")
@for_roles(EVERYONE)
def dates() -> Any:
    """The days that come in the lives of all APIs' versions, those that have passed first."""
    entries = life.coming(database.session, strategy().profile, clock.today())
    passed, near = life.counted(entries)
    return render_template(
        "governance/dates.html", entries=entries, passed=passed, near=near, soon=life.SOON.days, most=life.MOST
    )


@blueprint.route("/consumers/<key>/copy", methods=["GET", "POST"])
@for_roles(PRODUCERS.write)
def copy(key: str) -> Any:
    """Take in the consumer's copy of the provider's document."""
    consumer = _consumer(key)
    if request.method == "GET":
        return _form(consumer, [])
    incoming = received()
    if len(incoming.arrivals) > 1:
        incoming.problems.append(_("A consumer has one copy; send one file or one address."))
    if incoming.problems:
        return _form(consumer, incoming.problems, incoming.status)
    [arrival] = incoming.arrivals
    act(str(_("Copy of the document of {consumer}", consumer=consumer.title))[:500])
    keep_copy(database.session, consumer, arrival.data, arrival.filename)
    database.session.commit()
    flash(translate(_("The copy is kept.")), "success")
    return redirect(url_for("consumer.show", key=key))


def _form(consumer: Consumer, problems: list[Text], status: int = 200) -> tuple[str, int]:
    url = request.form.get("url", "")
    return render_template("governance/copy.html", consumer=consumer, problems=problems, url=url), status


@blueprint.route("/consumers/<key>/copy/raw")
@for_roles(EVERYONE)
def raw(key: str) -> Any:
    """The copy as it came. Always a download: it is somebody else's text and must not run as a page of ours."""
    consumer = _consumer(key)
    if consumer.document is None:
        abort(404)
    data = BytesIO(content(database.session, consumer.document.id))
    name = secure_filename(consumer.document.filename or "") or f"{secure_filename(consumer.key)}-copy.yaml"
    return send_file(data, mimetype="application/octet-stream", as_attachment=True, download_name=name)


@blueprint.route("/consumers/<key>/copy/remove", methods=["POST"])
@for_roles(PRODUCERS.write)
def remove(key: str) -> Any:
    """Put the copy away: the consumer is then judged by its version's published document."""
    consumer = _consumer(key)
    act()
    consumer.document = None
    database.session.commit()
    flash(translate(_("The copy is put away.")), "success")
    return redirect(url_for("consumer.show", key=key))


def _consumer(key: str) -> Consumer:
    consumer = find(consumer_resource, key, "api_version", "system")
    assert isinstance(consumer, Consumer)
    return consumer
