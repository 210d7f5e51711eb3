"""Differences of one webhook or callback: the provider calls, and clients read what it sends and send the answer.

Everything turns round: what the call holds is read by clients and may be narrowed, what the answer holds is sent by them and may
be widened. Clients cannot choose what they are called with, so that one more media type or way to show credentials is one they
may not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from registry.core.openapi.differences.calls import Answer, Call
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.encodings import encoding_changes
from registry.core.openapi.differences.headers import headers_sent
from registry.core.openapi.differences.operations import counterpart, is_error, status_now
from registry.core.openapi.differences.parameters import is_told, written
from registry.core.openapi.differences.schemas import SchemaComparison, schema_or_any
from registry.core.openapi.parts import Parameter
from registry.core.text import text as _

K = ChangeKind


def received_changes(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of one call that clients receive, what they answer to a failure excepted."""
    yield from _parameters(old, new, schemas)
    yield from _body(old, new)
    yield from _contents(old, new, schemas)
    yield from encoding_changes(old, new, schemas, sent=False)
    yield from _statuses(old, new)
    yield from _answers(old, new, schemas, errors=False)
    yield from _security(old, new)


def received_error_changes(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of what clients answer when they fail."""
    for change in _answers(old, new, schemas, errors=True):
        yield replace(change, in_errors=True)


def _parameters(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    for key, before in old.parameters.items():
        after = new.parameters.get(key)
        said = {"location": before.location, "name": before.name, "operation": new.label}
        promised = before.raw.get("required") is True
        if after is not None:
            yield from _kept(before, after, old, new)
            name = f"{new.label} “{after.name}”"
            yield from schemas(schema_or_any(before), schema_or_any(after), name, sent=False, nulls=False)
            if not promised and after.raw.get("required") is not True:
                yield from schemas.defaults(schema_or_any(before), schema_or_any(after), name, sent=False)
        elif is_told(before) and promised:
            message = _("{operation} no longer holds the {location} parameter “{name}”, which was always there", **said)
            yield Change(K.PARAMETER_REMOVED, True, message, before.pointer, None)
        elif is_told(before):
            message = _("{operation} no longer holds the {location} parameter “{name}”; it was not always there", **said)
            yield Change(K.PARAMETER_REMOVED, False, message, before.pointer, None)
    for key, after in new.parameters.items():
        if key not in old.parameters and is_told(after):
            said = {"location": after.location, "name": after.name, "operation": new.label}
            message = _("{operation} holds a new {location} parameter, “{name}”", **said)
            yield Change(K.PARAMETER_ADDED, False, message, None, after.pointer)


def _kept(before: Parameter, after: Parameter, old: Call, new: Call) -> Iterator[Change]:
    said = {"location": after.location, "name": after.name, "operation": new.label}
    places = (before.pointer, after.pointer)
    was, is_now = before.raw.get("required") is True, after.raw.get("required") is True
    if is_now and not was and is_told(after):
        message = _("The {location} parameter “{name}” of {operation} is always there now", **said)
        yield Change(K.PARAMETER_BECAME_REQUIRED, False, message, *places)
    elif was and not is_now and is_told(after):
        message = _("The {location} parameter “{name}” of {operation} may be missing now: clients rely on it", **said)
        yield Change(K.PARAMETER_BECAME_OPTIONAL, True, message, *places)
    if written(before, old) != written(after, new):
        message = _("The {location} parameter “{name}” of {operation} is written in another style", **said)
        yield Change(K.PARAMETER_WRITTEN_OTHERWISE, True, message, *places)


def _body(old: Call, new: Call) -> Iterator[Change]:
    said = {"operation": new.label}
    before, after = old.body_pointer, new.body_pointer
    if before is not None and after is None:
        yield Change(K.BODY_REMOVED, True, _("{operation} no longer holds a body: clients read it", **said), before, None)
    elif before is None and after is not None:
        yield Change(K.BODY_ADDED, False, _("{operation} holds a body now", **said), None, after)
    elif new.body_required and not old.body_required:
        yield Change(K.BODY_BECAME_REQUIRED, False, _("{operation} always holds a body now", **said), before, after)
    elif old.body_required and not new.body_required:
        message = _("{operation} may come without a body now: clients rely on it", **said)
        yield Change(K.BODY_BECAME_OPTIONAL, True, message, before, after)


def _contents(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    for media_type, before in old.requests.items():
        now = counterpart(media_type, new.requests, sent=False)
        if now is not None:
            yield from schemas(schema_or_any(before), schema_or_any(new.requests[now]), new.label, sent=False)
        elif new.requests:  # otherwise the body is gone, which has been told
            message = _("{operation} no longer comes as {media_type}", operation=new.label, media_type=media_type)
            yield Change(K.MEDIA_TYPE_REMOVED, False, message, before.pointer, None)
    for media_type, after in new.requests.items():
        if old.requests and counterpart(media_type, old.requests, sent=True) is None:
            message = _(
                "{operation} may now come as {media_type}: clients do not know it", operation=new.label, media_type=media_type
            )
            yield Change(K.MEDIA_TYPE_ADDED, True, message, None, after.pointer)


def _statuses(old: Call, new: Call) -> Iterator[Change]:
    met = {status_now(status, new) for status in old.answers}
    for status, before in old.answers.items():
        if status_now(status, new) is None:
            said = {"operation": new.label, "status": status}
            if is_error(status):
                message = _("{operation} no longer documents {status}", **said)
            else:
                message = _("{operation} no longer takes {status} for an answer: clients give it", **said)
            yield Change(K.STATUS_REMOVED, not is_error(status), message, before.pointer, None)
    for status, after in new.answers.items():
        if status not in old.answers and status not in met:
            message = _("{operation} documents {status} now", operation=new.label, status=status)
            yield Change(K.STATUS_ADDED, False, message, None, after.pointer)


def _answers(old: Call, new: Call, schemas: SchemaComparison, *, errors: bool) -> Iterator[Change]:
    for status, before in old.answers.items():
        now = status_now(status, new)
        if now is not None and is_error(status) is errors:
            label, after = f"{new.label} {status}", new.answers[now]
            yield from _answered(before, after, label, schemas)
            yield from headers_sent(before.headers, after.headers, label, schemas)


def _answered(old: Answer, new: Answer, label: str, schemas: SchemaComparison) -> Iterator[Change]:
    met = set()
    for media_type, before in old.contents.items():
        now = counterpart(media_type, new.contents, sent=True)
        if now is None:
            message = _("{operation} can no longer be {media_type}: clients send it", operation=label, media_type=media_type)
            yield Change(K.MEDIA_TYPE_REMOVED, True, message, before.pointer, None)
        else:
            met.add(now)
            yield from schemas(schema_or_any(before), schema_or_any(new.contents[now]), label, sent=True)
    for media_type, after in new.contents.items():
        if media_type not in old.contents and media_type not in met:
            said = {"operation": label, "media_type": media_type}
            if old.contents:
                message = _("{operation} can be {media_type} now", **said)
            else:
                message = _("{operation} may demand {media_type} now: clients send no body", **said)
            yield Change(K.MEDIA_TYPE_ADDED, not old.contents, message, None, after.pointer)


def _security(old: Call, new: Call) -> Iterator[Change]:
    if old.demanded == new.demanded:
        return
    places = (old.operation.pointer, new.operation.pointer)
    if any(not any(before <= after for before in old.demanded) for after in new.demanded):
        message = _("{operation} may show other credentials than before", operation=new.label)
        yield Change(K.SECURITY_DEMANDED, True, message, *places)
    else:
        message = _("{operation} shows credentials that were accepted before", operation=new.label)
        yield Change(K.SECURITY_EASED, False, message, *places)
