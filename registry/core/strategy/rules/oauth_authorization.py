"""Access is granted by OAuth 2."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.strategy.schemes import holder_of, schemes_of, without_scheme
from registry.core.text import text as _


@rule("oauth-authorization", mend=_("Define an oauth2 or openIdConnect scheme with its flows and addresses"), whole=False)
def oauth_authorization(document: Document, context: Context) -> Iterator[Fault]:
    """With OAuth 2 each client gets rights of its own that end by themselves and can be taken back.

    A document without any scheme is judged by the method in the catalogue. Whether the addresses are encrypted is another rule's
    matter.

    Bad:

        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}

    Bad:

        components: {securitySchemes: {rights: {type: oauth2, flows: {}}}}

    Good:

        components:
          securitySchemes:
            rights:
              type: oauth2
              flows: {clientCredentials: {tokenUrl: "https://api.example.se/token", scopes: {}}}
    """
    schemes = schemes_of(document)
    if schemes:
        granting = [scheme for scheme in schemes if scheme.kind in ("oauth2", "openidconnect")]
        if not granting:
            yield Fault(holder_of(document), _("No way to authenticate is OAuth 2"))
        for scheme in granting:
            if scheme.kind == "oauth2" and not (scheme.raw.get("flows") or scheme.raw.get("flow")):
                yield Fault(scheme.pointer, _("“{name}” is OAuth 2 without any flow", name=scheme.name))
        return
    method = context.catalogue.authentication
    if method is None:
        raise NotCheckable(without_scheme())
    if method is not Authentication.OAUTH2:
        yield Fault("", _("The catalogue says that clients authenticate by: {method}", method=method.label))
