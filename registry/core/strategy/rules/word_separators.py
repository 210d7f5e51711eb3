"""Words in addresses are joined by hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import (
    base_segments,
    host_of,
    is_version,
    literal,
    path_words,
    published_addresses,
    without_address,
)
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _

_OTHERWISE = re.compile(r"[_.,~+ ]|%20|(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])|^-|-$|--")


@rule("word-separators", mend=_("Join the words with one hyphen: pet-loans"), whole=False)
def word_separators(document: Document, context: Context) -> Iterator[Fault]:
    """People and search engines see two words where there is a hyphen; joined otherwise they see one long one, or none.

    Looks at the paths of the document and at published addresses, their domains as well; versions and parameters are left alone.

    Bad:

        paths: {/pet_loans: {}}

    Bad:

        paths: {/petLoans: {}}

    Good:

        servers: [{url: "https://api.example.se/pet-lending/v1"}]
        paths: {/pet-loans: {}}
    """
    addresses = published_addresses(document, context)
    in_addresses = [(pointer, literal(word)) for pointer, address in addresses for word in _words_of(address)]
    nothing = True
    for pointer, word in [*in_addresses, *path_words(document)]:
        if not is_version(word) and _OTHERWISE.search(word):
            nothing = False
            yield Fault(pointer, _("The words of “{word}” are not joined by one hyphen", word=word[:100]))
    if nothing and not addresses:
        raise without_address()


def _words_of(address: str) -> list[str]:
    return [*host_of(address).partition(":")[0].split("."), *base_segments(address)]
