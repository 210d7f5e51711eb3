"""What one document may cost, and the refusal of one that costs more or is no document."""

from __future__ import annotations

from typing import NamedTuple

from registry.core.text import Text
from registry.core.text import text as _


class Limits(NamedTuple):
    """What one document may cost: its size in bytes, the nodes it may expand to, how deep it may nest."""

    size: int = 20_000_000
    nodes: int = 3_000_000
    depth: int = 200


class Unreadable(Exception):
    """The bytes are not a document that can be judged; `line` (from 1) when the reader knows it."""

    def __init__(self, message: Text, line: int | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.line = line


def too_deep(limits: Limits, line: int | None = None) -> Unreadable:
    """The refusal of a document whose values nest deeper than `limits` allow."""
    return Unreadable(_("Values are nested more than {limit} levels deep", limit=limits.depth), line)


def too_many(limits: Limits) -> Unreadable:
    """The refusal of a document with more values than `limits` allow, counting what aliases repeat."""
    return Unreadable(_("The document expands to more than {limit} values; replace YAML aliases by $ref", limit=limits.nodes))
