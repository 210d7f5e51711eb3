"""The ways to authenticate that a document defines, whatever version of OpenAPI writes them."""

from __future__ import annotations

from typing import NamedTuple

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree, join, string
from registry.core.text import Text
from registry.core.text import text as _


class Scheme(NamedTuple):
    """One way to authenticate. `kind` is one lower-case word; an http scheme is known by its own name: basic, bearer."""

    name: str
    kind: str
    pointer: str
    raw: dict[str, Tree]


def schemes_of(document: Document) -> list[Scheme]:
    """Every scheme that says something, in order."""
    holder = holder_of(document)
    return [Scheme(name[:100], _kind(raw), join(holder, name), raw) for name, raw in document.security_schemes.items()]


def holder_of(document: Document) -> str:
    """Where the schemes stand."""
    return "/securityDefinitions" if document.is_swagger else "/components/securitySchemes"


def without_scheme() -> Text:
    """Why a document without schemes cannot be judged, and where to mend that."""
    return _("No security schemes: set the API's authentication method in the catalogue")


def _kind(scheme: dict[str, Tree]) -> str:
    kind = string(scheme.get("type")).lower()
    return string(scheme.get("scheme")).lower() or kind if kind == "http" else kind
