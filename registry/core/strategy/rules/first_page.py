"""The first page is page 1."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.queries import paging_values
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("first-page", mend=_("Give “page” the default 1, and no minimum but 1"))
def first_page(document: Document, _context: Context) -> Iterator[Fault]:
    """Who believes that pages begin at 0 never sees the first; who believes the opposite reads one twice.

    Looks at every query parameter `page`: its default, or else its minimum, must be 1.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: page, in: query, schema: {type: integer, minimum: 0, default: 0}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: page, in: query, schema: {type: integer, minimum: 1, default: 1}}]
              responses: {"200": {description: Pets}}
    """
    pages = paging_values(document, "page")
    if not pages:
        raise NotCheckable(_("No operation takes the query parameter “{name}”", name="page"))
    for pointer, keywords in pages:
        first = keywords.get("default", keywords.get("minimum"))
        if first is None:
            yield Fault(pointer, _("“page” does not say that the first page is 1"))
        elif str(first) != "1" or str(keywords.get("minimum", "1")) != "1":
            lowest = first if str(first) != "1" else keywords["minimum"]
            yield Fault(pointer, _("“page” begins at {first}, not at 1", first=str(lowest)[:50]))
