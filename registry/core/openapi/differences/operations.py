"""Differences between two documents' operations: what can be called, with what, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.core.openapi.bodies import bodies_of, responses_of
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.schemas import SchemaComparison
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content, Operation, Parameter
from registry.core.openapi.pointers import Tree, join, mapping
from registry.core.text import text as _

K = ChangeKind
_NAME = re.compile(r"\{[^{}]*\}")
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_BY_DEFAULT = ("accept", "content-type", "authorization")  # headers that a parameter cannot define


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of one document, with what compares it."""

    document: Document
    operation: Operation
    parameters: dict[tuple[str, str], Parameter]
    requests: dict[str, Content]
    body_pointer: str | None
    body_required: bool
    responses: dict[str, tuple[str, dict[str, Content]]]
    demanded: frozenset[frozenset[str]]


def calls_of(document: Document) -> dict[tuple[str, str], Call]:
    """The operations by method and path, the names of path parameters left out."""
    return {
        (operation.method, _NAME.sub("{}", operation.path.template.rstrip("/") or "/")): _call(document, operation)
        for operation in document.operations
    }


def _call(document: Document, operation: Operation) -> Call:
    contents = list(bodies_of(document, operation))
    body, required = _body(document, operation)
    return Call(
        document,
        operation,
        {_key(operation, parameter): parameter for parameter in document.parameters_of(operation)},
        {_media_type(content.media_type): content for content in contents if content.kind == "request"},
        body,
        required,
        {
            status: (pointer, {_media_type(one.media_type): one for one in contents if one.status == status})
            for status, pointer, _response in responses_of(document, operation)
        },
        frozenset(frozenset(mapping(one)) for one in document.demanded_of(operation)) or frozenset({frozenset()}),
    )


def _key(operation: Operation, parameter: Parameter) -> tuple[str, str]:
    """What tells a parameter from others: a path parameter is its place in the path, a header has no capitals."""
    if parameter.location == "path":
        names = [found[1:-1] for found in _NAME.findall(operation.path.template)]
        return "path", str(names.index(parameter.name)) if parameter.name in names else parameter.name
    return parameter.location, parameter.name.lower() if parameter.location == "header" else parameter.name


def _body(document: Document, operation: Operation) -> tuple[str | None, bool]:
    if document.is_swagger:
        found = document.swagger_body(operation)
        return (found[0], mapping(found[1]).get("required") is True) if found is not None else (None, False)
    if "requestBody" not in operation.raw:
        return None, False
    pointer, raw = document.follow(join(operation.pointer, "requestBody"), operation.raw["requestBody"])
    return pointer, mapping(raw).get("required") is True


def _media_type(written: str) -> str:
    return written.partition(";")[0].strip().lower()


def call_changes(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    """The differences of one operation that is in both documents."""
    yield from _parameters(old, new, schemas)
    yield from _requests(old, new, schemas)
    yield from _responses(old, new, schemas)
    yield from _security(old, new)


def _parameters(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    label = new.operation.label
    for key, before in old.parameters.items():
        after = new.parameters.get(key)
        said = {"location": before.location, "name": before.name, "operation": label}
        if after is None:
            if before.name.lower() not in _BY_DEFAULT:
                message = _("{operation} no longer takes the {location} parameter “{name}”", **said)
                yield Change(K.PARAMETER_REMOVED, True, message, before.pointer, None)
            continue
        was, is_now = before.raw.get("required") is True, after.raw.get("required") is True
        places = (before.pointer, after.pointer)
        if is_now and not was:
            message = _("The {location} parameter “{name}” of {operation} became required", **said)
            yield Change(K.PARAMETER_BECAME_REQUIRED, True, message, *places)
        elif was and not is_now:
            message = _("The {location} parameter “{name}” of {operation} may be left out now", **said)
            yield Change(K.PARAMETER_BECAME_OPTIONAL, False, message, *places)
        if _written(before) != _written(after):
            message = _("The {location} parameter “{name}” of {operation} is written in another style", **said)
            yield Change(K.PARAMETER_WRITTEN_OTHERWISE, True, message, *places)
        yield from schemas(before.schema, after.schema, before.name, sent=True)
    for key, after in new.parameters.items():
        if key not in old.parameters and after.name.lower() not in _BY_DEFAULT:
            yield _added(after, label)


def _added(parameter: Parameter, label: str) -> Change:
    said = {"location": parameter.location, "name": parameter.name, "operation": label}
    if parameter.raw.get("required") is True or parameter.location == "path":
        message = _("{operation} demands a new {location} parameter, “{name}”", **said)
        return Change(K.REQUIRED_PARAMETER_ADDED, True, message, None, parameter.pointer)
    message = _("{operation} takes a new {location} parameter, “{name}”", **said)
    return Change(K.PARAMETER_ADDED, False, message, None, parameter.pointer)


def _written(parameter: Parameter) -> tuple[Tree, Tree]:
    """How the values stand in the address: style and explode, or Swagger's collectionFormat."""
    style = parameter.raw.get("style", _STYLES.get(parameter.location))
    collection = parameter.raw.get("collectionFormat")
    if collection is not None:
        return ("form", True) if collection == "multi" else ("form", False) if collection == "csv" else (collection, None)
    return style, parameter.raw.get("explode", style == "form")


def _requests(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    said = {"operation": new.operation.label}
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
        yield from _contents(old.requests, new.requests, new.operation.label, schemas, sent=True)


def _responses(old: Call, new: Call, schemas: SchemaComparison) -> Iterator[Change]:
    label = new.operation.label
    for status, (pointer, contents) in old.responses.items():
        said = {"operation": label, "status": status}
        if status in new.responses:
            yield from _contents(contents, new.responses[status][1], f"{label} {status}", schemas, sent=False)
        elif not status.startswith(("4", "5")) and status != "default":
            yield Change(K.STATUS_REMOVED, True, _("{operation} no longer answers {status}", **said), pointer, None)
        else:
            yield Change(K.STATUS_REMOVED, False, _("{operation} no longer documents {status}", **said), pointer, None)
    for status, (pointer, _contents_of) in new.responses.items():
        if status not in old.responses:
            message = _("{operation} documents {status} now", operation=label, status=status)
            yield Change(K.STATUS_ADDED, False, message, None, pointer)


def _contents(
    old: dict[str, Content], new: dict[str, Content], label: str, schemas: SchemaComparison, *, sent: bool
) -> Iterator[Change]:
    for media_type, before in old.items():
        after = new.get(media_type)
        if after is None:
            message = _("{operation} no longer offers {media_type}", operation=label, media_type=media_type)
            yield Change(K.MEDIA_TYPE_REMOVED, True, message, before.pointer, None)
        else:
            yield from schemas(before.schema, after.schema, label, sent=sent)
    for media_type, after in new.items():
        if media_type not in old:
            message = _("{operation} offers {media_type} now", operation=label, media_type=media_type)
            yield Change(K.MEDIA_TYPE_ADDED, False, message, None, after.pointer)


def _security(old: Call, new: Call) -> Iterator[Change]:
    if old.demanded == new.demanded:
        return
    said = {"operation": new.operation.label}
    places = (old.operation.pointer, new.operation.pointer)
    if any(not any(after <= before for after in new.demanded) for before in old.demanded):
        message = _("{operation} demands other credentials than before", **said)
        yield Change(K.SECURITY_DEMANDED, True, message, *places)
    else:
        yield Change(K.SECURITY_EASED, False, _("{operation} accepts more credentials than before", **said), *places)
