"""What changed between two documents of an API, which changes break a client, and which step of the version that demands.

What counts as a change, and why, stands in registry/docs/differences.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from registry.core.openapi.differences.calls import MOST_CALLS, Call, Key, calls_of
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.links import Links, link_changes
from registry.core.openapi.differences.operations import call_changes, error_changes
from registry.core.openapi.differences.received import received_changes, received_error_changes
from registry.core.openapi.differences.schemas import SchemaComparison
from registry.core.openapi.differences.steps import Step, StepVerdict, step_between, verdict_on
from registry.core.openapi.document import Document
from registry.core.text import text as _

__all__ = ["Change", "ChangeKind", "Differences", "Step", "StepVerdict", "differences"]


@dataclass(frozen=True, slots=True)
class Differences:
    """The changes from one document to another, breaking ones first, in the order of the documents."""

    old_version: str
    new_version: str
    changes: tuple[Change, ...]
    complete: bool = True
    """Whether all parts were compared: those in other files are not, nor more schemas than anybody publishes."""

    @property
    def breaking(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.breaking)

    @property
    def additive(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.breaking)

    @property
    def required_step(self) -> Step:
        """The step these changes demand: major, minor or none."""
        if self.breaking:
            return Step.MAJOR
        return Step.MINOR if self.changes else Step.NONE

    @property
    def actual_step(self) -> Step:
        return step_between(self.old_version, self.new_version)

    @property
    def verdict(self) -> StepVerdict:
        """Unknown also when what was not compared might demand a greater step."""
        if not self.complete and self.required_step is not Step.MAJOR:
            return StepVerdict.UNKNOWN
        return verdict_on(self.required_step, self.actual_step)


def differences(old: Document, new: Document) -> Differences:
    """What changed from `old` to `new`, whichever versions of OpenAPI they are written in. Never raises for what they contain."""
    schemas = SchemaComparison(old, new)
    before, after = calls_of(old), calls_of(new)
    changes = list(dict.fromkeys(_changes(before, after, Links(old, before), Links(new, after), schemas)))
    places_before = old.positions_of({change.old_pointer for change in changes if change.old_pointer is not None})
    places_after = new.positions_of({change.new_pointer for change in changes if change.new_pointer is not None})
    placed = [
        replace(change, old=places_before.get(change.old_pointer or ""), new=places_after.get(change.new_pointer or ""))
        for change in changes
    ]
    placed.sort(key=_order)
    outside = old.outside_references or new.outside_references
    complete = not (outside or schemas.exhausted or max(len(before), len(after)) >= MOST_CALLS)
    return Differences(old.version, new.version, tuple(placed), complete)


def _order(change: Change) -> tuple[bool, int, int]:
    """Breaking ones first, then as they stand in the new document, or stood in the old one."""
    place = change.new or change.old
    return (not change.breaking, place.line, place.column or 0) if place is not None else (not change.breaking, 0, 0)


def _changes(
    before: Mapping[Key, Call], after: Mapping[Key, Call], links_before: Links, links_after: Links, schemas: SchemaComparison
) -> Iterator[Change]:
    for key, call in before.items():
        if key in after:
            compare = received_changes if call.received else call_changes
            yield from compare(call, after[key], schemas)
        elif call.within is None or call.within in after:  # a callback goes with its operation, of which that is told
            yield _removed(call)
    for key, call in before.items():
        if key in after:
            compare = received_error_changes if call.received else error_changes
            yield from compare(call, after[key], schemas)
            if not call.received:
                yield from link_changes(call, after[key], links_before, links_after)
    for key, call in after.items():
        if key not in before and (call.within is None or call.within in before):
            yield _added(call)


def _removed(call: Call) -> Change:
    if call.received:
        message = _("{operation} is no longer sent: clients wait for it", operation=call.label)
        return Change(ChangeKind.WEBHOOK_REMOVED, True, message, call.operation.pointer, None)
    message = _("{operation} was removed", operation=call.label)
    return Change(ChangeKind.OPERATION_REMOVED, True, message, call.operation.pointer, None)


def _added(call: Call) -> Change:
    if call.received:
        message = _("{operation} may be sent now", operation=call.label)
        return Change(ChangeKind.WEBHOOK_ADDED, False, message, None, call.operation.pointer)
    message = _("{operation} was added", operation=call.label)
    return Change(ChangeKind.OPERATION_ADDED, False, message, None, call.operation.pointer)
