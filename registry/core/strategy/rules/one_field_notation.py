"""All fields of an API are written in the same notation."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.notation import RESERVED, Notation, fields_of, notation_of
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "one-field-notation",
    mend=_("Choose one notation for the whole API, in a new major version when clients use it"),
    takes={"except": WORDS},
)
def one_field_notation(document: Document, context: Context) -> Iterator[Fault]:
    """With two notations every name has to be looked up; with one it is remembered.

    Compares all fields of the document; the notation fewer of them use is told. `except` lists names that are left alone.

    Bad:

        components: {schemas: {Pet: {properties: {petName: {type: string}, petAge: {type: integer}, born_in: {type: integer}}}}}

    Good:

        components: {schemas: {Pet: {properties: {petName: {type: string}, petAge: {type: integer}, bornIn: {type: integer}}}}}
    """
    found: dict[Notation, list[tuple[str, str]]] = {kind: [] for kind in Notation}
    for pointer, name in fields_of(document, tuple(context.parameters.get("except", RESERVED))):
        found[notation_of(name)].append((pointer, name))
    if not any(found.values()):
        raise NotCheckable(_("The document describes no fields"))
    fewer, more = sorted((Notation.CAMEL, Notation.SNAKE), key=lambda kind: len(found[kind]))
    for pointer, name in found[fewer]:
        yield Fault(
            pointer,
            _("“{name}” is {notation}, where others are {other}", name=name[:100], notation=fewer.value, other=more.value),
        )
