"""The API is resources with verbs."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join
from registry.core.strategy.rule import WORDS, Context, Fault, rule
from registry.core.strategy.words import split_name
from registry.core.text import text as _

_VERBS = ("get", "fetch", "list", "create", "update", "delete", "remove", "add", "set", "do", "execute")


@rule(
    "rest-operations", mend=_("Name the path after the resource and let the HTTP method say what is done"), takes={"verbs": WORDS}
)
def rest_operations(document: Document, context: Context) -> Iterator[Fault]:
    """With REST a client knows what a call does from its method: reads can be repeated and cached, writes cannot.

    Finds documents without operations, verbs in place of resources, and reads that carry a body. `verbs` replaces the list
    of verbs.

    Bad:

        paths: {}

    Bad:

        paths: {/getPets: {get: {responses: {"200": {description: Pets}}}}}

    Good:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}
    """
    operations = [operation for operation in document.operations if not operation.path.template.endswith("/api-docs")]
    if not operations:
        yield Fault("/paths", _("The API offers no operation"))
    verbs = context.words("verbs", _VERBS)
    for path in document.paths:
        for segment in path.literal_segments:
            words = split_name(segment)
            if len(words) > 1 and words[0].lower() in verbs:
                yield Fault(path.pointer, _("“{segment}” says what is done; the method should", segment=segment))
    for operation in operations:
        if operation.method in ("get", "head") and "requestBody" in operation.raw:
            yield Fault(join(operation.pointer, "requestBody"), _("{label} reads but takes a body", label=operation.label))
