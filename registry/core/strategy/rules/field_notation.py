"""Fields are written in camelCase or snake_case."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.notation import RESERVED, Notation, fields_of, notation_of
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "field-notation",
    mend=_("Write the field in camelCase or snake_case, in a new major version when clients use it"),
    takes={"except": WORDS},
)
def field_notation(document: Document, context: Context) -> Iterator[Fault]:
    """Names in these two notations become names in every programming language without being rewritten.

    `except` lists names that are left alone.

    Bad:

        components: {schemas: {Pet: {type: object, properties: {PetName: {type: string}}}}}

    Good:

        components: {schemas: {Pet: {type: object, properties: {petName: {type: string}}}}}
    """
    nothing = True
    for pointer, name in fields_of(document, tuple(context.parameters.get("except", RESERVED))):
        nothing = False
        if notation_of(name) is Notation.OTHER:
            yield Fault(pointer, _("“{name}” is neither camelCase nor snake_case", name=name[:100]))
    if nothing:
        raise NotCheckable(_("The document describes no fields"))
