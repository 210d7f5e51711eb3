"""Known problems and limitations are written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import mapping, string
from registry.core.strategy.rule import WORDS, Context, Fault, rule
from registry.core.text import text as _

_WORDS = ("limit", "begräns", "problem", "restrict", "known issue")


@rule(
    "known-limitations",
    mend=_("Tell limits and known problems in “info.description” or “info.x-limitations”; say so when there are none"),
    whole=False,
    takes={"words": WORDS},
)
def known_limitations(document: Document, context: Context) -> Iterator[Fault]:
    """What is told beforehand is planned for; what is found out afterwards is an incident.

    Counts: `info.x-limitations`, or a description of the API or of `externalDocs` with a word that begins as one of `words`.

    Bad:

        info: {title: Example, version: "1.0", description: Lends out pets}

    Bad:

        info: {title: Example, version: "1.0", description: Lends out pets, x-limitations: []}

    Good:

        info: {title: Example, version: "1.0", description: Lends out pets. Limited to three pets a day.}
    """
    info = mapping(document.raw.get("info"))
    told = info.get("x-limitations")
    if told.strip() if isinstance(told, str) else told:
        return
    words = context.words("words", _WORDS)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    texts = (info.get("description"), mapping(document.raw.get("externalDocs")).get("description"))
    if not words or not any(pattern.search(string(text)) for text in texts):
        yield Fault("/info", _("The document tells of no limits or known problems, nor that there are none"))
