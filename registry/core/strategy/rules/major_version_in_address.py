"""The address tells the major version, and no more of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import SHOWN, base_segments, is_version, published_addresses, without_address
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import Text
from registry.core.text import text as _

_MAJOR = re.compile(r"v\d+(?:-?(?:alpha|beta)\d*)?")
_SERVED = ("/api-docs", "/api-info")


@rule("major-version-in-address", mend=_("Write the version in the address as v and the major version, such as v2"), whole=False)
def major_version_in_address(document: Document, context: Context) -> Iterator[Fault]:
    """A client should not have to change its address for an addition that breaks nothing.

    The version is a segment of the address, or the first of every path; alpha and beta may follow the number.

    Bad:

        servers: [{url: "https://api.example.se/pets/2.5"}]

    Good:

        servers: [{url: "https://api.example.se/pets/v2"}]
    """
    first = [
        (path.pointer, path.template.strip("/").partition("/")[0]) for path in document.paths if not _is_served(path.template)
    ]
    if first and all(is_version(segment) for _place, segment in first):
        for pointer, segment in first:
            if not _MAJOR.fullmatch(segment):
                yield Fault(pointer, _told(segment))
        return
    addresses = published_addresses(document, context)
    if not addresses:
        raise without_address()
    for pointer, address in addresses:
        versions = [segment for segment in base_segments(address) if is_version(segment)]
        if not versions:
            yield Fault(pointer, _("{url} has no segment for the version", url=address[:SHOWN]))
        elif not any(map(_MAJOR.fullmatch, versions)):
            yield Fault(pointer, _told(versions[-1]))


def _is_served(template: str) -> bool:
    return template.endswith(_SERVED)


def _told(segment: str) -> Text:
    return _("The version in the address is written {segment}, not as v and one number", segment=segment[:50])
