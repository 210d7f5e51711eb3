"""The address is built as protocol, domain, API, version, resource."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import SHOWN, base_segments, host_of, is_version, published_addresses, without_address
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _

_NUMBERED = re.compile(r"[\d.]+(?::\d+)?|\[.*")
_SERVED = ("/api-docs", "/api-info")


@rule(
    "address-form",
    mend=_("Publish the address as https://domain/api/version, such as https://api.example.se/pets/v1"),
    whole=False,
)
def address_form(document: Document, context: Context) -> Iterator[Fault]:
    """Who has called one API then knows where the next one has its version and where its resources begin.

    The version is a segment of the address, or the first of every path. The domain may be the API itself, so a segment of the
    API's name is not demanded.

    Bad:

        servers: [{url: "https://api.example.se/pets"}]

    Bad:

        servers: [{url: "https://192.0.2.7/pets/v1"}]

    Good:

        servers: [{url: "https://api.example.se/pets/v1"}]
    """
    addresses = published_addresses(document, context)
    if not addresses:
        raise without_address()
    paths = [path.template for path in document.paths if not path.template.endswith(_SERVED)]
    in_paths = bool(paths) and all(is_version(path.strip("/").partition("/")[0]) for path in paths)
    for pointer, address in addresses:
        shown = address[:SHOWN]
        if _NUMBERED.fullmatch(host_of(address)):
            yield Fault(pointer, _("{url} names a machine by its number, not a domain", url=shown))
        if not in_paths and not any(map(is_version, base_segments(address))):
            yield Fault(pointer, _("{url} has no segment for the version", url=shown))
