"""Differences and drift over REST: two documents sent, two that are stored, and the copies of an API's consumers."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask_smorest import Blueprint

from registry.apis.models import Api, Consumer
from registry.apis.resource import PRODUCERS
from registry.apis.resource import api as api_resource
from registry.apis.resource import consumer as consumer_resource
from registry.core.openapi.differences import differences
from registry.core.openapi.differences.telling import to_json
from registry.core.openapi.drift import Drift
from registry.core.openapi.drift import to_json as drift_to_json
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused
from registry.governance.rest_requests import (
    CALLS,
    DOCUMENT_BODY,
    NAME,
    Refused,
    answering,
    document_sent,
    form_of,
    not_too_large,
    problem_answer,
    query_parameter,
    readable,
    unreadable,
)
from registry.governance.versions.comparing import compared
from registry.governance.versions.copies import consumers_of, drift_of, keep_copy, kept_drifts
from registry.governance.versions.schemas import (
    ConsumerDriftSchema,
    DifferencesSchema,
    DriftsSchema,
    RevisionsSchema,
    StoredDifferencesSchema,
)
from registry.governance.versions.sides import Side, chosen, sides_of
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.pages import act, find
from registry.kit.rest import BASE
from registry.kit.security import limiter

blueprint = answering(
    Blueprint("rest_compare", __name__, url_prefix=BASE, description="What changed between documents, and whom it breaks")
)
TOO_MANY = {"429": problem_answer(f"More than {CALLS}")}
NO_TOKEN = {"401": problem_answer("No token, or one that does not hold")}
NO_API = {"404": problem_answer("There is no such API")}


def _json(about: str, schema: type) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


@blueprint.route("/compare", methods=["POST"])
@blueprint.doc(
    summary="Compare two documents; nothing is saved",
    description="What `registry diff --format json` says of them.",
    requestBody={
        "required": True,
        "description": "The document that clients were written against, and the one that is to follow it",
        "content": {"multipart/form-data": {"schema": form_of("old", "new")}},
    },
    responses={
        "200": _json("What changed", DifferencesSchema),
        "413": problem_answer("A document is too large"),
        "422": problem_answer("A document is missing or cannot be read"),
        **NO_TOKEN,
        **TOO_MANY,
    },
)
@limiter.limit(CALLS)
@for_roles(EVERYONE)
def compare() -> Any:
    sent = []
    for field in ("old", "new"):
        file = request.files.get(field)
        if file is None:
            detail = _("There is no file in the field “{field}”; send a form with the files old and new.", field=field)
            raise Refused(422, _("A document is missing"), detail, accepted=["old", "new"])
        sent.append(readable(not_too_large(file.read()), file.filename or field))
    return jsonify(to_json(differences(*sent)))


@blueprint.route("/apis/<key>/revisions")
@blueprint.doc(
    summary="List the stored documents of an API", responses={"200": _json("They", RevisionsSchema), **NO_TOKEN, **NO_API}
)
@for_roles(EVERYONE)
def revisions(key: str) -> Any:
    return jsonify({"items": [_revision(side) for side in sides_of(database.session, _api(key).id)]})


@blueprint.route("/apis/<key>/differences")
@blueprint.doc(
    summary="Compare two stored documents of an API",
    description="Without parameters the document in force of the highest version, and the one before it.",
    parameters=[
        query_parameter("old", "The document that clients were written against", type="integer"),
        query_parameter("new", "The document that followed it", type="integer"),
    ],
    responses={
        "200": _json("What changed", StoredDifferencesSchema),
        "404": problem_answer("There is no such API, or it has fewer than two documents"),
        "422": problem_answer("The API has no such revision, or its document can no longer be read"),
        **NO_TOKEN,
        **TOO_MANY,
    },
)
@limiter.limit(CALLS)
@for_roles(EVERYONE)
def stored_differences(key: str) -> Any:
    session = database.session
    sides = sides_of(session, _api(key).id)
    known = {str(side.revision_id) for side in sides}
    for name in ("old", "new"):
        asked = request.args.get(name)
        if asked is not None and asked not in known:
            detail = _("The API has no revision “{name}”.", name=asked[:60])
            raise Refused(422, _("A parameter is wrong"), detail, parameter=name, accepted=sorted(known, key=int))
    old, new = chosen(sides, request.args.get("old"), request.args.get("new"))
    if old is None or new is None:
        raise Refused(404, _("Nothing here"), _("The API has fewer than two documents to compare."))
    found = compared(session, old.document_id, new.document_id)
    if found is None:
        raise Refused(422, _("Not compared"), _("One of the documents can no longer be read."))
    return jsonify({"old": _revision(old), "new": _revision(new), **to_json(found)})


@blueprint.route("/apis/<key>/drift")
@blueprint.doc(
    summary="Compare the copies of an API's consumers with what is published",
    description="Each copy beside the present document of the version that its consumer calls. Retired systems are left out.",
    responses={"200": _json("The copies", DriftsSchema), **NO_TOKEN, **NO_API, **TOO_MANY},
)
@limiter.limit(CALLS)
@for_roles(EVERYONE)
def drift(key: str) -> Any:
    session = database.session
    consumers = consumers_of(session, _api(key).id)
    return jsonify(
        {
            "items": [_told(consumer, found) for consumer, found in kept_drifts(session, consumers)],
            "without_copy": [consumer.key for consumer in consumers if consumer.document_id is None],
        }
    )


@blueprint.route("/consumers/<key>/copy", methods=["PUT"])
@blueprint.doc(
    summary="Hand in a consumer's copy of the provider's document",
    description="Kept in place of an earlier one. For those who may change consumers.",
    parameters=[query_parameter("file", "What the copy is called")],
    requestBody=DOCUMENT_BODY,
    responses={
        "200": _json("How the copy stands to the published document", ConsumerDriftSchema),
        "403": problem_answer("Not for your role"),
        "404": problem_answer("There is no such consumer"),
        "413": problem_answer("The document is too large"),
        "422": problem_answer("The document cannot be read"),
        **NO_TOKEN,
        **TOO_MANY,
    },
)
@limiter.limit(CALLS)
@for_roles(PRODUCERS.write)
def put_copy(key: str) -> Any:
    session = database.session
    consumer = _consumer(key)
    name, data = document_sent()
    act(request.headers.get("Change-Reason"))
    try:
        keep_copy(session, consumer, data, None if name == NAME else name)
    except DocumentRefused as refusal:
        raise unreadable(refusal, name) from None
    session.commit()
    return jsonify(_told(consumer, drift_of(session, consumer, consumer.api_version, asked=True)))


@blueprint.route("/consumers/<key>/copy", methods=["DELETE"])
@blueprint.doc(
    summary="Put a consumer's copy away",
    responses={
        "204": {"description": "There is none now"},
        "403": problem_answer("Not for your role"),
        "404": problem_answer("There is no such consumer"),
        **NO_TOKEN,
    },
)
@for_roles(PRODUCERS.write)
def remove_copy(key: str) -> Any:
    consumer = _consumer(key)
    act(request.headers.get("Change-Reason"))
    consumer.document = None
    database.session.commit()
    return "", 204


def _api(key: str) -> Api:
    api = find(api_resource, key)
    assert isinstance(api, Api)
    return api


def _consumer(key: str) -> Consumer:
    consumer = find(consumer_resource, key, "api_version", "system")
    assert isinstance(consumer, Consumer)
    return consumer


def _revision(side: Side) -> dict[str, Any]:
    return {
        "revision": side.revision_id,
        "api_version": side.version_key,
        "version": side.number,
        "sha256": side.sha256,
        "published_at": side.published_at.isoformat(),
        "current": side.current,
    }


def _told(consumer: Consumer, found: Drift | None) -> dict[str, Any]:
    return {
        "consumer": consumer.key,
        "system": consumer.system.key,
        "api_version": consumer.api_version.key,
        "sha256": consumer.document.sha256 if consumer.document is not None else None,
        "drift": drift_to_json(found) if found is not None else None,
    }
