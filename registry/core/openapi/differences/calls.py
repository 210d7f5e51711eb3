"""What an operation asks of its callers and gives them, wherever the versions of OpenAPI write it.

Besides the operations of the paths these are the webhooks and callbacks, where the provider calls and the client answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from registry.core.openapi.bodies import bodies_of, responses_of
from registry.core.openapi.differences.credentials import Credentials, demanded_of
from registry.core.openapi.differences.written import content_as_written, parameter_as_written, schema_at
from registry.core.openapi.document import Document
from registry.core.openapi.parts import METHODS, Content, Operation, Parameter, Path, Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence

_NAME = re.compile(r"\{[^{}]*\}")
MOST_CALLS = 10_000  # the largest published documents have a tenth of it; callbacks of callbacks could have any number
_FORM = "formData"  # Swagger 2.0 writes the fields of a form as parameters


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: its bodies by media type, its headers by lower-case name, its links with their pointers by name."""

    pointer: str
    contents: dict[str, Content]
    headers: dict[str, Parameter]
    links: dict[str, tuple[str, dict[str, Tree]]]


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of one document. Parameters are known by location and name, those of the path by their place in it.

    `label` is what people call it. `received` tells that the provider calls and clients answer; `within` is the operation a
    callback belongs to.
    """

    document: Document
    operation: Operation
    label: str
    received: bool
    within: Key | None
    parameters: dict[tuple[str, str], Parameter]
    requests: dict[str, Content]
    body_pointer: str | None
    body_required: bool
    answers: dict[str, Answer]
    demanded: frozenset[Credentials]


Key = tuple[str, ...]
"""Where an operation stands: method and path, the names of path parameters left out; further words for webhooks and callbacks."""


def calls_of(document: Document) -> dict[Key, Call]:
    """The operations, webhooks and callbacks, those within callbacks too, by where they stand; MOST_CALLS or more are not all."""
    found: dict[Key, Call] = {}
    for path in document.paths:
        for operation in _operations(document, path):
            found[operation.method, _NAME.sub("{}", path.template)] = _call(document, operation, operation.label)
    for name, item in mapping(document.raw.get("webhooks")).items():
        for operation in _operations(document, document.path_item(name, join("/webhooks", name), item)):
            label = f"{operation.method.upper()} webhook {name}"
            found["webhook", name, operation.method] = _call(document, operation, label, received=True)
    waiting = list(found)
    while waiting and len(found) < MOST_CALLS:
        key = waiting.pop()
        inside = dict(_callbacks(key, found[key]))
        found |= inside
        waiting += [one for one in inside if not _is_inside_itself(one, found)]
    return found


def _is_inside_itself(key: Key, found: Mapping[Key, Call]) -> bool:
    """Whether a callback leads, through callbacks of callbacks, to itself again: circles are followed once round."""
    call = found[key]
    above = call.within
    while above is not None:
        if found[above].operation.pointer == call.operation.pointer:
            return True
        above = found[above].within
    return False


def _operations(document: Document, path: Path) -> Iterator[Operation]:
    """Those of a path item, the methods of its own invention (OpenAPI 3.2) included."""
    yield from document.operations_of(path)
    for method, raw in mapping(path.raw.get("additionalOperations")).items():
        if isinstance(raw, dict):
            known = method.lower() if method.lower() in METHODS else method
            yield Operation(known, path, join(path.place, "additionalOperations", method), raw)


def _callbacks(key: Key, call: Call) -> Iterator[tuple[Key, Call]]:
    for name, written in mapping(call.operation.raw.get("callbacks")).items():
        place, callback = call.document.follow(join(call.operation.pointer, "callbacks", name), written)
        for address, item in mapping(callback).items():
            for operation in _operations(call.document, call.document.path_item(address, join(place, address), item)):
                label = f"{call.label}: {operation.method.upper()} callback {name}"
                made = _call(call.document, operation, label, received=not call.received, within=key)
                yield (*key, "callback", name, address, operation.method), made


def _call(document: Document, operation: Operation, label: str, *, received: bool = False, within: Key | None = None) -> Call:
    parameters = [parameter_as_written(document, one) for one in document.parameters_of(operation)]
    contents = [content_as_written(document, one) for one in bodies_of(document, operation)]
    requests = {media_type_of(content.media_type): content for content in contents if content.kind == "request"}
    body, required = _body(document, operation)
    form = [parameter for parameter in parameters if document.is_swagger and parameter.location == _FORM]
    if form:
        body, required = form[0].pointer, any(field.raw.get("required") is True for field in form)
        requests = _form(document, operation, form)
    return Call(
        document,
        operation,
        label,
        received,
        within,
        {_key(operation, parameter): parameter for parameter in parameters if parameter not in form},
        requests,
        body,
        required,
        {
            status.upper(): _answer(document, status, pointer, raw, contents)
            for status, pointer, raw in responses_of(document, operation)
        },
        # what the whole document demands is demanded of those who call the provider
        demanded_of(document, operation, everywhere=not received),
    )


def _answer(document: Document, status: str, pointer: str, raw: dict[str, Tree], contents: list[Content]) -> Answer:
    bodies = {media_type_of(one.media_type): one for one in contents if one.kind == "response" and one.status == status}
    followed = {
        name: document.follow(join(pointer, "links", name), written) for name, written in mapping(raw.get("links")).items()
    }
    links = {name: (place, link) for name, (place, link) in followed.items() if isinstance(link, dict)}
    return Answer(pointer, bodies, headers_at(document, join(pointer, "headers"), raw.get("headers")), links)


def headers_at(document: Document, pointer: str, written: Tree) -> dict[str, Parameter]:
    """The headers that `written` lists, by lower-case name."""
    headers = {}
    for name, raw in mapping(written).items():
        place, header = document.follow(join(pointer, name), raw)
        if isinstance(header, dict):
            if document.is_swagger:
                schema = Schema(place, header)
            else:
                schema = schema_at(document, join(place, "schema"), header.get("schema", {}))
            headers[name.lower()] = Parameter(name, "header", place, header, schema)
    return headers


def _key(operation: Operation, parameter: Parameter) -> tuple[str, str]:
    if parameter.location == "path":
        return "path", places_in(operation).get(parameter.name, parameter.name)
    return parameter.location, parameter.name.lower() if parameter.location == "header" else parameter.name


def places_in(operation: Operation) -> dict[str, str]:
    """The parameters in the path of an operation: name -> place among them."""
    return {found[1:-1]: str(place) for place, found in enumerate(_NAME.findall(operation.path.template))}


def _body(document: Document, operation: Operation) -> tuple[str | None, bool]:
    if document.is_swagger:
        found = document.swagger_body(operation)
        return (found[0], mapping(found[1]).get("required") is True) if found is not None else (None, False)
    if "requestBody" not in operation.raw:
        return None, False
    pointer, raw = document.follow(join(operation.pointer, "requestBody"), operation.raw["requestBody"])
    return pointer, mapping(raw).get("required") is True


def _form(document: Document, operation: Operation, fields: list[Parameter]) -> dict[str, Content]:
    """The body that OpenAPI 3 makes of a form: an object whose properties lead to where the fields are written."""
    raw = {
        "type": "object",
        "properties": {field.name: {"$ref": f"#{quote(field.pointer)}"} for field in fields},
        "required": [field.name for field in fields if field.raw.get("required") is True],
    }
    consumed = sequence(operation.raw.get("consumes", document.raw.get("consumes")))
    offered = [media_type_of(one) for one in consumed if isinstance(one, str) and "form" in one]
    if not offered:
        with_file = any(field.raw.get("type") == "file" for field in fields)
        offered = ["multipart/form-data" if with_file else "application/x-www-form-urlencoded"]
    schema = Schema(join(operation.pointer, "parameters"), raw)
    content = Content(operation, "request", "", offered[0], schema.pointer, schema)
    return {media_type: content._replace(media_type=media_type) for media_type in offered}


def media_type_of(written: str) -> str:
    """A media type without parameters, in lower case."""
    return written.partition(";")[0].strip().lower()
