"""Every client proves who it is."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree, join, mapping, string
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("authentication", mend=_("Demand an API key or OAuth 2 on every operation"), takes={"accepted": WORDS, "except": WORDS})
def authentication(document: Document, context: Context) -> Iterator[Fault]:
    """Calls nobody can be named for cannot be limited, charged or stopped. Passwords sent with every call are as good as lost.

    `accepted` lists the kinds of security scheme; `except` the endings of paths anyone may read. A document without any scheme is
    judged by the method the catalogue says the gateway demands.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}
        security: [{password: []}]
        components: {securitySchemes: {password: {type: http, scheme: basic}}}

    Bad:

        paths: {/pets: {get: {security: [], responses: {"200": {description: Pets}}}}}
        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}

    Good:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}
        security: [{key: []}]
        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
    """
    schemes = document.security_schemes
    if not schemes and not document.raw.get("security"):
        yield from _in_gateway(context)
        return
    accepted = context.words("accepted", ("apikey", "oauth2", "openidconnect", "bearer"))
    holder = "/securityDefinitions" if document.is_swagger else "/components/securitySchemes"
    for name, scheme in schemes.items():
        if _kind(scheme) not in accepted:
            yield Fault(
                join(holder, name), _("“{name}” authenticates by {kind}, which is not accepted", name=name, kind=_kind(scheme))
            )
    spared = context.words("except", ("/api-docs",))
    for operation in document.operations:
        demanded = document.demanded_of(operation)
        if (not demanded or {} in demanded) and not operation.path.template.endswith(spared):
            pointer = join(operation.pointer, "security") if "security" in operation.raw else operation.pointer
            yield Fault(pointer, _("{label} can be called by anyone", label=operation.label))


def _in_gateway(context: Context) -> Iterator[Fault]:
    method = context.catalogue.authentication
    if method is None:
        raise NotCheckable(_("No security schemes: set the API's authentication method in the catalogue"))
    if method in (Authentication.NONE, Authentication.BASIC):
        yield Fault("", _("The catalogue says that clients authenticate by: {method}", method=method.label))


def _kind(scheme: dict[str, Tree]) -> str:
    """The kind of a scheme in one lower-case word; an http scheme is known by its own name: basic, bearer."""
    kind = string(scheme.get("type")).lower()
    return string(mapping(scheme).get("scheme")).lower() or kind if kind == "http" else kind
