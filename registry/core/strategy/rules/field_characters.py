"""Names of fields are letters and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.notation import fields_of
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_ALPHANUMERIC = re.compile(r"[a-zA-Z0-9_]+")


@rule(
    "field-characters",
    mend=_("Write the field in a to z, digits and underscore, in a new major version when clients use it"),
    takes={"except": WORDS},
)
def field_characters(document: Document, context: Context) -> Iterator[Fault]:
    """Hyphens, dots, spaces and letters with diacritics must be escaped in most programming languages, and are then mistyped.

    `except` lists names that are left alone.

    Bad:

        components: {schemas: {Pet: {type: object, properties: {pet-name: {type: string}}}}}

    Good:

        components: {schemas: {Pet: {type: object, properties: {pet_name: {type: string}}}}}
    """
    nothing = True
    for pointer, name in fields_of(document, tuple(context.parameters.get("except", ()))):
        nothing = False
        if not _ALPHANUMERIC.fullmatch(name):
            yield Fault(pointer, _("“{name}” is not written in letters and digits", name=name[:100]))
    if nothing:
        raise NotCheckable(_("The document describes no fields"))
