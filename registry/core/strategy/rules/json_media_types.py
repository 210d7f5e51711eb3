"""Bodies are offered as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from registry.core.openapi.bodies import responses_of
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "json-media-types",
    mend=_("Offer the body as application/json or application/ld+json, perhaps beside other media types"),
    takes={"accepted": WORDS, "except": WORDS},
)
def json_media_types(document: Document, context: Context) -> Iterator[Fault]:
    """One format that every client can read makes an API usable by all of them; others may be offered beside it.

    Looks at request bodies and 2xx answers; `accepted` lists the media types, `except` the endings of paths that are left alone.

    Bad:

        paths:
          /pets:
            get:
              responses:
                "200": {description: All pets, content: {application/xml: {schema: {type: string}}}}

    Good:

        paths:
          /pets:
            get:
              responses:
                "200":
                  description: All pets
                  content: {application/json: {schema: {type: string}}, application/xml: {schema: {type: string}}}
    """
    accepted = set(context.words("accepted", ("application/json", "application/ld+json")))
    spared = context.words("except", ("/api-docs",))
    bodies = [content for content in document.contents if content.kind == "request" or content.status.startswith("2")]
    if not bodies:
        raise NotCheckable(_("No operation has a body"))
    for (_place, status), group in groupby(bodies, key=lambda content: (content.operation.pointer, content.status)):
        offered = list(group)
        label, path = offered[0].operation.label, offered[0].operation.path.template
        media_types = [content.media_type.partition(";")[0].strip().lower() for content in offered]
        if accepted.isdisjoint(media_types) and not path.endswith(spared):
            place = offered[0].pointer
            shown = ", ".join(content.media_type for content in offered)
            if status:
                yield Fault(place, _("{label} answers {status} only as {offered}", label=label, status=status, offered=shown))
            else:
                yield Fault(place, _("{label} takes its body only as {offered}", label=label, offered=shown))
    yield from _empty(document)


def _empty(document: Document) -> Iterator[Fault]:
    for operation in document.operations:
        for status, pointer, response in responses_of(document, operation):
            if status.startswith("2") and "content" in response and not response["content"]:
                message = _("{label} answers {status} with an empty “content”", label=operation.label, status=status)
                yield Fault(join(pointer, "content"), message)
