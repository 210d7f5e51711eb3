"""Drift: how far a consumer's copy of a document has been left behind by what the provider publishes.

A client is made from the copy, so whatever in it the provider no longer has, or now does otherwise, is what will fail. What the
provider has added since is no drift: the client never asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.core.openapi.differences import Change, ChangeKind, Differences, differences
from registry.core.openapi.differences.telling import change_to_json
from registry.core.openapi.document import Document
from registry.core.text import Text
from registry.core.text import text as _

GONE: Mapping[str, tuple[ChangeKind, ...]] = {
    "operations": (ChangeKind.OPERATION_REMOVED, ChangeKind.WEBHOOK_REMOVED),
    "parameters": (ChangeKind.PARAMETER_REMOVED, ChangeKind.HEADER_REMOVED),
    "fields": (ChangeKind.FIELD_REMOVED, ChangeKind.BODY_REMOVED),
}
"""What the provider no longer has, by what it is."""

_GONE = frozenset(kind for kinds in GONE.values() for kind in kinds)


class Standing(StrEnum):
    """How a consumer's copy stands to the published document, the worst first."""

    BREAKS = "breaks"
    ERRORS = "errors"
    LACKS = "lacks"
    CURRENT = "current"


STANDINGS: Mapping[Standing, Text] = {
    Standing.BREAKS: _("Calls made by the copy may fail"),
    Standing.ERRORS: _("Only the bodies of error answers are otherwise than in the copy"),
    Standing.LACKS: _("The copy has what is no longer there, but nothing that must be"),
    Standing.CURRENT: _("Everything in the copy still holds"),
}


@dataclass(frozen=True, slots=True)
class Drift:
    """What in a copy no longer holds: `changes` that break it or took something away, breaking ones first.

    `complete` is False when parts lie in other files, which were not compared.
    """

    copy_version: str
    published_version: str
    changes: tuple[Change, ...]
    complete: bool = True

    @property
    def breaking(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.breaking)

    def gone(self, what: str) -> tuple[Change, ...]:
        """The operations, parameters or fields that the provider no longer has."""
        return tuple(change for change in self.changes if change.kind in GONE[what])

    @property
    def standing(self) -> Standing:
        if self.breaking:
            return Standing.ERRORS if all(change.in_errors for change in self.breaking) else Standing.BREAKS
        return Standing.LACKS if self.changes else Standing.CURRENT


def drift(copy: Document, published: Document) -> Drift:
    """How `copy`, from which a consumer's client is made, stands to what the provider has `published`. Never raises."""
    return felt(differences(copy, published))


def felt(found: Differences) -> Drift:
    """What of the differences from a copy to a published document somebody feels who has made a client from the copy."""
    changes = tuple(change for change in found.changes if change.breaking or change.kind in _GONE)
    return Drift(found.old_version, found.new_version, changes, found.complete)


def to_json(found: Drift) -> dict[str, Any]:
    """`found` as plain values, messages in English."""
    return {
        "copy_version": found.copy_version,
        "published_version": found.published_version,
        "standing": found.standing.value,
        "complete": found.complete,
        "gone": {what: len(found.gone(what)) for what in GONE},
        "changes": [change_to_json(change) for change in found.changes],
    }
