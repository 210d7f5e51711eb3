"""Resources are named in small letters, digits and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import path_words
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_OTHER = re.compile(r"[^a-z0-9-]")


@rule(
    "resource-names",
    mend=_("Write the resource in small letters a to z, digits and hyphens, in a new major version when clients use it"),
    whole=False,
)
def resource_names(document: Document, _context: Context) -> Iterator[Fault]:
    """Addresses are read aloud, typed and compared letter by letter; one way of writing them spares everyone the guessing.

    Parameters of paths are left alone.

    Bad:

        paths: {/petLoans: {}}

    Good:

        paths: {"/pet-loans/{loanId}": {}}
    """
    if not document.paths:
        raise NotCheckable(_("The document has no paths"))
    for pointer, word in path_words(document):
        if _OTHER.search(word):
            yield Fault(pointer, _("The resource “{word}” is not written in small letters, digits and hyphens", word=word[:100]))
