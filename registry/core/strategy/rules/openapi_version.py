"""The document is written in the present generation of OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORD, Context, Fault, rule
from registry.core.text import text as _

_NUMBER = re.compile(r"(\d{1,9})\.(\d{1,9})(?:\.\d+)?")


@rule(
    "openapi-version",
    mend=_("Write the document in OpenAPI 3, and say which version in “openapi”"),
    whole=False,
    takes={"oldest": WORD},
)
def openapi_version(document: Document, context: Context) -> Iterator[Fault]:
    """Tools follow the present version; a document in an old one loses what it cannot express, and in the end its tools.

    `oldest` is the first version that is accepted.

    Bad:

        openapi: "2.0"

    Bad:

        openapi: latest

    Good:

        openapi: 3.1.0
    """
    version = document.openapi_version
    oldest = _NUMBER.match(str(context.parameters.get("oldest", "3.0")))
    found = _NUMBER.fullmatch(version)
    if document.is_swagger:
        yield Fault("/swagger", _("Swagger {version} is the forerunner of OpenAPI; convert to 3", version=version[:20]))
    elif not found:
        yield Fault("/openapi", _("“openapi” is “{version}”, which is no version", version=version[:20]))
    elif oldest and _pair(found) < _pair(oldest):
        yield Fault("/openapi", _("OpenAPI {version} is older than {oldest}", version=version, oldest=oldest[0]))


def _pair(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1]), int(found[2])
