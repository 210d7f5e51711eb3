"""POST /api/v1/check: a document in, the verdict out, in the words of `registry check --format json`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request

from registry.core.openapi.reading import Limits
from registry.core.strategy.record import to_json
from registry.core.strategy.rule import Catalogue
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused, read_document
from registry.governance.facts import facts
from registry.governance.judging import judged
from registry.governance.product_names import registered
from registry.governance.strategy import strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, require
from registry.kit.database import database
from registry.kit.errors import problem
from registry.kit.security import limiter
from registry.kit.text import translate

blueprint = Blueprint("rest_check", __name__, url_prefix="/api/v1")
NAME = "document"
CALLS = "120 per minute"


@blueprint.route("/check", methods=["POST"])
@limiter.limit(CALLS)
def check() -> Any:
    """The verdict on the request's body (or on the file of a form). 422 when it cannot be read, with the reason and line."""
    require(EVERYONE)
    uploaded = request.files.get("file") if request.mimetype == "multipart/form-data" else None
    data = uploaded.read() if uploaded is not None else request.get_data()
    name = request.args.get("file", "") or (uploaded.filename if uploaded is not None else "") or NAME
    if len(data) > Limits().size:
        return problem(413, translate(_("The document is too large")), translate(_("At most {most} bytes.", most=Limits().size)))
    chosen = strategy()
    try:
        document = read_document(data, name)
    except DocumentRefused as refusal:
        return _answer({"file": name, "error": str(refusal.message), "line": refusal.line}), 422
    names = registered(database.session)
    known = facts(Catalogue(systems=names.within(document.title)), (), chosen, clock.today())
    return _answer({"file": name, **to_json(judged(document, known, chosen, clock.today()))})


def _answer(file: dict[str, Any]) -> Any:
    profile = strategy().profile
    return jsonify({"profile": profile.id, "profile_version": profile.version, "files": [file]})
