"""Who does not say what to get, gets JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Parameter
from registry.core.openapi.pointers import join, mapping, sequence
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_JSON = "application/json"


@rule(
    "json-by-default",
    mend=_("Let every answer be had as application/json, and make that the default of Accept"),
    takes={"except": WORDS},
)
def json_by_default(document: Document, context: Context) -> Iterator[Fault]:
    """Most clients never set Accept; they expect JSON and break on anything else.

    Looks at the answers of success, and at the header Accept where it is described. `except` lists the endings of paths that are
    left alone. What the server really sends without Accept cannot be seen in the document.

    Bad:

        paths:
          /pets:
            get:
              responses:
                "200": {description: Pets, content: {text/csv: {schema: {type: string}}}}

    Good:

        paths:
          /pets:
            get:
              responses:
                "200": {description: Pets, content: {application/json; charset=utf-8: {schema: {type: string}}}}
    """
    spared = context.words("except", ("/api-docs",))
    headers = [one for one in document.parameters if one.location == "header" and one.name.lower() == "accept"]
    answers = [content for content in document.contents if content.status.startswith("2")]
    if not answers and not headers:
        raise NotCheckable(_("No operation answers with a body"))
    for header in headers:
        yield from _not_json(header)
    for (_place, status), group in groupby(answers, key=lambda content: (content.operation.pointer, content.status)):
        offered = list(group)
        operation = offered[0].operation
        types = [content.media_type.partition(";")[0].strip().lower() for content in offered]
        if _JSON not in types and not operation.path.template.endswith(spared):
            message = _("{label} answers {status} without application/json", label=operation.label, status=status)
            yield Fault(offered[0].pointer, message)


def _not_json(header: Parameter) -> Iterator[Fault]:
    schema = header.schema
    keywords = schema.keywords if schema else {}
    default, accepted = keywords.get("default"), sequence(mapping(keywords).get("enum"))
    if schema and (default not in (None, _JSON) or (accepted and _JSON not in accepted)):
        place = join(schema.pointer, "default" if default not in (None, _JSON) else "enum")
        yield Fault(place, _("The header Accept is described without application/json as its default"))
