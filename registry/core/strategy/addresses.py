"""The addresses an API is called at, and the pieces of its paths, as the rules on addresses look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, NotCheckable
from registry.core.text import text as _

_TEMPLATE = re.compile(r"\{[^{}]*\}")
_VERSION = re.compile(r"(?:v\d+(?:\.\d+)*|\d+(?:\.\d+)+|\d{1,2})(?:-?(?:alpha|beta|rc)\d*)?", re.IGNORECASE)
SHOWN = 200  # characters of an address that a message repeats


def published_addresses(document: Document, context: Context) -> list[tuple[str, str]]:
    """(pointer, address) of every address clients can call, from the document and from the catalogue."""
    servers = [(server.pointer, server.url) for server in document.servers if server.is_published]
    return servers + [("/servers", address) for address in context.catalogue.addresses]


def without_address() -> NotCheckable:
    """What a rule raises that needs an address when there is none."""
    return NotCheckable(_("The document gives no published address; set the API's address in the catalogue"))


def literal(text: str) -> str:
    """`text` without the `{parameters}` in it, whose names no client writes."""
    return _TEMPLATE.sub("", text)


def path_words(document: Document) -> Iterator[tuple[str, str]]:
    """(pointer of the path, segment) of what is written literally in paths; versions are left out, they are no words."""
    for path in document.paths:
        for segment in path.template.split("/"):
            written = literal(segment)
            if written and not is_version(written):
                yield path.pointer, written


def is_version(segment: str) -> bool:
    """Whether a segment of an address is a version: `v1`, `2.1`, `v2-beta`; a longer bare number is an id of something."""
    return bool(_VERSION.fullmatch(segment))


def host_of(address: str) -> str:
    """The host with its port, without credentials."""
    return re.split(r"[/?#]", address.partition("://")[2], maxsplit=1)[0].rpartition("@")[2]


def base_segments(address: str) -> list[str]:
    """The segments of the address's own path, before the paths of the document."""
    path = re.split(r"[?#]", address.partition("://")[2], maxsplit=1)[0].partition("/")[2]
    return [segment for segment in path.split("/") if segment]
