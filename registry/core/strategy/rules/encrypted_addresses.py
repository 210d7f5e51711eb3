"""What travels is encrypted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import join, mapping
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_UNENCRYPTED = re.compile(r"(?:http|ws|ftp)://", re.IGNORECASE)


@rule("encrypted-addresses", mend=_("Publish the address with https"), whole=False)
def encrypted_addresses(document: Document, context: Context) -> Iterator[Fault]:
    """What travels without encryption can be read and changed on the way, keys included.

    Addresses of a developer's own machine are generated and prove nothing.

    Bad:

        servers: [{url: "http://api.example.se/cases/2.1"}]

    Good:

        servers: [{url: "https://api.example.se/cases/2.1"}]
    """
    published = [server for server in document.servers if server.is_published]
    for server in published:
        if _UNENCRYPTED.match(server.url):
            yield Fault(server.pointer, _("{url} is not encrypted", url=server.url[:200]))
    for address in context.catalogue.addresses:
        if _UNENCRYPTED.match(address):
            yield Fault("/servers", _("The address {address} in the catalogue is not encrypted", address=address))
    for pointer, url in _sign_in_addresses(document):
        if _UNENCRYPTED.match(url):
            yield Fault(pointer, _("{url} is not encrypted", url=url[:200]))
    if not published and not context.catalogue.addresses:
        raise NotCheckable(_("The document gives no published address; set the API's address in the catalogue"))


def _sign_in_addresses(document: Document) -> Iterator[tuple[str, str]]:
    """Where clients fetch tokens: the OAuth 2 and OpenID Connect addresses."""
    holder = "/securityDefinitions" if document.is_swagger else "/components/securitySchemes"
    for name, scheme in document.security_schemes.items():
        place = join(holder, name)
        places = [(place, scheme), *((join(place, "flows", flow), raw) for flow, raw in mapping(scheme.get("flows")).items())]
        for pointer, raw in places:
            for field in ("authorizationUrl", "tokenUrl", "refreshUrl", "openIdConnectUrl"):
                if isinstance(mapping(raw).get(field), str):
                    yield join(pointer, field), raw[field]
