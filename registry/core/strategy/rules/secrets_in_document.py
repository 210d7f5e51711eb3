"""No key, token or password stands in the document."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.credentials import credentials, may_hold_credentials
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.strategy.texts import pointer_of, texts_of
from registry.core.text import text as _

_SHORTEST = 12  # characters; what is shorter is found by no search


@rule("secrets-in-document", mend=_("Replace it by a placeholder, and withdraw it where it was given out if it is real"))
def secrets_in_document(document: Document, _context: Context) -> Iterator[Fault]:
    """Whoever reads the document can use what stands in it; a key that has been published is known.

    Looks at every text for signed tokens, private keys, keys of large providers, credentials of calls, addresses with passwords,
    and values that look drawn by lot under names such as `apiKey`. Ids, checksums and placeholders are none. What is found is
    never repeated.

    Bad:

        components: {parameters: {Key: {name: X-API-Key, in: header, example: Zk8vQ2nLx0Rt5wYb7Mc3}}}

    Good:

        components: {parameters: {Key: {name: X-API-Key, in: header, example: "<your key>"}}}
    """
    if not may_hold_credentials(document.survey.texts, document.survey.names):
        return
    for way, name, text in texts_of(document):
        if len(text) >= _SHORTEST:
            for credential in credentials(text, name):
                yield Fault(pointer_of(way), credential.message)
