"""Differences of one operation that is in both documents: what can be sent, what comes back, who is let in.

Operations that the provider calls, webhooks and callbacks, are compared in `received`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from registry.core.openapi.differences.calls import Call
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.encodings import encoding_changes
from registry.core.openapi.differences.headers import headers_read
from registry.core.openapi.differences.parameters import parameter_changes
from registry.core.openapi.differences.schemas import SchemaComparison, schema_or_any
from registry.core.openapi.parts import Content
from registry.core.text import text as _

K = ChangeKind


def call_changes(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of one operation, what error answers hold excepted."""
    yield from parameter_changes(old, new, schemas)
    yield from _requests(old, new, schemas)
    yield from _statuses(old, new)
    yield from _answers(old, new, schemas, errors=False)
    yield from _security(old, new)


def error_changes(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of what one operation's error answers hold; asked for when all else has been compared, so that a schema
    that stands in both is told where it weighs more."""
    for change in _answers(old, new, schemas, errors=True):
        yield replace(change, in_errors=True)


def _requests(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    said = {"operation": new.label}
    before, after = old.body_pointer, new.body_pointer
    if before is not None and after is None:
        yield Change(K.BODY_REMOVED, True, _("{operation} no longer takes a body", **said), before, None)
    elif before is None and after is not None:
        message = _("{operation} demands a body now", **said) if new.body_required else _("{operation} takes a body now", **said)
        yield Change(K.BODY_ADDED, new.body_required, message, None, after)
    elif before is not None:
        if new.body_required and not old.body_required:
            yield Change(K.BODY_BECAME_REQUIRED, True, _("The body of {operation} became required", **said), before, after)
        elif old.body_required and not new.body_required:
            yield Change(K.BODY_BECAME_OPTIONAL, False, _("The body of {operation} may be left out now", **said), before, after)
        yield from _contents(old.requests, new.requests, new.label, schemas, sent=True)
        yield from encoding_changes(old, new, schemas, sent=True)


def _statuses(old: Call, new: Call) -> Iterator[Change]:
    label = new.label
    met = {status_now(status, new) for status in old.answers}
    for status, before in old.answers.items():
        if status_now(status, new) is not None:
            continue
        if is_error(status):
            message = _("{operation} no longer documents {status}", operation=label, status=status)
            yield Change(K.STATUS_REMOVED, False, message, before.pointer, None)
        else:
            message = _("{operation} no longer answers {status}", operation=label, status=status)
            yield Change(K.STATUS_REMOVED, True, message, before.pointer, None)
    for status, after in new.answers.items():
        if status not in old.answers and status not in met:
            message = _("{operation} documents {status} now", operation=label, status=status)
            yield Change(K.STATUS_ADDED, False, message, None, after.pointer)


def _answers(old: Call, new: Call, schemas: SchemaComparison, *, errors: bool) -> Iterator[Change]:
    for status, before in old.answers.items():
        now = status_now(status, new)
        if now is not None and is_error(status) is errors:
            label, after = f"{new.label} {status}", new.answers[now]
            yield from _contents(before.contents, after.contents, label, schemas, sent=False)
            yield from headers_read(before.headers, after.headers, label, schemas)


def is_error(status: str) -> bool:
    """Whether an answer tells of a failure; what holds for all other statuses mostly does."""
    return status.startswith(("4", "5")) or status == "DEFAULT"


def status_now(status: str, call: Call) -> str | None:
    """The status under which `call` documents that one: itself, its range, or what holds for all others."""
    return next((one for one in (status, f"{status[:1]}XX", "DEFAULT") if one in call.answers), None)


def _contents(
    old: dict[str, Content], new: dict[str, Content], label: str, schemas: SchemaComparison, *, sent: bool
) -> Iterator[Change]:
    met = set()
    for media_type, before in old.items():
        now = counterpart(media_type, new, sent)
        if now is None:
            message = _("{operation} no longer offers {media_type}", operation=label, media_type=media_type)
            yield Change(K.MEDIA_TYPE_REMOVED, True, message, before.pointer, None)
        else:
            met.add(now)
            yield from schemas(schema_or_any(before), schema_or_any(new[now]), label, sent=sent)
    for media_type, after in new.items():
        if media_type not in old and media_type not in met:
            message = _("{operation} offers {media_type} now", operation=label, media_type=media_type)
            yield Change(K.MEDIA_TYPE_ADDED, False, message, None, after.pointer)


def counterpart(media_type: str, offered: dict[str, Content], sent: bool) -> str | None:
    """The media type that serves those who use `media_type`: the same, a range it is in, or, of answers, one in its range."""
    for candidate in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if candidate in offered:
            return candidate
    if not sent and media_type.endswith("/*"):
        return next((one for one in offered if media_type == "*/*" or one.startswith(media_type[:-1])), None)
    return None


def _security(old: Call, new: Call) -> Iterator[Change]:
    if old.demanded == new.demanded:
        return
    said = {"operation": new.label}
    places = (old.operation.pointer, new.operation.pointer)
    if any(not any(after <= before for after in new.demanded) for before in old.demanded):
        message = _("{operation} demands other credentials than before", **said)
        yield Change(K.SECURITY_DEMANDED, True, message, *places)
    else:
        yield Change(K.SECURITY_EASED, False, _("{operation} accepts more credentials than before", **said), *places)
