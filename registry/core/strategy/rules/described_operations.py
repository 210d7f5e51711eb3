"""Every operation is described."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import string
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "described-operations",
    mend=_("Give the operation a “description” of what it does and on what conditions"),
    whole=False,
    takes={"fields": WORDS},
)
def described_operations(document: Document, context: Context) -> Iterator[Fault]:
    """The address tells what is touched, the method what is done; why, when and with what effect takes words.

    `fields` lists the fields of an operation that must say something; a `summary` is a heading.

    Bad:

        paths: {/pets: {get: {summary: List pets, responses: {"200": {description: Pets}}}}}

    Good:

        paths: {/pets: {get: {description: The pets that are at home now., responses: {"200": {description: Pets}}}}}
    """
    if not document.operations:
        raise NotCheckable(_("The document has no operations"))
    fields = context.parameters.get("fields", ("description",))
    for operation in document.operations:
        missing = [str(field) for field in fields if not string(operation.raw.get(field))]
        if missing:
            yield Fault(operation.pointer, _("{label} lacks {fields}", label=operation.label, fields=", ".join(missing)))
