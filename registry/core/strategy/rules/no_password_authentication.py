"""No passwords with every call."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.strategy.schemes import schemes_of, without_scheme
from registry.core.text import text as _


@rule(
    "no-password-authentication",
    mend=_("Replace Basic and Digest by OAuth 2 or an API key"),
    whole=False,
    takes={"forbidden": WORDS},
)
def no_password_authentication(document: Document, context: Context) -> Iterator[Fault]:
    """Basic and Digest send what opens everything with every call, and cannot be taken back for one client alone.

    `forbidden` lists the kinds of http scheme. A document without any scheme is judged by the method in the catalogue.

    Bad:

        components: {securitySchemes: {password: {type: http, scheme: basic}}}

    Good:

        components: {securitySchemes: {token: {type: http, scheme: bearer}}}
    """
    schemes = schemes_of(document)
    forbidden = context.words("forbidden", ("basic", "digest"))
    for scheme in schemes:
        if scheme.kind in forbidden:
            yield Fault(
                scheme.pointer, _("“{name}” authenticates by {kind}, which is forbidden", name=scheme.name, kind=scheme.kind)
            )
    if not schemes:
        method = context.catalogue.authentication
        if method is None:
            raise NotCheckable(without_scheme())
        if method is Authentication.BASIC:
            yield Fault("", _("The catalogue says that clients authenticate by: {method}", method=method.label))
