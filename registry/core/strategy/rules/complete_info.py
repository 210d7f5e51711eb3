"""The document says what the API is, who answers for it and on what terms it may be used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join, mapping
from registry.core.strategy.rule import WORDS, Context, Fault, rule
from registry.core.text import Text
from registry.core.text import text as _

_FIELDS = (
    "title", "version", "description",
    "contact.name", "contact.url", "contact.email",
    "license.name", "license.url",
)  # fmt: skip
_FORMS = {
    "url": re.compile(r"https?://[^\s/?#]+\.[^\s]+", re.IGNORECASE),
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+"),
}


@rule("complete-info", mend=_("Fill in the missing fields of “info”"), whole=False, takes={"fields": WORDS})
def complete_info(document: Document, context: Context) -> Iterator[Fault]:
    """Who finds an API needs to know what it does, whom to ask, and on what terms it may be used, before writing a line of code.

    `fields` lists the fields of `info` that must say something; a dot leads into an object. A licence may have an identifier
    instead of an address.

    Bad:

        info: {title: Example, version: "1.0", description: Lends out pets, contact: {}}

    Bad:

        info:
          title: Example
          version: "1.0"
          description: Lends out pets
          contact: {name: Pet desk, url: nowhere, email: pets}
          license: {name: MIT, url: "https://opensource.org/license/mit"}

    Good:

        info:
          title: Example
          version: "1.0"
          description: Lends out pets
          contact: {name: Pet desk, url: "https://www.example.se/pets", email: pets@example.se}
          license: {name: MIT, url: "https://opensource.org/license/mit"}
    """
    info = mapping(document.raw.get("info"))
    missing: dict[str, list[str]] = defaultdict(list)
    for field in context.parameters.get("fields", _FIELDS):
        holder, _dot, name = str(field).rpartition(".")
        part = mapping(info.get(holder)) if holder else info
        value = part.get(name)
        if not _says_something(value) and not (name == "url" and _says_something(part.get("identifier"))):
            missing[holder].append(name)
        elif name in _FORMS and value is not None and not _FORMS[name].fullmatch(str(value).strip()):
            yield Fault(join("/info", *filter(None, (holder, name))), _misformed(str(value)[:100], f"info.{field}", name))
    for holder, names in missing.items():
        pointer = join("/info", holder) if holder in info else "/info"
        named = f"info.{holder}" if holder else "info"
        yield Fault(pointer, _("“{holder}” lacks {fields}", holder=named, fields=", ".join(names)))


def _misformed(value: str, field: str, name: str) -> Text:
    if name == "email":
        return _("“{value}” in “{field}” is no mail address", value=value, field=field)
    return _("“{value}” in “{field}” is no web address that begins with https:// or http://", value=value, field=field)


def _says_something(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else isinstance(value, int | float)
