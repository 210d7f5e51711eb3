"""Paging is asked for by the agreed names."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Operation
from registry.core.strategy.queries import paging_of
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_OTHER_NAMES = ("pagesize", "perpage", "pagenumber", "pageno", "pageindex", "startindex", "maxresults")


@rule("paging-parameters", mend=_("Let the query parameter “limit” say how many, and “page” or “offset” where to begin"))
def paging_parameters(document: Document, _context: Context) -> Iterator[Fault]:
    """A client that pages through one API then knows how to page through the next.

    An operation has paging when it takes `page`, `offset` or another usual name for them; `limit` alone is only a limit. The
    fields of an object in the query are parameters of their own.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: page, in: query, schema: {type: integer}}, {name: size, in: query, schema: {type: integer}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: page, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}]
              responses: {"200": {description: Pets}}
    """
    paged = [(operation, names) for operation in document.operations if _has_paging(names := _names(document, operation))]
    if not paged:
        raise NotCheckable(_("No operation has paging"))
    for operation, names in paged:
        missing = [] if "limit" in names else ["limit"]
        missing += [] if names & {"page", "offset"} else ["page", "offset"]
        if missing:
            yield Fault(
                operation.pointer, _("{label} has paging without {missing}", label=operation.label, missing=", ".join(missing))
            )


def _names(document: Document, operation: Operation) -> set[str]:
    return {name for name, _schema in paging_of(document, operation)}


def _has_paging(names: set[str]) -> bool:
    plain = {name.lower().replace("_", "").replace("-", "") for name in names}
    return bool(names & {"page", "offset"} or plain & set(_OTHER_NAMES))
