"""Differences as plain values and back again without loss, for who keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.core.openapi.differences import Change, ChangeKind, Differences
from registry.core.openapi.lines import Position
from registry.core.strategy.record import text_from_json, text_to_json


def to_record(found: Differences) -> dict[str, Any]:
    """`found` as values that JSON knows."""
    return {
        "old_version": found.old_version,
        "new_version": found.new_version,
        "complete": found.complete,
        "changes": [
            {
                "kind": change.kind.value,
                "breaking": change.breaking,
                "message": text_to_json(change.message),
                "pointers": [change.old_pointer, change.new_pointer],
                "places": [change.old, change.new],
                "in_errors": change.in_errors,
            }
            for change in found.changes
        ],
    }


def from_record(record: Mapping[str, Any]) -> Differences:
    """The differences that `to_record` wrote. Raises LookupError, TypeError, ValueError or AttributeError on anything else."""
    changes = tuple(map(_change, record["changes"]))
    return Differences(record["old_version"], record["new_version"], changes, record["complete"])


_KINDS = {kind.value: kind for kind in ChangeKind}


def _change(record: Mapping[str, Any]) -> Change:
    old_pointer, new_pointer = record["pointers"]
    old, new = (Position(*place) if place is not None else None for place in record["places"])
    message = text_from_json(record["message"])
    return Change(_KINDS[record["kind"]], record["breaking"], message, old_pointer, new_pointer, old, new, record["in_errors"])
