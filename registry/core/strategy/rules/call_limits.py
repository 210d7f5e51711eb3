"""How often a client may call is agreed and limited."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _


@rule(
    "call-limits",
    mend=_("Agree on a limit with the consumers, set it in the gateway, and enter it on the API's page"),
    whole=False,
)
def call_limits(_document: Document, context: Context) -> Iterator[Fault]:
    """One client in a loop must not take the service from all others; and nobody can plan for a limit nobody has told.

    Bad:

        catalogue: {entry: {rate_limit: ""}}

    Good:

        catalogue: {entry: {rate_limit: 600 calls per minute and client}}
    """
    entry = context.catalogue.own_entry
    if not (entry.rate_limit or "").strip():
        yield Fault("", _("No limit on calls per time and client is documented"), entry.record)
