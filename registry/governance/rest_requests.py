"""What the REST calls that take documents share: how one is sent, and how a request is refused with a reason."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from registry.core.openapi.document import Document
from registry.core.openapi.reading import Limits
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.documents import DocumentRefused, read_document
from registry.governance.schemas import ProblemSchema
from registry.kit.errors import problem
from registry.kit.text import translate

CALLS = "120 per minute"
NAME = "document"
_TYPES = ("application/yaml", "application/json", "application/octet-stream")
_FILE = {"type": "string", "format": "binary", "maxLength": Limits().size}


def form_of(*fields: str) -> dict[str, Any]:
    """The schema of a form with a file in each of `fields`."""
    return {"type": "object", "required": list(fields), "properties": dict.fromkeys(fields, _FILE)}


DOCUMENT_BODY = {
    "required": True,
    "description": f"An OpenAPI document in YAML or JSON, at most {Limits().size} bytes",
    "content": {
        **{kind: {"schema": _FILE} for kind in _TYPES},
        "multipart/form-data": {"schema": form_of("file")},
    },
}


class Refused(Exception):
    """The request cannot be answered; `about` is what the problem details add."""

    def __init__(self, status: int, title: Text, detail: Text, **about: Any) -> None:
        super().__init__(str(detail))
        self.status, self.title, self.detail, self.about = status, title, detail, about


def answering(blueprint: Blueprint) -> Blueprint:
    """`blueprint`, made to answer a refusal with problem details."""
    blueprint.register_error_handler(Refused, _refuse)
    return blueprint


def _refuse(refusal: Refused) -> Response:
    return problem(refusal.status, translate(refusal.title), translate(refusal.detail), **refusal.about)


def query_parameter(name: str, about: str, **schema: Any) -> dict[str, Any]:
    """A parameter of the query, for the OpenAPI document."""
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string", "maxLength": 255, **schema}}


def problem_answer(about: str) -> dict[str, Any]:
    """An answer that refuses, for the OpenAPI document."""
    return {"description": about, "content": {"application/problem+json": {"schema": ProblemSchema}}}


def document_sent() -> tuple[str, bytes]:
    """What the document is called, and its bytes: the request's body, or the file of a form. Raises Refused: too large."""
    uploaded = request.files.get("file") if request.mimetype == "multipart/form-data" else None
    data = uploaded.read() if uploaded is not None else request.get_data()
    name = request.args.get("file", "") or (uploaded.filename if uploaded is not None else "") or NAME
    return name[:255], not_too_large(data)


def not_too_large(data: bytes) -> bytes:
    """`data` as it is. Raises Refused when no document may be that large."""
    if len(data) > Limits().size:
        raise Refused(413, _("The document is too large"), _("At most {most} bytes.", most=Limits().size))
    return data


def readable(data: bytes, name: str) -> Document:
    """The document in `data`. Raises Refused with the file, the line and what is wrong."""
    try:
        return read_document(data, name)
    except DocumentRefused as refusal:
        raise unreadable(refusal, name) from None


def unreadable(refusal: DocumentRefused, name: str) -> Refused:
    """The refusal of a document that cannot be read."""
    return Refused(422, _("The document cannot be checked"), refusal.message, file=name, line=refusal.line)
