"""Answers carry links to what can be done next."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.bodies import responses_of
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import mapping
from registry.core.openapi.schemas import every_schema
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_FIELDS = ("_links", "links", "href")
_MEDIA_TYPES = ("hal+json", "vnd.api+json", "siren+json", "collection+json", "mason+json")


@rule(
    "hypermedia-links",
    mend=_("Give answers “_links” to the resource itself, to its neighbours and to what can be done with it"),
    takes={"fields": WORDS},
)
def hypermedia_links(document: Document, context: Context) -> Iterator[Fault]:
    """Level 3 of the Richardson maturity model: a client that follows links goes on working when addresses change.

    Counts, in any answer of success: a field of `fields`, links or a Link header that OpenAPI describes, or a media type made for
    links. One answer with links is enough.

    Bad:

        paths:
          /pets:
            get:
              responses:
                "200":
                  description: Pets
                  content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}

    Good:

        paths:
          /pets:
            get:
              responses:
                "200":
                  description: Pets
                  content:
                    application/json:
                      schema:
                        type: object
                        properties: {_links: {type: object, properties: {self: {type: object}}}}
    """
    answers = [content for content in document.contents if content.status.startswith("2")]
    if not answers:
        raise NotCheckable(_("No operation answers with a body"))
    if any(content.media_type.partition(";")[0].strip().lower().endswith(_MEDIA_TYPES) for content in answers):
        return
    if _has_described_links(document):
        return
    fields = context.words("fields", _FIELDS)
    for schema in every_schema(document, [content.schema for content in answers if content.schema], set()):
        if any(name.lower() in fields and raw for name, raw in mapping(schema.keywords.get("properties")).items()):
            return
    yield Fault("/paths", _("No answer carries links"))


def _has_described_links(document: Document) -> bool:
    for operation in document.operations:
        for status, _pointer, response in responses_of(document, operation):
            headers = {name.lower() for name in mapping(response.get("headers"))}
            if status.startswith("2") and (mapping(response.get("links")) or "link" in headers):
                return True
    return False
