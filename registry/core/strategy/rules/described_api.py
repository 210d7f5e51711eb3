"""The API is described in words."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import mapping, string
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.strategy.words import fold, split_name
from registry.core.text import text as _


@rule("described-api", mend=_("Say in “info.description” what the API is for and how it behaves"), whole=False)
def described_api(document: Document, _context: Context) -> Iterator[Fault]:
    """A name tells nobody whether the API is the right one; a few sentences on purpose and behaviour do.

    Repeating the name is no description.

    Bad:

        info: {title: Pet Lending, version: "1.0", description: "  "}

    Bad:

        info: {title: Pet Lending, version: "1.0", description: PetLending API}

    Good:

        info: {title: Pet Lending, version: "1.0", description: Lends out pets by the day and reminds of those not returned.}
    """
    description = string(mapping(document.raw.get("info")).get("description"))
    if not description:
        yield Fault("/info", _("The API is not described"))
    elif not _told(description) - _told(document.title):
        yield Fault("/info/description", _("The description only repeats the name “{name}”", name=document.title[:100]))


def _told(text: str) -> set[str]:
    """The words of a text, those left out that say nothing of this API."""
    return {fold(word) for word in split_name(text)} - {"api", "apis", "the", "service", "rest"}
