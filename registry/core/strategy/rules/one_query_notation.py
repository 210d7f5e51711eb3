"""All query parameters of an API are written in the same notation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.notation import Notation, notation_of
from registry.core.strategy.queries import query_parameters
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")


@rule("one-query-notation", mend=_("Choose one notation for all query parameters, in a new major version when clients use them"))
def one_query_notation(document: Document, _context: Context) -> Iterator[Fault]:
    """A misspelt query parameter is mostly ignored without a word, so the caller gets everything instead of what was asked for.

    Compares camelCase, snake_case, kebab-case and PascalCase in the whole document; those that fewer use are told.

    Bad:

        paths:
          /pets:
            get:
              parameters:
                - {name: sortBy, in: query, schema: {type: string}}
                - {name: sortOrder, in: query, schema: {type: string}}
                - {name: born-in, in: query, schema: {type: integer}}
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            get:
              parameters: [{name: sortBy, in: query, schema: {type: string}}, {name: bornIn, in: query, schema: {type: integer}}]
              responses: {"200": {description: Pets}}
    """
    parameters = query_parameters(document)
    if not parameters:
        raise NotCheckable(_("No operation takes a query parameter"))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for parameter in parameters:
        found[_notation(parameter.name)].append((parameter.pointer, parameter.name))
    joined = [kind for kind in found if kind not in (Notation.WORD.value, Notation.OTHER.value)]
    most = max(joined, key=lambda kind: len(found[kind]), default="")
    for kind in joined:
        if kind != most:
            for pointer, name in found[kind]:
                message = _("“{name}” is {notation}, where others are {other}", name=name[:100], notation=kind, other=most)
                yield Fault(pointer, message)


def _notation(name: str) -> str:
    known = notation_of(name)
    if known is not Notation.OTHER:
        return known.value
    return "kebab-case" if _KEBAB.fullmatch(name) else "PascalCase" if _PASCAL.fullmatch(name) else known.value
