"""Addresses are short enough for everything they pass through."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.addresses import published_addresses
from registry.core.strategy.rule import NUMBER, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("address-length", mend=_("Shorten the path, or send what makes it long in the body"), whole=False, takes={"most": NUMBER})
def address_length(document: Document, context: Context) -> Iterator[Fault]:
    """Browsers, proxies and logs cut long addresses, each at its own place.

    `most` is the number of characters. What is measured is the longest published address with the path as it stands in the
    document; the values a client puts in may make it longer.

    Bad:

        servers:
          - url: "https://api.example.se/{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}{p}"
            variables: {p: {default: pets-and-pets-and-pets-and-pets-and-pets-and-pets-and-pets-and-pets-and-pets-and-pets}}

    Good:

        servers: [{url: "https://api.example.se/pets/v1"}]
    """
    most = int(context.parameters.get("most", 2048))
    addresses = published_addresses(document, context)
    if not addresses and not document.paths:
        raise NotCheckable(_("The document has no addresses and no paths"))
    longest = max((len(address.rstrip("/")) for _pointer, address in addresses), default=0)
    for pointer, address in addresses:
        if len(address) > most:
            yield Fault(pointer, _("The address has {length} characters, more than {most}", length=len(address), most=most))
    for path in document.paths:
        length = longest + len(path.template)
        if longest <= most < length:
            yield Fault(path.pointer, _("The address has {length} characters, more than {most}", length=length, most=most))
