"""Who does not say how many, gets the agreed number."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.queries import paging_values
from registry.core.strategy.rule import NUMBER, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("default-limit", mend=_("Give “limit” the agreed default"), takes={"limit": NUMBER})
def default_limit(document: Document, context: Context) -> Iterator[Fault]:
    """Without a default the first careless call fetches everything there is.

    `limit` is the agreed number, 20 when nothing is set.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: limit, in: query, schema: {type: integer, default: 500}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: limit, in: query, schema: {type: integer, default: 20}}]
              responses: {"200": {description: Pets}}
    """
    limits = paging_values(document, "limit")
    if not limits:
        raise NotCheckable(_("No operation takes the query parameter “{name}”", name="limit"))
    agreed = context.number("limit", 20)
    for pointer, keywords in limits:
        default = keywords.get("default")
        if default is None:
            yield Fault(pointer, _("“limit” has no default"))
        elif str(default) != str(agreed):
            yield Fault(pointer, _("“limit” has the default {default}, not {agreed}", default=str(default)[:50], agreed=agreed))
