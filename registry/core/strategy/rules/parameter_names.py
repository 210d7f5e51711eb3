"""Common parameters have the same name in every API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS_BY_NAME, Context, Fault, NotCheckable, rule
from registry.core.strategy.words import fold
from registry.core.text import text as _


@rule(
    "parameter-names",
    mend=_("Use the agreed name, in a new major version when clients already use the other"),
    takes={"names": WORDS_BY_NAME},
)
def parameter_names(document: Document, context: Context) -> Iterator[Fault]:
    """Who has learnt one API has then learnt the next.

    `names` gives for each agreed name the other names it is used instead of; without them there is nothing to compare with.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: pageSize, in: query, schema: {type: integer}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: limit, in: query, schema: {type: integer}}]
              responses: {"200": {description: Pets}}
    """
    agreed = context.parameters.get("names", {"limit": ["pageSize"]})
    if not document.parameters:
        raise NotCheckable(_("No operation takes parameters"))
    instead = {_plain(other): name for name, others in agreed.items() for other in others}
    for parameter in document.parameters:
        name = instead.get(_plain(parameter.name))
        if name and parameter.name not in agreed:
            yield Fault(parameter.pointer, _("“{name}” is called “{agreed}” in other APIs", name=parameter.name, agreed=name))


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum())
