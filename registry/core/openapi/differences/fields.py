"""Differences between the fields of two objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.shape import Shape
from registry.core.openapi.parts import Schema
from registry.core.text import text as _

K = ChangeKind


def field_changes(
    old: Shape, new: Shape, name: str, sent: bool, inside: Callable[[Schema, Schema, str], None]
) -> Iterator[Change]:
    """The differences of what clients send (`sent`) or read; what is in both objects is handed to `inside`."""
    before, after = taking_part(old, sent), taking_part(new, sent)
    for field, schema in before.items():
        called = f"{name}.{field}"
        if field not in after:
            yield removed(called, schema, sent=sent, must_read=field in old.required)
            continue
        was, is_now = field in old.required, field in new.required
        if was != is_now:
            yield _demand(called, schema, after[field], sent=sent, required=is_now)
        inside(schema, after[field], called)
    for field, schema in after.items():
        if field not in before:
            yield added(f"{name}.{field}", schema, demanded=sent and field in new.required)
    yield from _dependent(old, new, name, sent=sent)
    if sent and old.open and new.open is False:
        message = _("{name} no longer takes fields beyond those listed", name=name)
        yield Change(K.FIELD_REMOVED, True, message, old.pointer, new.pointer)


def taking_part(shape: Shape, sent: bool) -> dict[str, Schema]:
    """The properties that have a part in this direction, those known by a pattern of their names among them."""
    excluded = "readOnly" if sent else "writeOnly"
    known = {**{f"/{pattern}/": schema for pattern, schema in shape.patterned.items()}, **shape.properties}
    return {name: schema for name, schema in known.items() if schema.keywords.get(excluded) is not True}


def removed(called: str, before: Schema, *, sent: bool, must_read: bool) -> Change:
    """A field that is gone; `must_read` when it was always there."""
    if sent:
        message = _("{name} was removed: clients send it", name=called)
    elif must_read:
        message = _("{name} was removed: clients read it, and it was always there", name=called)
    else:
        message = _("{name} was removed; it was not always there", name=called)
    return Change(K.FIELD_REMOVED, sent or must_read, message, before.pointer, None)


def added(called: str, after: Schema, *, demanded: bool) -> Change:
    """A field that came; `demanded` when clients must send it."""
    if demanded:
        message = _("{name} was added and is required: clients do not send it", name=called)
        return Change(K.REQUIRED_FIELD_ADDED, True, message, None, after.pointer)
    return Change(K.FIELD_ADDED, False, _("{name} was added", name=called), None, after.pointer)


def _dependent(old: Shape, new: Shape, name: str, *, sent: bool) -> Iterator[Change]:
    """What `dependentRequired` demands; of a field that is always demanded it says nothing."""
    for field, other in sorted(new.dependent - old.dependent):
        if other not in old.required and other not in new.required:
            said = {"name": f"{name}.{other}", "field": field}
            if sent:
                message = _("{name} must be there now when {field} is: clients may leave it out", **said)
            else:
                message = _("{name} is always there now when {field} is", **said)
            yield Change(K.FIELD_BECAME_REQUIRED, sent, message, old.pointer, new.pointer)
    for field, other in sorted(old.dependent - new.dependent):
        if other not in old.required and other not in new.required:
            said = {"name": f"{name}.{other}", "field": field}
            if sent:
                message = _("{name} may be left out now when {field} is there", **said)
            else:
                message = _("{name} may be missing now when {field} is there: clients rely on it", **said)
            yield Change(K.FIELD_BECAME_OPTIONAL, not sent, message, old.pointer, new.pointer)


def _demand(called: str, before: Schema, after: Schema, *, sent: bool, required: bool) -> Change:
    if required and sent:
        message = _("{name} became required: clients may leave it out", name=called)
    elif required:
        message = _("{name} is always there now", name=called)
    elif sent:
        message = _("{name} may be left out now", name=called)
    else:
        message = _("{name} may be missing now: clients rely on it", name=called)
    kind = K.FIELD_BECAME_REQUIRED if required else K.FIELD_BECAME_OPTIONAL
    return Change(kind, required == sent, message, before.pointer, after.pointer)
