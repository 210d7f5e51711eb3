"""How clients authenticate follows from the protection level."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import string
from registry.core.strategy.rule import WORDS_BY_NAME, Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_LEVELS = {"0": ["apiKey"], "1": ["oauth2"], "2": ["oauth2"]}
_IN_CATALOGUE = {
    Authentication.API_KEY: "apikey",
    Authentication.OAUTH2: "oauth2",
    Authentication.BASIC: "basic",
    Authentication.NONE: "none",
}


@rule(
    "authentication-by-level",
    mend=_("Change what the gateway asks of clients, or classify anew"),
    whole=False,
    takes={"levels": WORDS_BY_NAME},
)
def authentication_by_level(document: Document, context: Context) -> Iterator[Fault]:
    """A key that is copied opens everything it fits; information that is worth more takes a token that ends.

    `levels` gives for each protection level the accepted kinds: apiKey, oauth2. Other levels are decided case by case.

    Bad:

        catalogue: {entry: {protection_level: 2, authentication: api_key}}

    Good:

        catalogue: {entry: {protection_level: 2, authentication: oauth2}}
    """
    entry = context.catalogue.own_entry
    level = entry.protection_level
    if level is None:
        raise NotCheckable(_("Fill in the API's protection level in the catalogue"))
    levels = context.parameters.get("levels", _LEVELS)
    accepted = levels.get(str(level), levels.get(level))
    if accepted is None:
        raise NotCheckable(_("Protection level {level} is decided case by case: let a person attest the clause", level=level))
    found = _found(document, entry.authentication)
    if not found:
        raise NotCheckable(_("Fill in the API's authentication in the catalogue"))
    for kind in sorted(found - {str(one).lower() for one in accepted}):
        message = _(
            "Protection level {level} takes {accepted}, but clients may use {kind}",
            level=level,
            accepted=", ".join(accepted),
            kind=kind,
        )
        yield Fault("", message, entry.record)


def _found(document: Document, gateway: Authentication | None) -> set[str]:
    """The kinds of authentication in use: what the gateway asks, or else what the document's schemes say."""
    if gateway is not None:
        return {_IN_CATALOGUE.get(gateway, gateway.value)}
    kinds = {
        string(scheme.get("type")).lower(): string(scheme.get("scheme")).lower() for scheme in document.security_schemes.values()
    }
    return {scheme if kind == "http" else kind for kind, scheme in kinds.items()} - {""}
