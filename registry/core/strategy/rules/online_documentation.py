"""The documentation can be read by anyone, online."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Server
from registry.core.openapi.pointers import mapping, string
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _


@rule(
    "online-documentation", mend=_("Give “externalDocs” a description and the public address of the documentation"), whole=False
)
def online_documentation(document: Document, context: Context) -> Iterator[Fault]:
    """Documentation that must be asked for is read by those who know whom to ask.

    An address of the document set in the catalogue counts when “externalDocs” is left out.

    Bad:

        paths: {}

    Bad:

        externalDocs: {url: "http://localhost:8080/docs", description: Documentation}

    Good:

        externalDocs: {url: "https://api.example.se/pets/docs", description: How to lend a pet}
    """
    if "externalDocs" not in document.raw:
        if not context.catalogue.api_docs_url:
            yield Fault("", _("The document does not say where the documentation is: it has no “externalDocs”"))
        return
    docs = mapping(document.raw["externalDocs"])
    address = string(docs.get("url"))
    if not Server(address, "").is_published:
        yield Fault("/externalDocs/url", _("“{url}” in “externalDocs” is no address anyone can open", url=address[:200]))
    if not string(docs.get("description")):
        yield Fault("/externalDocs", _("“externalDocs” does not say what is found there"))
