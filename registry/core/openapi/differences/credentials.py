"""What callers must show, known by what it is and not by the name a document gives it."""

from __future__ import annotations

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Operation
from registry.core.openapi.pointers import Tree, mapping, sequence

Credentials = frozenset[tuple[str, ...]]
"""Everything one alternative demands: each scheme, and each of its scopes."""


def demanded_of(document: Document, operation: Operation, *, everywhere: bool = True) -> frozenset[Credentials]:
    """The alternatives that let a caller in; an empty one lets anyone in. `everywhere`: the document's where it has none."""
    schemes = {name: _identity(name, scheme) for name, scheme in document.security_schemes.items()}
    demanded = document.demanded_of(operation) if everywhere else sequence(operation.raw.get("security"))
    alternatives = [_credentials(mapping(one), schemes) for one in demanded]
    return frozenset(alternatives) or frozenset({frozenset()})


def _credentials(demanded: dict[str, Tree], schemes: dict[str, tuple[str, ...]]) -> Credentials:
    found: set[tuple[str, ...]] = set()
    for name, scopes in demanded.items():
        scheme = schemes.get(name, ("unknown", name))
        found.add(scheme)
        found.update((*scheme, scope) for scope in sequence(scopes) if isinstance(scope, str))
    return frozenset(found)


def _identity(name: str, scheme: dict[str, Tree]) -> tuple[str, ...]:
    kind = scheme.get("type")
    if kind == "basic":  # Swagger 2.0
        return "http", "basic"
    if kind == "apiKey":
        place, key = str(scheme.get("in")), str(scheme.get("name"))
        return "apiKey", place, key.lower() if place == "header" else key
    if kind == "http":
        return "http", str(scheme.get("scheme")).lower()
    if kind in ("oauth2", "openIdConnect", "mutualTLS"):
        return (str(kind),)
    return "unknown", name
