"""Reads take no body."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("bodiless-reads", mend=_("Move what the body says into query parameters, or search with POST"), whole=False)
def bodiless_reads(document: Document, _context: Context) -> Iterator[Fault]:
    """Clients, caches and gateways drop the body of a GET, so the server answers another question than was asked.

    Bad:

        paths:
          /pets:
            get:
              requestBody: {content: {application/json: {schema: {type: object}}}}
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets: {get: {parameters: [{name: kind, in: query, schema: {type: string}}], responses: {"200": {description: Pets}}}}
    """
    reads = [operation for operation in document.operations if operation.method == "get"]
    if not reads:
        raise NotCheckable(_("The document has no GET"))
    for operation in reads:
        body = document.swagger_body(operation) if document.is_swagger else None
        if body or "requestBody" in operation.raw:
            pointer = body[0] if body else join(operation.pointer, "requestBody")
            yield Fault(pointer, _("{label} takes a body", label=operation.label))
