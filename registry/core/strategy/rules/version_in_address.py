"""The address tells the version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_VERSION = re.compile(r"/v?\d+(?:\.\d+)*(?:[/?#]|$)", re.IGNORECASE)


@rule("version-in-address", mend=_("Put the version into the address, such as https://api.example.se/cases/2.1"), whole=False)
def version_in_address(document: Document, context: Context) -> Iterator[Fault]:
    """Two versions of an API must stand side by side while clients move; the address is where they part.

    Bad:

        servers: [{url: "https://api.example.se/cases"}]

    Good:

        servers: [{url: "https://api.example.se/cases/2.1"}]
    """
    paths = [path.template for path in document.paths if not path.template.endswith("/api-docs")]
    if paths and all(_VERSION.match(path) for path in paths):
        return
    if context.catalogue.addresses:
        for address in context.catalogue.addresses:
            if not _VERSION.search(address.partition("://")[2]):
                yield Fault("/servers", _("The address {address} in the catalogue tells no version", address=address))
        return
    telling = [server for server in document.servers if server.is_published or _VERSION.search(server.url)]
    if not telling:
        raise NotCheckable(_("The document gives no published address; set the API's address in the catalogue"))
    for server in telling:
        if not _VERSION.search(server.url.partition("://")[2] or server.url):
            yield Fault(server.pointer, _("The address {url} tells no version", url=server.url[:200]))
