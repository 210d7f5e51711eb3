"""Differences of how the parts of a form are written: as which media types, in which style, with which headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.core.openapi.differences.calls import Call, headers_at, media_type_of
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.headers import Headers, headers_read, headers_sent
from registry.core.openapi.differences.schemas import SchemaComparison, schema_or_any
from registry.core.openapi.differences.shape import Shape, Shapes
from registry.core.openapi.differences.written import is_3_1_or_later, media_type_at
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content
from registry.core.openapi.pointers import Tree, join, mapping
from registry.core.text import text as _

_FORM = "application/x-www-form-urlencoded"
_STYLED = ("style", "explode", "allowReserved")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one field is written: `types` are the media types it may have, or `style` how a form spells it.

    `said` tells whether the document says anything of it.
    """

    pointer: str
    types: frozenset[str]
    style: tuple[Tree, ...]
    headers: Headers
    said: bool


def encoding_changes(old: Call, new: Call, schemas: SchemaComparison, *, sent: bool) -> Iterator[Change]:
    """The differences of the forms that clients send (`sent`) or are called with."""
    for media_type, before in old.requests.items():
        after = new.requests.get(media_type)
        has_parts = media_type == _FORM or media_type.startswith("multipart/")
        if not has_parts or after is None or not (before.pointer and after.pointer):
            continue  # the forms of Swagger 2.0 are parameters
        one, other = schemas.old.of(schema_or_any(before)), schemas.new.of(schema_or_any(after))
        for field in sorted(one.properties.keys() & other.properties.keys()):
            was = _encoding(old.document, before, field, one, schemas.old)
            is_now = _encoding(new.document, after, field, other, schemas.new)
            if was.said or is_now.said:
                yield from _changes(was, is_now, f"{new.label}.{field}", schemas, sent=sent)


def _changes(was: Encoding, is_now: Encoding, name: str, schemas: SchemaComparison, *, sent: bool) -> Iterator[Change]:
    places = was.pointer, is_now.pointer
    if was.style != is_now.style:
        message = _("{name} is written in the form in another style", name=name)
        yield Change(ChangeKind.ENCODING_CHANGED, True, message, *places)
    elif was.types != is_now.types:
        served, asked = (is_now.types, was.types) if sent else (was.types, is_now.types)
        breaking = not all(_is_among(one, served) for one in asked)
        said = {"name": name, "old": ", ".join(sorted(was.types)), "new": ", ".join(sorted(is_now.types))}
        yield Change(ChangeKind.ENCODING_CHANGED, breaking, _("{name} was written as {old} and is as {new}", **said), *places)
    compare = headers_sent if sent else headers_read
    yield from compare(was.headers, is_now.headers, name, schemas)


def _encoding(document: Document, content: Content, field: str, shape: Shape, shapes: Shapes) -> Encoding:
    written = mapping(mapping(media_type_at(document, content).get("encoding")).get(field))
    said = [name for name in ("contentType", "headers", *_STYLED) if name in written]
    schema = shape.properties[field]
    pointer = join(content.pointer, "encoding", field) if said else schema.pointer
    styled = any(name in _STYLED for name in said)
    is_form = media_type_of(content.media_type) == _FORM
    value = shapes.of(schema)
    style: tuple[Tree, ...] = ()
    types = frozenset[str]()
    if (is_form and (styled or "contentType" not in said)) or (styled and is_3_1_or_later(document)):
        style = _style(written, value)
    else:
        types = _stated(written) or _usual(value, shapes)
    headers = headers_at(document, join(pointer, "headers"), written.get("headers"))
    headers.pop("content-type", None)  # told by the types
    return Encoding(pointer, types, style, headers, bool(said))


def _style(written: dict[str, Tree], value: Shape) -> tuple[Tree, ...]:
    """What can be seen in the form: style and explode only where a value has parts."""
    reserved = written.get("allowReserved") is True
    if not {"array", "object"} & value.types:
        return (reserved,)
    style = written.get("style", "form")
    return style, style != "deepObject" and written.get("explode", style == "form") is True, reserved


def _stated(written: dict[str, Tree]) -> frozenset[str]:
    stated = written.get("contentType")
    return frozenset(media_type_of(one) for one in stated.split(",")) if isinstance(stated, str) else frozenset()


def _usual(value: Shape, shapes: Shapes) -> frozenset[str]:
    """What a part is when nothing is said of it (OpenAPI's Encoding Object)."""
    if "array" in value.types and value.items is not None:
        value = shapes.of(value.items)
    found = set()
    for kind in value.types - {"null"}:
        if kind == "string" and (value.format == "binary" or "contentEncoding" in value.schema.keywords):
            found.add("application/octet-stream")
        else:
            found.add("application/json" if kind in ("object", "array") else "text/plain")
    return frozenset(found or {"*/*"})


def _is_among(media_type: str, offered: frozenset[str]) -> bool:
    return bool({media_type, f"{media_type.partition('/')[0]}/*", "*/*"} & offered)
