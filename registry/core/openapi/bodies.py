"""The bodies of an operation, which OpenAPI 3 and Swagger 2.0 write in different places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.core.openapi.parts import Content, Operation, Response
from registry.core.openapi.pointers import Tree, join, mapping, sequence

if TYPE_CHECKING:
    from registry.core.openapi.document import Document


def bodies_of(document: Document, operation: Operation) -> Iterator[Content]:
    """Every body of `operation` in every media type it is offered in."""
    if document.is_swagger:
        yield from _swagger_bodies(document, operation)
        return
    if "requestBody" in operation.raw:
        pointer, raw = document.follow(join(operation.pointer, "requestBody"), operation.raw["requestBody"])
        yield from _media_types(document, operation, "", pointer, raw)
    for status, pointer, raw in responses_of(document, operation):
        yield from _media_types(document, operation, status, pointer, raw)


def responses_of(document: Document, operation: Operation) -> list[Response]:
    """Each response that is a mapping."""
    found = document.responses.get(operation.pointer)
    if found is None:
        found = document.responses[operation.pointer] = list(_responses(document, operation))
    return found


def _responses(document: Document, operation: Operation) -> Iterator[Response]:
    for status, raw in mapping(operation.raw.get("responses")).items():
        pointer, response = document.follow(join(operation.pointer, "responses", status), raw)
        if isinstance(response, dict) and not status.startswith("x-"):
            yield Response(status, pointer, response)


def _media_types(document: Document, operation: Operation, status: str, pointer: str, raw: Tree) -> Iterator[Content]:
    for media_type, entry in mapping(mapping(raw).get("content")).items():
        place = join(pointer, "content", media_type)
        place, content = document.follow(place, entry)
        schema = document.schema(join(place, "schema"), content["schema"]) if "schema" in mapping(content) else None
        yield Content(operation, "response" if status else "request", status, media_type, place, schema)


def _swagger_bodies(document: Document, operation: Operation) -> Iterator[Content]:
    found = document.swagger_body(operation)
    if found is not None:
        pointer, raw = found
        for media_type in _offered(document, operation, "consumes"):
            schema = document.schema(join(pointer, "schema"), raw["schema"]) if "schema" in raw else None
            yield Content(operation, "request", "", media_type, pointer, schema)
    for status, pointer, response in responses_of(document, operation):
        if "schema" in response:
            for media_type in _offered(document, operation, "produces"):
                schema = document.schema(join(pointer, "schema"), response["schema"])
                yield Content(operation, "response", status, media_type, pointer, schema)


def _offered(document: Document, operation: Operation, field: str) -> list[str]:
    offered = sequence(operation.raw.get(field, document.raw.get(field)))
    return [media_type for media_type in offered if isinstance(media_type, str)] or ["application/json"]
