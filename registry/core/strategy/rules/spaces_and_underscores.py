"""Addresses hold no spaces and no underscores."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import SHOWN, literal, published_addresses, without_address
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _

_FOUND = re.compile(r"[\s_]|%20|\+")


@rule("spaces-and-underscores", mend=_("Use a hyphen in place of the space or underscore"), whole=False)
def spaces_and_underscores(document: Document, context: Context) -> Iterator[Fault]:
    """A space ends the address in a letter or a log, and an underscore hides under the line that marks a link.

    Looks at published addresses, paths and the names of parameters in paths, not at queries.

    Bad:

        paths: {/pet_loans: {}}

    Bad:

        paths: {"/loans/{loan_id}": {}}

    Good:

        servers: [{url: "https://api.example.se/pet-lending/v1"}]
        paths: {"/loans/{loanId}": {}}
    """
    addresses = published_addresses(document, context)
    nothing = True
    for pointer, address in addresses:
        if _FOUND.search(literal(re.split(r"[?#]", address, maxsplit=1)[0])):
            nothing = False
            yield Fault(pointer, _("{url} holds a space or an underscore", url=address[:SHOWN]))
    for path in document.paths:
        for segment in path.template.split("/"):
            if _FOUND.search(segment):
                nothing = False
                yield Fault(path.pointer, _("“{segment}” in the path holds a space or an underscore", segment=segment[:100]))
    if nothing and not addresses:
        raise without_address()
