"""Differences between two schemas, from the side of those who send it and of those who read it.

What a client sends may be widened, never narrowed; what a client reads may be narrowed, never widened.
"""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.differences.change import Change
from registry.core.openapi.differences.defaults import default_changes
from registry.core.openapi.differences.pair import Pair
from registry.core.openapi.differences.shape import Shapes
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content, Parameter, Schema
from registry.core.openapi.pointers import join

_MOST = 60_000  # pairs: the largest published documents have a quarter of it, made-up ones could have their sizes' product
_LONGEST = 160  # of what a thing is called: the end of a deep place tells more than its beginning


class SchemaComparison:
    """Compares schemas of two documents; each pair is looked at once for each direction, however often it is referred to.

    `exhausted` tells that there was more than is looked at.
    """

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = Shapes(old), Shapes(new)
        self._seen: set[tuple[str, str, bool, bool]] = set()
        self._too_many = False

    @property
    def exhausted(self) -> bool:
        return self._too_many or self.old.exhausted or self.new.exhausted

    def __call__(self, old: Schema, new: Schema, name: str, *, sent: bool, nulls: bool = True) -> Iterator[Change]:
        """The differences of what clients send (`sent`) or read; `nulls` tells whether null can be written there.

        `name` is what people call the thing.
        """
        waiting = [(old, new, name)]

        def inside(one: Schema, other: Schema, part: str) -> None:
            waiting.append((one, other, part if len(part) <= _LONGEST else "…" + part[-_LONGEST:]))

        while waiting:
            before, after, called = waiting.pop()
            place = (before.pointer, after.pointer, sent, nulls)
            if place not in self._seen and len(self._seen) >= _MOST:
                self._too_many = True
                return
            if place not in self._seen:
                self._seen.add(place)
                pair = Pair(self.old.of(before), self.new.of(after), called, sent, nulls, self.old, self.new)
                yield from pair.changes(inside)

    def defaults(self, old: Schema, new: Schema, name: str, *, sent: bool) -> Iterator[Change]:
        """The difference between the defaults of something that may be left out or be missing."""
        return default_changes(self.old.of(old), self.new.of(new), name, sent=sent)


def schema_or_any(holder: Parameter | Content) -> Schema:
    """The schema of a parameter or body; one that anything fits when it has none."""
    return holder.schema if holder.schema is not None else Schema(join(holder.pointer, "schema"), {})
