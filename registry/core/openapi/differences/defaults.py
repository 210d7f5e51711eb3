"""Differences of what is taken for a value that is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.text import text as _

if TYPE_CHECKING:
    from registry.core.openapi.differences.shape import Shape


def default_changes(old: Shape, new: Shape, name: str, *, sent: bool) -> Iterator[Change]:
    """The difference of one thing that may be left out by clients (`sent`), or be missing from what they read."""
    before, after = _meant(old), _meant(new)
    if before == after:
        return
    if before is None:
        message = _("{name} has the default {new} now", name=name, new=after)
        yield Change(ChangeKind.DEFAULT_ADDED, False, message, old.pointer, new.pointer)
        return
    said = {"name": name, "old": before, "new": after or "–"}
    if sent:
        message = _("The default of {name} was {old} and is {new}: clients that leave it out mean the old one", **said)
    else:
        message = _("The default of {name} was {old} and is {new}: clients take the old one where it is missing", **said)
    yield Change(ChangeKind.DEFAULT_CHANGED, True, message, old.pointer, new.pointer)


def _meant(shape: Shape) -> str | None:
    """The default as JSON, cut; generators write numbers and booleans in quotes. None for no value."""
    value = shape.default
    if isinstance(value, str) and shape.types and "string" not in shape.types:
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    said = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"


_LONGEST = 80
