"""Every answer an operation may give is documented, errors as well."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.bodies import responses_of
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Operation
from registry.core.openapi.pointers import join, mapping, string
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_NO_ERRORS = ("/api-docs", "/api-info")


@rule(
    "described-responses",
    mend=_("List every status the operation may answer with, and describe what it means there"),
    whole=False,
    takes={"except": WORDS},
)
def described_responses(document: Document, context: Context) -> Iterator[Fault]:
    """A client handles the errors it was told of; those it meets first in production it shows to citizens.

    Every operation must name an answer for success and one for errors, and describe each. `except` lists the endings of paths
    that need no errors.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: " "}, default: {description: What went wrong}}}}}

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}

    Good:

        paths: {/pets: {get: {responses: {"200": {description: Pets}, "404": {description: No such kind of pet}}}}}
    """
    if not document.operations:
        raise NotCheckable(_("The document has no operations"))
    spared = context.words("except", _NO_ERRORS)
    seen: set[str] = set()
    for operation in document.operations:
        for status, pointer, response in responses_of(document, operation):
            if pointer not in seen and not string(response.get("description")):
                yield Fault(pointer, _("The answer {status} of {label} is not described", status=status, label=operation.label))
            seen.add(pointer)
        yield from _unnamed(operation, needs_errors=not operation.path.template.endswith(spared))


def _unnamed(operation: Operation, *, needs_errors: bool) -> Iterator[Fault]:
    """What kinds of answer the operation does not name at all."""
    statuses = [status for status in mapping(operation.raw.get("responses")) if not status.startswith("x-")]
    pointer = join(operation.pointer, "responses") if statuses else operation.pointer
    if not statuses:
        yield Fault(pointer, _("{label} documents no answer", label=operation.label))
        return
    if not any(status.startswith(("1", "2", "3")) or status == "default" for status in statuses):
        yield Fault(pointer, _("{label} documents no answer for success", label=operation.label))
    if needs_errors and not any(status.startswith(("4", "5")) or status == "default" for status in statuses):
        yield Fault(pointer, _("{label} documents no answer for errors", label=operation.label))
