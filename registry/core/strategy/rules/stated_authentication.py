"""The document says what credentials a call takes."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree, join, mapping, sequence
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("stated-authentication", mend=_("State the credentials in “security”; write “security: []” when anyone may call"))
def stated_authentication(document: Document, context: Context) -> Iterator[Fault]:
    """A client generated from the document sends the credentials the document asks for, and no others.

    Where neither document nor catalogue tells of any authentication there may be none to state, so nothing is judged.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}
        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}

    Bad:

        security: [{token: []}]

    Good:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}
        security: [{key: []}]
        components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
    """
    stated = [("/security", document.raw["security"])] if "security" in document.raw else []
    stated += [(join(one.pointer, "security"), one.raw["security"]) for one in document.operations if "security" in one.raw]
    if stated:
        yield from _undefined(document, stated)
    elif document.security_schemes:
        yield Fault("", _("Ways to authenticate are defined, but “security” never asks for one"))
    elif context.catalogue.authentication is None:
        raise NotCheckable(_("No “security” anywhere: state it, or set the API's authentication method in the catalogue"))
    elif context.catalogue.authentication is not Authentication.NONE:
        method = context.catalogue.authentication.label
        yield Fault("", _("The catalogue says that clients authenticate by {method}; the document does not", method=method))


def _undefined(document: Document, stated: list[tuple[str, Tree]]) -> Iterator[Fault]:
    for pointer, alternatives in stated:
        for name in dict.fromkeys(name for alternative in sequence(alternatives) for name in mapping(alternative)):
            if name not in document.security_schemes:
                yield Fault(pointer, _("“{name}” is asked for, but not defined as a way to authenticate", name=name[:100]))
