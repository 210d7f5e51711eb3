"""Addresses are written in characters nothing has to translate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import literal, path_words, published_addresses, without_address
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _

_OTHER = re.compile(r"[^a-z0-9.~/:-]")
_SHOWN = 5  # characters a message repeats


@rule("address-characters", mend=_("Write the address in a to z, 0 to 9, hyphen, full stop and tilde"), whole=False)
def address_characters(document: Document, context: Context) -> Iterator[Fault]:
    """Everything else is rewritten on its way, by some into percent signs, by others back again, and then the two differ.

    Looks at published addresses and at paths; parameters of paths are left alone.

    Bad:

        paths: {/små-djur: {}}

    Bad:

        servers: [{url: "https://api.example.se/Pets/v1"}]

    Good:

        servers: [{url: "https://api.example.se/pets/v1"}]
        paths: {"/loans/{loanId}": {}}
    """
    addresses = published_addresses(document, context)
    written = [(pointer, literal(address).partition("://")[2]) for pointer, address in addresses]
    nothing = True
    for pointer, text in [*written, *path_words(document)]:
        found = list(dict.fromkeys(_OTHER.findall(text)))
        if found:
            nothing = False
            shown = ", ".join(f"“{character}”" for character in found[:_SHOWN])
            yield Fault(pointer, _("“{text}” in the address has {characters}", text=text[:100], characters=shown))
    if nothing and not addresses:
        raise without_address()
