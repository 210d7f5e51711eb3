"""The API's name says in English what it does, not which project or system stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS, Context, Fault, rule
from registry.core.strategy.words import fold, product_names, split_name, swedish_words
from registry.core.text import text as _


@rule(
    "api-name",
    mend=_("Name the API in English after what it does and the data it handles"),
    whole=False,
    takes={"forbidden": WORDS},
)
def api_name(document: Document, context: Context) -> Iterator[Fault]:
    """Systems and projects end; an API named after them must then be renamed, or lie. English lets every supplier read it.

    The parameter `forbidden` lists words that name a project or system; registered systems and suppliers come from the catalogue,
    and common products of municipalities are known without it.

    Bad:

        info: {title: bygglovProjektAPI, version: "1.0"}

    Bad:

        info: {title: "  ", version: "1.0"}

    Good:

        info: {title: CaseManagement, version: "1.0"}
    """
    title = document.title
    if not title:
        yield Fault("/info/title", _("The API has no name"))
        return
    stems = context.words("forbidden", ("project", "projekt", "system"))
    forbidden = [word for word in split_name(title) if any(stem in fold(word) for stem in stems)]
    for word in swedish_words(title):
        if word not in forbidden:
            yield Fault("/info/title", _("“{word}” in the name “{name}” is Swedish", word=word, name=title))
    for word in forbidden:
        yield Fault("/info/title", _("“{word}” in the name “{name}” tells of a project or system", word=word, name=title))
    systems = [system for system in sorted(context.catalogue.systems or ()) if _names(title, system)]
    for system in systems:
        yield Fault("/info/title", _("The name “{name}” is that of the system “{system}”", name=title, system=system))
    if not systems:
        for product in product_names(title):
            yield Fault("/info/title", _("“{word}” in the name “{name}” is the name of a product", word=product, name=title))


def _names(title: str, system: str) -> bool:
    """Whether the words of `system` stand in `title`, whatever the spelling between them."""
    words = [fold(word) for word in split_name(title)]
    wanted = "".join(fold(word) for word in split_name(system))
    spans = ("".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return bool(wanted) and wanted in spans
