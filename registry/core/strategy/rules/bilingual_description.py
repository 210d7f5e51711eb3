"""The description is there in Swedish and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import mapping, string
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _

# Small words few sentences do without; those that both languages have (by, men, all, not) are left out.
_SWEDISH = frozenset({
    "och", "att", "det", "som", "är", "för", "med", "inte", "på", "av", "till", "den", "ett", "från", "eller", "kan", "ska",
    "när", "hos", "vid", "även", "samt", "måste", "får", "finns", "vara", "genom", "enligt", "mellan", "utan", "inom", "över",
})  # fmt: skip
_ENGLISH = frozenset({
    "the", "and", "of", "to", "is", "for", "with", "that", "this", "are", "from", "which", "can", "when", "you", "your", "been",
    "their", "about", "will", "should", "must", "used", "only",
})  # fmt: skip
_WORD = re.compile(r"[a-zåäöé]+")
_ENOUGH = 2  # different words: one may be a name


@rule("bilingual-description", mend=_("Describe the API in “info.description” in Swedish and in English"), whole=False)
def bilingual_description(document: Document, _context: Context) -> Iterator[Fault]:
    """Swedish is read by those who answer for the service here, English by suppliers and partners elsewhere.

    A language is recognised by two different small words of its own, such as “och” and “som”, “the” and “with”.

    Bad:

        info: {title: Example, version: "1.0", description: Lends out the pets of the town and takes them back.}

    Bad:

        info: {title: Example, version: "1.0"}

    Good:

        info:
          title: Example
          version: "1.0"
          description: |
            Lånar ut stadens sällskapsdjur och tar emot dem som lämnas tillbaka.

            Lends out the pets of the town and takes back those that are returned.
    """
    description = string(mapping(document.raw.get("info")).get("description"))
    words = set(_WORD.findall(description.lower()))
    swedish = len(words & _SWEDISH) + sum(any(letter in "åäö" for letter in word) for word in words - _SWEDISH)
    english = len(words & _ENGLISH)
    place = "/info/description" if description else "/info"
    if not description:
        yield Fault(place, _("The API is described in no language"))
    elif swedish < _ENOUGH and english < _ENOUGH:
        yield Fault(place, _("Neither Swedish nor English is recognised in the description of the API"))
    elif swedish < _ENOUGH:
        yield Fault(place, _("No Swedish is recognised in the description of the API"))
    elif english < _ENOUGH:
        yield Fault(place, _("No English is recognised in the description of the API"))
