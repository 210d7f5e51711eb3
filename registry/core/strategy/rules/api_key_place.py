"""API keys are sent where they are not written down."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import string
from registry.core.strategy.queries import query_parameters
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule, some_of
from registry.core.strategy.schemes import schemes_of
from registry.core.text import text as _

_KEYS = ("apikey", "accesstoken", "accesskey", "subscriptionkey", "clientsecret", "authtoken")


@rule("api-key-place", mend=_("Take the key in a header"), takes={"accepted": some_of("header", "cookie", "query")})
def api_key_place(document: Document, context: Context) -> Iterator[Fault]:
    """Addresses are written to logs, histories and bookmarks; a key in one is soon known to many.

    `accepted` lists where a key may be sent: header, cookie, query. Query parameters named as keys count as keys.

    Bad:

        components: {securitySchemes: {key: {type: apiKey, in: query, name: api_key}}}

    Good:

        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Api-Key}}}
    """
    accepted = context.words("accepted", ("header", "cookie"))
    schemes = schemes_of(document)
    keys = [scheme for scheme in schemes if scheme.kind == "apikey"]
    named = [one for one in query_parameters(document) if _plain(one.name) in _KEYS]
    for scheme in keys:
        place = string(scheme.raw.get("in")).lower()
        if place not in accepted:
            yield Fault(scheme.pointer, _("The key “{name}” is sent in: {place}", name=scheme.name, place=place or "?"))
    if "query" not in accepted:
        for parameter in named:
            yield Fault(parameter.pointer, _("The query parameter “{name}” carries a key", name=parameter.name[:100]))
    if not keys and not named and context.catalogue.authentication not in (Authentication.OAUTH2, Authentication.NONE):
        if schemes:
            return
        raise NotCheckable(_("No API key is described: define the scheme of the gateway in the document"))


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").removeprefix("x")
