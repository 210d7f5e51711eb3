"""Headers carry no data of the business."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Parameter, Schema
from registry.core.openapi.pointers import string
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import Text
from registry.core.text import text as _

_PACKED = ("binary", "byte", "base64", "json", "xml")


@rule("plain-headers", mend=_("Move the data into the body; keep headers for what is said about the call"))
def plain_headers(document: Document, _context: Context) -> Iterator[Fault]:
    """Headers are logged, cut and rewritten on the way; data in them is lost or leaks.

    Finds headers with structure (objects, lists of objects, a body of their own) and packed data.

    Bad:

        paths:
          /pets:
            post:
              parameters: [{name: X-Pet, in: header, schema: {type: object, properties: {name: {type: string}}}}]
              responses: {"201": {description: A new pet}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: X-Request-Id, in: header, schema: {type: string}}]
              responses: {"200": {description: Pets}}
    """
    if not document.operations:
        raise NotCheckable(_("The document has no operations"))
    for pointer, parameter in {one.pointer: one for one in document.parameters if one.location == "header"}.items():
        message = _loaded(document, parameter)
        if message:
            yield Fault(pointer, message)


def _loaded(document: Document, parameter: Parameter) -> Text | None:
    name = parameter.name[:100]
    if "content" in parameter.raw:
        return _("The header “{name}” carries a body of its own", name=name)
    if parameter.schema is None:
        return None
    keywords = parameter.schema.keywords
    items = document.schema(parameter.schema.pointer, keywords.get("items"))
    if _is_structure(parameter.schema) or _is_structure(items):
        return _("The header “{name}” carries a structure", name=name)
    if string(keywords.get("format")).lower() in _PACKED or {"contentEncoding", "contentMediaType"} & keywords.keys():
        return _("The header “{name}” carries packed data", name=name)
    return None


def _is_structure(schema: Schema) -> bool:
    return "object" in schema.types or "properties" in schema.keywords
