"""Clients prove who they are by a token in the header Authorization."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import string
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.strategy.schemes import Scheme, holder_of, schemes_of, without_scheme
from registry.core.text import text as _

_WITH_TOKENS = ("bearer", "oauth2", "openidconnect")


@rule("bearer-tokens", mend=_("Define a scheme that sends Authorization: Bearer, such as oauth2 or http bearer"), whole=False)
def bearer_tokens(document: Document, context: Context) -> Iterator[Fault]:
    """A token is valid for a while, for one client and for what it needs, and gateways know where to look for it.

    Counts bearer, OAuth 2, OpenID Connect and a key sent in the header Authorization. A document without any scheme is judged by
    the method in the catalogue.

    Bad:

        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}

    Good:

        components: {securitySchemes: {token: {type: http, scheme: bearer}}}
    """
    schemes = schemes_of(document)
    if schemes:
        if not any(map(_sends_token, schemes)):
            yield Fault(holder_of(document), _("No way to authenticate sends Authorization: Bearer"))
        return
    method = context.catalogue.authentication
    if method is None:
        raise NotCheckable(without_scheme())
    if method is not Authentication.OAUTH2:
        yield Fault("", _("The catalogue says that clients authenticate by: {method}", method=method.label))


def _sends_token(scheme: Scheme) -> bool:
    in_header = scheme.kind == "apikey" and string(scheme.raw.get("in")) == "header"
    return scheme.kind in _WITH_TOKENS or (in_header and string(scheme.raw.get("name")).lower() == "authorization")
