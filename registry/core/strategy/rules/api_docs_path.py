"""The document is served by the API itself."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORD, Context, Fault, rule
from registry.core.text import text as _


@rule(
    "api-docs-path",
    mend=_("Serve the OpenAPI document at GET /api-docs and describe that path"),
    whole=False,
    takes={"path": WORD},
)
def api_docs_path(document: Document, context: Context) -> Iterator[Fault]:
    """Whoever has the API's address can then read how to use it, in the version that runs there.

    `path` is the ending the path must have. An address set in the catalogue counts as well.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}

    Bad:

        paths: {/api-docs: {}}

    Good:

        paths: {/api-docs: {get: {responses: {"200": {description: This document}}}}}
    """
    path = str(context.parameters.get("path", "/api-docs"))
    if context.catalogue.api_docs_url or document.operations_ending("get", path):
        return
    for entry in document.paths:
        if entry.template.endswith(path):
            yield Fault(entry.pointer, _("{path} cannot be read: it has no GET", path=entry.template))
            return
    yield Fault("/paths", _("The API does not serve its document at {path}", path=path))
