"""Anyone may read the document the API serves."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join
from registry.core.strategy.rule import WORD, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "open-api-docs",
    mend=_("Give GET /api-docs “security: []”, or “x-auth-type: None” for the gateway"),
    whole=False,
    takes={"path": WORD},
)
def open_api_docs(document: Document, context: Context) -> Iterator[Fault]:
    """Nobody orders a key to find out whether an API is worth a key.

    `path` is the ending of the path that must be open.

    Bad:

        paths: {/api-docs: {get: {responses: {"200": {description: This document}}}}}
        security: [{key: []}]
        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}

    Good:

        paths: {/api-docs: {get: {security: [], responses: {"200": {description: This document}}}}}
        security: [{key: []}]
        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
    """
    path = str(context.parameters.get("path", "/api-docs"))
    operations = document.operations_ending("get", path)
    if not operations:
        raise NotCheckable(_("The document does not describe GET {path}", path=path))
    for operation in operations:
        gateway = operation.raw.get("x-auth-type")
        demanded = document.demanded_of(operation)
        if gateway is not None:
            if str(gateway).lower() != "none":
                pointer = join(operation.pointer, "x-auth-type")
                yield Fault(pointer, _("{label} asks for authentication: {method}", label=operation.label, method=str(gateway)))
        elif demanded and {} not in demanded:
            pointer = join(operation.pointer, "security") if "security" in operation.raw else operation.pointer
            yield Fault(pointer, _("{label} cannot be read without credentials", label=operation.label))
        elif "security" not in operation.raw and not demanded:
            raise NotCheckable(
                _("The gateway decides; say “security: []” or “x-auth-type: None” on {label}", label=operation.label)
            )
