"""The HTTP methods say what is done."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import METHODS
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_SAFE = ("get", "head", "query")
_SERVED = ("/api-docs", "/api-info")


@rule(
    "http-methods",
    mend=_("Let GET read, POST create, PUT and PATCH change and DELETE remove"),
    whole=False,
    takes={"except": WORDS},
)
def http_methods(document: Document, context: Context) -> Iterator[Fault]:
    """Level 2 of the Richardson maturity model: resources under HTTP's own methods, so that caches, gateways and clients know
    what a call does without knowing the API.

    Finds paths without a method, and APIs where everything is done by one method that changes things. A single operation shows
    no pattern. `except` lists the endings of paths that are left alone.

    Bad:

        paths: {/pets: {}}

    Bad:

        paths:
          /pet-search: {post: {responses: {"200": {description: Pets}}}}
          /pet-removal: {post: {responses: {"200": {description: Removed}}}}

    Good:

        paths:
          /pets:
            get: {responses: {"200": {description: Pets}}}
            post: {responses: {"201": {description: A new pet}}}
    """
    spared = context.words("except", _SERVED)
    for path in document.paths:
        if not any(method.lower() in METHODS for method in path.raw):
            yield Fault(path.pointer, _("{path} has no method", path=path.template))
    methods = [operation.method for operation in document.operations if not operation.path.template.endswith(spared)]
    if len(set(methods)) == 1 and methods[0] not in _SAFE:
        if len(methods) == 1:
            raise NotCheckable(_("A single operation does not show how the methods are used"))
        message = _(
            "All {number} operations are {method}: the method tells nothing", number=len(methods), method=methods[0].upper()
        )
        yield Fault("/paths", message)
