"""Names in the one form they are compared in and turned into keys: `CaseManagement` and `Case management` are case-management."""

from __future__ import annotations

import re

from registry.core.strategy.words import fold

LONGEST = 60
_BOUNDARY = re.compile(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])")
_OTHER = re.compile(r"[^a-z0-9.]+")
_PREFIX = re.compile(r"^(?:api-service|api|ms|service)-(?=.)")
_SUFFIX = re.compile(r"(?<=.)-api$")


def slug(name: str) -> str:
    """`name` in lower case, its words joined by hyphens; what only says that it is an API or service is left out."""
    words = _OTHER.sub("-", fold(_BOUNDARY.sub("-", name[:400]))).strip("-.")
    return _SUFFIX.sub("", _PREFIX.sub("", words))[:LONGEST].strip("-.")


def pretty(name: str) -> str:
    """A title people can read: one written as a slug becomes words, any other stays."""
    if name and name == name.lower() and re.fullmatch(r"[a-z0-9_.-]+", name):
        words = slug(name).replace("-", " ")
        return words[:1].upper() + words[1:]
    return name
