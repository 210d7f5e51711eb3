"""When two findings are the same fault, although the document has grown, shrunk or been reformatted between them."""

from __future__ import annotations

import hashlib

from registry.core.openapi.pointers import split
from registry.core.strategy.verdict import Finding
from registry.core.text import Text

ANY = "*"  # stands for a place in a list and for a number in a message
_KEYED_BY_NUMBERS = frozenset({"responses", "properties"})


def place_of(pointer: str) -> str:
    """`pointer` without its places in lists, which shift when an item is put before: `/servers/1/url` is `/servers/*/url`.

    Numbers that are keys stay: status codes, and the names of properties.
    """
    tokens = split(pointer)
    kept = [
        token if not token.isdecimal() or before in _KEYED_BY_NUMBERS else ANY
        for before, token in zip(["", *tokens], tokens, strict=False)
    ]
    return "/".join(kept)


def saying_of(message: Text) -> str:
    """The English message with its numbers left out: “3 operations” and “4 operations” are the same fault."""
    return message.render(str, lambda value: ANY if isinstance(value, int | float) else str(value))


def fingerprint(clause: str, finding: Finding) -> str:
    """64 bits, in hexadecimal, that stay the same while the fault does.

    Made of clause, rule and message. Neither line nor pointer takes part: within one clause a message stands once for all its
    places, so the first place may be mended while the fault remains.
    """
    told = "\0".join((clause, finding.rule, finding.record or "", saying_of(finding.message)))
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:16]
