"""Query parameters begin with a letter."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.queries import query_parameters
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("query-first-letter", mend=_("Let the name of the parameter begin with a letter"))
def query_first_letter(document: Document, _context: Context) -> Iterator[Fault]:
    """Names that begin with a digit or a sign are no names in most programming languages, so every client has to translate them.

    Bad:

        paths:
          /pets:
            get: {parameters: [{name: 1stName, in: query, schema: {type: string}}], responses: {"200": {description: Pets}}}

    Good:

        paths:
          /pets:
            get: {parameters: [{name: firstName, in: query, schema: {type: string}}], responses: {"200": {description: Pets}}}
    """
    parameters = query_parameters(document)
    if not parameters:
        raise NotCheckable(_("No operation takes a query parameter"))
    for parameter in parameters:
        if not parameter.name[:1].isalpha():
            yield Fault(
                parameter.pointer, _("The query parameter “{name}” does not begin with a letter", name=parameter.name[:100])
            )
