"""Query parameters are written in characters that need no escape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.queries import query_parameters
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_SAFE = re.compile(r"[A-Za-z0-9\-._~]+")


@rule("query-characters", mend=_("Name the parameter with A to Z, a to z, 0 to 9, hyphen, full stop, underscore and tilde only"))
def query_characters(document: Document, _context: Context) -> Iterator[Fault]:
    """Other characters are escaped in addresses, differently by different libraries, and come out as another name.

    Bad:

        paths:
          /pets: {get: {parameters: [{name: född, in: query, schema: {type: string}}], responses: {"200": {description: Pets}}}}

    Good:

        paths:
          /pets: {get: {parameters: [{name: bornOn, in: query, schema: {type: string}}], responses: {"200": {description: Pets}}}}
    """
    parameters = query_parameters(document)
    if not parameters:
        raise NotCheckable(_("No operation takes a query parameter"))
    for parameter in parameters:
        if not _SAFE.fullmatch(parameter.name):
            shown = "".join(dict.fromkeys(_SAFE.sub("", parameter.name)))[:20]
            name = parameter.name[:100]
            yield Fault(
                parameter.pointer, _("The query parameter “{name}” is written with {characters}", name=name, characters=shown)
            )
