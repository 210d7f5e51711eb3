"""Differences of headers: of answers, and of the parts of a body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.schemas import SchemaComparison, schema_or_any
from registry.core.openapi.parts import Parameter
from registry.core.text import text as _

K = ChangeKind
Headers = Mapping[str, Parameter]
"""By their names in lower case."""


def headers_read(old: Headers, new: Headers, label: str, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of headers that clients read in what is called `label`."""
    for name, before in old.items():
        after = new.get(name)
        promised = before.raw.get("required") is True
        if after is not None:
            if promised != (after.raw.get("required") is True):
                yield _promise(before, after, label, always=not promised)
            yield from schemas(schema_or_any(before), schema_or_any(after), before.name, sent=False)
        else:
            message = _("{operation} no longer has the header {name}", operation=label, name=before.name)
            yield Change(K.HEADER_REMOVED, promised, message, before.pointer, None)
    for name, after in new.items():
        if name not in old:
            message = _("{operation} has a new header, {name}", operation=label, name=after.name)
            yield Change(K.HEADER_ADDED, False, message, None, after.pointer)


def headers_sent(old: Headers, new: Headers, label: str, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of headers that clients send in what is called `label`."""
    for name, before in old.items():
        after = new.get(name)
        if after is None:
            message = _("{operation} no longer takes the header {name}", operation=label, name=before.name)
            yield Change(K.HEADER_REMOVED, True, message, before.pointer, None)
            continue
        was, is_now = before.raw.get("required") is True, after.raw.get("required") is True
        said = {"operation": label, "name": after.name}
        if is_now and not was:
            message = _("{operation} demands the header {name} now", **said)
            yield Change(K.HEADER_BECAME_REQUIRED, True, message, before.pointer, after.pointer)
        elif was and not is_now:
            message = _("{operation} may lack the header {name} now", **said)
            yield Change(K.HEADER_BECAME_OPTIONAL, False, message, before.pointer, after.pointer)
        yield from schemas(schema_or_any(before), schema_or_any(after), before.name, sent=True)
    for name, after in new.items():
        if name not in old and after.raw.get("required") is True:
            message = _("{operation} demands the header {name} now", operation=label, name=after.name)
            yield Change(K.REQUIRED_HEADER_ADDED, True, message, None, after.pointer)
        elif name not in old:
            message = _("{operation} has a new header, {name}", operation=label, name=after.name)
            yield Change(K.HEADER_ADDED, False, message, None, after.pointer)


def _promise(before: Parameter, after: Parameter, label: str, *, always: bool) -> Change:
    said = {"operation": label, "name": after.name}
    if always:
        message = _("{operation} always has the header {name} now", **said)
        return Change(K.HEADER_BECAME_REQUIRED, False, message, before.pointer, after.pointer)
    message = _("{operation} may lack the header {name} now: clients rely on it", **said)
    return Change(K.HEADER_BECAME_OPTIONAL, True, message, before.pointer, after.pointer)
