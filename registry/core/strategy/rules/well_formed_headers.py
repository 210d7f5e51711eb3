"""The common request headers are described as what HTTP knows them as."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_COMMON = ("accept", "date", "cache-control", "etag", "connection", "cookie")


@rule("well-formed-headers", mend=_("Describe the header as text; give it no structure of its own"), takes={"headers": WORDS})
def well_formed_headers(document: Document, context: Context) -> Iterator[Fault]:
    """Gateways, caches and clients read these headers by the rules of HTTP, whatever one API says of them.

    That the API heeds them cannot be seen in a document; those that are described must be text. `headers` lists which.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: Date, in: header, schema: {type: object, properties: {day: {type: string}}}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: Date, in: header, schema: {type: string, format: date-time}}]
              responses: {"200": {description: Pets}}
    """
    names = context.words("headers", _COMMON)
    described = {one.pointer: one for one in document.parameters if one.location == "header" and one.name.lower() in names}
    if not described:
        raise NotCheckable(_("The document describes none of the headers {names}", names=", ".join(names)))
    for parameter in described.values():
        if parameter.schema is None or parameter.schema.types != ["string"]:
            yield Fault(parameter.pointer, _("The header {name} is not described as text", name=parameter.name[:100]))
