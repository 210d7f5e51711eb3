"""The header of W3C Trace Context (https://www.w3.org/TR/trace-context/), as the rules on traces look for it."""

from __future__ import annotations

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Operation

HEADER = "traceparent"
SERVED = ("/api-docs", "/api-info")
"""Endings of paths that tell about the API itself; nobody traces a case through them."""


def takes_header(document: Document, operation: Operation, names: tuple[str, ...]) -> bool:
    """Whether `operation`, or its path, takes a header called one of `names` (lower-case)."""
    return any(one.location == "header" and one.name.lower() in names for one in document.parameters_of(operation))
