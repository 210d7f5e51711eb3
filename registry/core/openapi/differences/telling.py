"""Differences in words: what the version step was, what it must be, and whether that is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.core.openapi.differences import Change, Differences
from registry.core.openapi.differences.steps import Step, StepVerdict
from registry.core.text import Text
from registry.core.text import text as _

STEPS: Mapping[Step, Text] = {
    Step.MAJOR: _("a new major version"),
    Step.MINOR: _("a new minor version"),
    Step.PATCH: _("a new third level"),
    Step.NONE: _("no new version"),
    Step.BACKWARDS: _("an earlier version"),
    Step.UNKNOWN: _("a version that cannot be compared"),
}
VERDICTS: Mapping[StepVerdict, Text] = {
    StepVerdict.RIGHT: _("The version was raised as the changes demand"),
    StepVerdict.TOO_SMALL: _("The version was raised too little"),
    StepVerdict.TOO_LARGE: _("The version was raised more than the changes demand"),
    StepVerdict.BACKWARDS: _("The version went backwards"),
    StepVerdict.UNKNOWN: _("Whether the version was raised enough cannot be told"),
}
NOT_WHOLE = _("Not all was compared: parts lie in other files, or the schemas are too many; publish one file with all parts")


def demanded(found: Differences) -> Text:
    """What the changes demand, and what was done."""
    return _(
        "The changes demand {required}; {old} → {new} is {actual}",
        required=STEPS[found.required_step],
        actual=STEPS[found.actual_step],
        old=found.old_version or "–",
        new=found.new_version or "–",
    )


def to_json(found: Differences) -> dict[str, Any]:
    """`found` as plain values, messages in English."""
    return {
        "old_version": found.old_version,
        "new_version": found.new_version,
        "required_step": found.required_step.value,
        "actual_step": found.actual_step.value,
        "verdict": found.verdict.value,
        "complete": found.complete,
        "changes": [change_to_json(change) for change in found.changes],
    }


def change_to_json(change: Change) -> dict[str, Any]:
    """One change as plain values; columns only where there are any."""
    columns = {"old_column": change.old, "new_column": change.new}
    return {
        "kind": change.kind.value,
        "breaking": change.breaking,
        "pointer": change.pointer,
        "old_line": change.old_line,
        "new_line": change.new_line,
        **{name: place.column for name, place in columns.items() if place is not None and place.column is not None},
        "message": str(change.message),
    }
