"""POST /api/v1/check: a document in, the verdict out, in the words of `registry check` as JSON or SARIF; for build servers."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.apis.models import ApiVersion
from registry.core.openapi.document import Document
from registry.core.strategy.outputs.as_sarif import write_sarif
from registry.core.strategy.outputs.outcome import Judged
from registry.core.strategy.outputs.wording import Wording
from registry.core.strategy.record import to_json
from registry.core.strategy.verdict import Report
from registry.core.text import text as _
from registry.governance.preview import as_document_of, by_itself
from registry.governance.rest_requests import (
    CALLS,
    DOCUMENT_BODY,
    Refused,
    answering,
    document_sent,
    problem_answer,
    query_parameter,
    readable,
)
from registry.governance.schemas import CheckedSchema
from registry.governance.strategy import Strategy, offered, strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.rest import BASE
from registry.kit.security import limiter

blueprint = answering(
    Blueprint("rest_check", __name__, url_prefix=BASE, description="Documents checked against the API strategy")
)
JSON, SARIF = "application/json", "application/sarif+json"
ACCEPTED = "sarif", "json"


@blueprint.route("/check", methods=["POST"])
@blueprint.doc(
    summary="Check a document; nothing is saved",
    description="The verdict of `registry check --format json`, or SARIF 2.1.0 where that is asked for. With `api_version` it is "
    "judged as the document of that version, with what the catalogue knows of it: authentication, waivers, earlier documents.",
    parameters=[
        query_parameter("file", "What the document is called in the answer"),
        query_parameter("api_version", "Key of the API version whose document it is to be", maxLength=64),
        query_parameter("profile", "Id of the strategy to check against; left out: the municipality's own", maxLength=60),
        query_parameter(
            "format", "Form of the answer; left out: what the header Accept asks for, or json", enum=sorted(ACCEPTED)
        ),
    ],
    requestBody=DOCUMENT_BODY,
    responses={
        "200": {
            "description": "The verdict",
            "content": {JSON: {"schema": CheckedSchema}, SARIF: {"schema": {"type": "object"}}},
        },
        "401": problem_answer("No token, or one that does not hold"),
        "404": problem_answer("There is no such API version"),
        "413": problem_answer("The document is too large"),
        "422": problem_answer("The document cannot be read, or a parameter names what there is not"),
        "429": problem_answer(f"More than {CALLS}"),
    },
)
@limiter.limit(CALLS)
@for_roles(EVERYONE)
def check() -> Any:
    name, data = document_sent()
    chosen, form, version = _strategy(), _form(), _version()
    document = readable(data, name)
    report = _judged(document, chosen, version)
    if form == "sarif":
        lines = write_sarif([Judged(name, report)], chosen.profile, Wording(), version_of("digital-legacy-registry"))
        return Response("".join(lines), mimetype=SARIF)
    about = {"profile": chosen.profile.id, "profile_version": chosen.profile.version}
    return jsonify({**about, "files": [{"file": name, **to_json(report)}]})


def _strategy() -> Strategy:
    name = request.args.get("profile")
    if name is None:
        return strategy()
    known = {found.profile.id: found for found in offered()}
    if name not in known:
        detail = _("There is no strategy “{name}”.", name=name[:60])
        raise Refused(422, _("A parameter is wrong"), detail, parameter="profile", accepted=sorted(known))
    return known[name]


def _form() -> str:
    asked = request.args.get("format")
    if asked is None:
        return "sarif" if request.accept_mimetypes.best_match([JSON, SARIF]) == SARIF else "json"
    if asked not in ACCEPTED:
        detail = _("There is no format “{name}”.", name=asked[:60])
        raise Refused(422, _("A parameter is wrong"), detail, parameter="format", accepted=sorted(ACCEPTED))
    return asked


def _version() -> ApiVersion | None:
    key = request.args.get("api_version")
    if key is None:
        return None
    query = select(ApiVersion).where(ApiVersion.key == key).options(joinedload(ApiVersion.api))
    found = database.session.scalars(query).one_or_none()
    if found is None:
        detail = _("There is no API version with the key “{key}”.", key=key[:64])
        raise Refused(404, _("Nothing here"), detail, parameter="api_version")
    return found


def _judged(document: Document, chosen: Strategy, version: ApiVersion | None) -> Report:
    session, today = database.session, clock.today()
    if version is None:
        return by_itself(session, document, chosen, today)
    return as_document_of(session, document, chosen, today, api=version.api, version=version, number=version.version)
