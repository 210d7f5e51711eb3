"""The bodies that errors are answered with."""

from __future__ import annotations

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content


def error_bodies(document: Document) -> list[Content]:
    """Every body of an answer from 400 up, or of `default`, in order, one for each media type."""
    return [content for content in document.contents if content.kind == "response" and _is_error(content.status)]


def _is_error(status: str) -> bool:
    return status == "default" or status[:1] in ("4", "5")
