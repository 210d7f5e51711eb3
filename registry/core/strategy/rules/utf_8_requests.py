"""Requests are sent in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


@rule("utf-8-requests", mend=_("Take the body in UTF-8: leave charset out of the media type, or write charset=utf-8"))
def utf_8_requests(document: Document, _context: Context) -> Iterator[Fault]:
    """Names with å, ä and ö arrive as they were written only when both ends use the same encoding.

    A media type that says nothing is taken for UTF-8, which is what JSON is sent in.

    Bad:

        paths:
          /pets:
            post:
              requestBody: {content: {application/json; charset=iso-8859-1: {schema: {type: string}}}}
              responses: {"201": {description: A new pet}}

    Good:

        paths:
          /pets:
            post:
              requestBody: {content: {application/json: {schema: {type: string}}}}
              responses: {"201": {description: A new pet}}
    """
    bodies = [content for content in document.contents if content.kind == "request"]
    if not bodies:
        raise NotCheckable(_("No operation takes a body"))
    for content in bodies:
        charset = _CHARSET.search(content.media_type)
        if charset and charset[1].lower() not in ("utf-8", "utf8"):
            yield Fault(
                content.pointer, _("{label} takes its body in {charset}", label=content.operation.label, charset=charset[1][:50])
            )
