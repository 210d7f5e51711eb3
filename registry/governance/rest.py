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
from registry.core.openapi.reading import Limits
from registry.core.strategy.outputs.as_sarif import write_sarif
from registry.core.strategy.outputs.outcome import Judged
from registry.core.strategy.outputs.wording import Wording
from registry.core.strategy.record import to_json
from registry.core.strategy.verdict import Report
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused, read_document
from registry.governance.preview import as_document_of, by_itself
from registry.governance.schemas import CheckedSchema, ProblemSchema
from registry.governance.strategy import Strategy, offered, strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.errors import problem
from registry.kit.rest import BASE
from registry.kit.security import limiter
from registry.kit.text import translate

blueprint = Blueprint("rest_check", __name__, url_prefix=BASE, description="Documents checked against the API strategy")
NAME = "document"
CALLS = "120 per minute"
JSON, SARIF = "application/json", "application/sarif+json"
TYPES = ("application/yaml", "application/json", "application/octet-stream")
ACCEPTED = "sarif", "json"


class _Refused(Exception):
    """The request cannot be answered; `about` is what the problem details add."""

    def __init__(self, status: int, title: Text, detail: Text, **about: Any) -> None:
        super().__init__(str(detail))
        self.status, self.title, self.detail, self.about = status, title, detail, about


@blueprint.errorhandler(_Refused)
def refuse(refusal: _Refused) -> Response:
    return problem(refusal.status, translate(refusal.title), translate(refusal.detail), **refusal.about)


def _parameter(name: str, about: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string", "maxLength": 255, **schema}}


def _problem(about: str) -> dict[str, Any]:
    return {"description": about, "content": {"application/problem+json": {"schema": ProblemSchema}}}


@blueprint.route("/check", methods=["POST"])
@blueprint.doc(
    summary="Check a document; nothing is saved",
    description="The verdict of `registry check --format json`, or SARIF 2.1.0 where that is asked for. With `api_version` it is "
    "judged as the document of that version, with what the catalogue knows of it: authentication, waivers, earlier documents.",
    parameters=[
        _parameter("file", "What the document is called in the answer"),
        _parameter("api_version", "Key of the API version whose document it is to be", maxLength=64),
        _parameter("profile", "Id of the strategy to check against; left out: the municipality's own", maxLength=60),
        _parameter("format", "Form of the answer; left out: what the header Accept asks for, or json", enum=sorted(ACCEPTED)),
    ],
    requestBody={
        "required": True,
        "description": f"An OpenAPI document in YAML or JSON, at most {Limits().size} bytes",
        "content": {
            **{kind: {"schema": {"type": "string", "format": "binary", "maxLength": Limits().size}} for kind in TYPES},
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
            },
        },
    },
    responses={
        "200": {
            "description": "The verdict",
            "content": {JSON: {"schema": CheckedSchema}, SARIF: {"schema": {"type": "object"}}},
        },
        "401": _problem("No token, or one that does not hold"),
        "404": _problem("There is no such API version"),
        "413": _problem("The document is too large"),
        "422": _problem("The document cannot be read, or a parameter names what there is not"),
        "429": _problem(f"More than {CALLS}"),
    },
)
@limiter.limit(CALLS)
@for_roles(EVERYONE)
def check() -> Any:
    name, data = _sent()
    chosen, form, version = _strategy(), _form(), _version()
    try:
        document = read_document(data, name)
    except DocumentRefused as refusal:
        raise _Refused(422, _("The document cannot be checked"), refusal.message, file=name, line=refusal.line) from None
    report = _judged(document, chosen, version)
    if form == "sarif":
        lines = write_sarif([Judged(name, report)], chosen.profile, Wording(), version_of("digital-legacy-registry"))
        return Response("".join(lines), mimetype=SARIF)
    about = {"profile": chosen.profile.id, "profile_version": chosen.profile.version}
    return jsonify({**about, "files": [{"file": name, **to_json(report)}]})


def _sent() -> tuple[str, bytes]:
    """The document and what it is called: the request's body, or the file of a form."""
    uploaded = request.files.get("file") if request.mimetype == "multipart/form-data" else None
    data = uploaded.read() if uploaded is not None else request.get_data()
    name = request.args.get("file", "") or (uploaded.filename if uploaded is not None else "") or NAME
    if len(data) > Limits().size:
        raise _Refused(413, _("The document is too large"), _("At most {most} bytes.", most=Limits().size))
    return name[:255], data


def _strategy() -> Strategy:
    name = request.args.get("profile")
    if name is None:
        return strategy()
    known = {found.profile.id: found for found in offered()}
    if name not in known:
        detail = _("There is no strategy “{name}”.", name=name[:60])
        raise _Refused(422, _("A parameter is wrong"), detail, parameter="profile", accepted=sorted(known))
    return known[name]


def _form() -> str:
    asked = request.args.get("format")
    if asked is None:
        return "sarif" if request.accept_mimetypes.best_match([JSON, SARIF]) == SARIF else "json"
    if asked not in ACCEPTED:
        detail = _("There is no format “{name}”.", name=asked[:60])
        raise _Refused(422, _("A parameter is wrong"), detail, parameter="format", accepted=sorted(ACCEPTED))
    return asked


def _version() -> ApiVersion | None:
    key = request.args.get("api_version")
    if key is None:
        return None
    query = select(ApiVersion).where(ApiVersion.key == key).options(joinedload(ApiVersion.api))
    found = database.session.scalars(query).one_or_none()
    if found is None:
        detail = _("There is no API version with the key “{key}”.", key=key[:64])
        raise _Refused(404, _("Nothing here"), detail, parameter="api_version")
    return found


def _judged(document: Document, chosen: Strategy, version: ApiVersion | None) -> Report:
    session, today = database.session, clock.today()
    if version is None:
        return by_itself(session, document, chosen, today)
    return as_document_of(session, document, chosen, today, api=version.api, version=version, number=version.version)
