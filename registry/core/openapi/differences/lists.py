"""Differences between what two lists hold: the same everywhere, or something of its own at each of the first places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from registry.core.openapi.differences.change import Change
from registry.core.openapi.differences.fields import added, removed
from registry.core.openapi.differences.shape import Shape
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import join


def list_changes(
    old: Shape, new: Shape, name: str, sent: bool, inside: Callable[[Schema, Schema, str], None]
) -> Iterator[Change]:
    """The differences of what clients send (`sent`) or read; what may stand in both lists is handed to `inside`."""
    for place, (before, after) in enumerate(zip_longest(old.places, new.places)):
        called = f"{name}[{place}]"
        if after is None and _ends_at(new, place):
            yield removed(called, before, sent=sent, must_read=_is_always_there(old, place))
        elif before is None and _ends_at(old, place):
            yield added(called, after, demanded=sent and _is_always_there(new, place))
        else:
            inside(before or schema_or_free(old.items, old, "items"), after or schema_or_free(new.items, new, "items"), called)
    if old.items or new.items:
        inside(schema_or_free(old.items, old, "items"), schema_or_free(new.items, new, "items"), f"{name}[]")


def schema_or_free(schema: Schema | None, shape: Shape, keyword: str) -> Schema:
    """`schema`, or one that anything fits where `shape` does not say."""
    return schema or Schema(join(shape.pointer, keyword), {})


def _ends_at(shape: Shape, place: int) -> bool:
    """Whether no such list has anything at `place`."""
    most = shape.limits.get("maxItems")
    return most is not None and most[0] <= place


def _is_always_there(shape: Shape, place: int) -> bool:
    fewest = shape.limits.get("minItems")
    return fewest is not None and fewest[0] > place
