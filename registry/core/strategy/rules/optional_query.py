"""Query parameters may be left out."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.queries import query_parameters
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("optional-query", mend=_("Make the parameter optional with a default, or let it be a part of the path"))
def optional_query(document: Document, _context: Context) -> Iterator[Fault]:
    """A query narrows what an address gives; what the address cannot do without belongs in the path.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: kind, in: query, required: true, schema: {type: string}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets: {get: {parameters: [{name: kind, in: query, schema: {type: string}}], responses: {"200": {description: Pets}}}}
    """
    parameters = query_parameters(document)
    if not parameters:
        raise NotCheckable(_("No operation takes a query parameter"))
    for parameter in parameters:
        if parameter.raw.get("required") is True:
            yield Fault(parameter.pointer, _("The query parameter “{name}” cannot be left out", name=parameter.name[:100]))
