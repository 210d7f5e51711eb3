"""The API is reached by https, on the port that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import SHOWN, host_of, published_addresses, without_address
from registry.core.strategy.rule import NUMBER, Context, Fault, rule
from registry.core.text import text as _


@rule(
    "https-port",
    mend=_("Publish the API by https on port 443, and leave the port out of the address"),
    whole=False,
    takes={"port": NUMBER},
)
def https_port(document: Document, context: Context) -> Iterator[Fault]:
    """Firewalls between authorities let port 443 through; any other takes an order on both sides.

    `port` is the one that is accepted, beside none at all. Only the addresses of the API itself are judged, not those where
    tokens are fetched.

    Bad:

        servers: [{url: "http://api.example.se/pets/v1"}]

    Bad:

        servers: [{url: "https://api.example.se:8443/pets/v1"}]

    Good:

        servers: [{url: "https://api.example.se:443/pets/v1"}]
    """
    addresses = published_addresses(document, context)
    if not addresses:
        raise without_address()
    accepted = str(context.parameters.get("port", 443))
    for pointer, address in addresses:
        shown = address[:SHOWN]
        _host, colon, port = host_of(address).rpartition(":")
        if not address.lower().startswith("https://"):
            yield Fault(pointer, _("{url} is not https", url=shown))
        elif colon and not port.endswith("]") and port not in ("", accepted):
            yield Fault(pointer, _("{url} is on port {port}, not {accepted}", url=shown, port=port[:20], accepted=accepted))
