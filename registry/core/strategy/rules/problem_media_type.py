"""Errors are sent as problems, under the media type of RFC 9457."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from registry.core.openapi.document import Document
from registry.core.strategy.errors import error_bodies
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "problem-media-type",
    mend=_("Answer errors as application/problem+json or application/problem+xml"),
    takes={"accepted": WORDS},
)
def problem_media_type(document: Document, context: Context) -> Iterator[Fault]:
    """By the media type a client knows that what came is an error it can read, and not the page of some gateway.

    Looks at answers from 400 and at `default` that have a body. `accepted` lists the media types.

    Bad:

        paths:
          /pets:
            get:
              responses: {"404": {description: No such pet, content: {application/json: {schema: {type: object}}}}}

    Good:

        paths:
          /pets:
            get:
              responses: {"404": {description: No such pet, content: {application/problem+json: {schema: {type: object}}}}}
    """
    bodies = error_bodies(document)
    if not bodies:
        raise NotCheckable(_("No error answer has a body"))
    accepted = context.words("accepted", ("application/problem+json", "application/problem+xml"))
    seen: set[str] = set()
    for _place, group in groupby(bodies, key=lambda content: (content.operation.pointer, content.status)):
        offered = list(group)
        types = [content.media_type.partition(";")[0].strip().lower() for content in offered]
        if offered[0].pointer not in seen and not set(types) & set(accepted):
            yield Fault(offered[0].pointer, _("An error is answered as {types}", types=", ".join(types)[:200]))
        seen.add(offered[0].pointer)
