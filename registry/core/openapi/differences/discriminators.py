"""Differences of what tells the kinds of a thing apart: the field that names the kind, and the names.

A name stands in what is sent, so here the name of a schema is more than a word: where nothing else is said, it is the kind's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.written import schema_at
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import join, mapping, sequence
from registry.core.text import text as _

if TYPE_CHECKING:
    from registry.core.openapi.differences.shape import Shape, Shapes

K = ChangeKind
Heirs = Mapping[str, list[tuple[str, Schema]]]
"""(name, schema) of the named schemas that take one over with allOf, by the pointer of what they take over."""


class Named(NamedTuple):
    """One kind: its schema, and where its name is written."""

    schema: Schema
    pointer: str


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The field that names the kind, and the kinds by what stands in it."""

    field: str
    kinds: Mapping[str, Named]
    pointer: str


def discriminator_of(document: Document, schema: Schema, heirs: Heirs) -> Discriminator | None:
    """What tells the kinds of `schema` apart; None when nothing does."""
    written = schema.keywords.get("discriminator")
    field = written if isinstance(written, str) else mapping(written).get("propertyName")  # Swagger 2.0 names the field only
    if not isinstance(field, str):
        return None
    pointer = join(schema.pointer, "discriminator")
    named = {
        value: Named(_target(document, target), join(pointer, "mapping", value))
        for value, target in mapping(mapping(written).get("mapping")).items()
        if isinstance(target, str)
    }
    told = {one.schema.pointer for one in named.values()}
    unnamed = [*_alternatives(document, schema), *_heirs_of(schema.pointer, heirs)]
    by_themselves = {name: Named(one, one.pointer) for name, one in unnamed if one.pointer not in told}
    return Discriminator(field, by_themselves | named, pointer)


def heirs_in(document: Document) -> Heirs:
    """Who takes over whom."""
    holder = "/definitions" if document.is_swagger else "/components/schemas"
    components = document.raw if document.is_swagger else mapping(document.raw.get("components"))
    found: dict[str, list[tuple[str, Schema]]] = {}
    for name, raw in mapping(components.get(holder.rpartition("/")[2])).items():
        for part in sequence(mapping(raw).get("allOf")):
            if "$ref" in mapping(part):
                place = document.follow("", part)[0]
                found.setdefault(place, []).append((name, schema_at(document, join(holder, name), raw)))
    return found


def discriminator_changes(
    old: Shape, new: Shape, name: str, sent: bool, before: Shapes, after: Shapes, inside: Callable[[Schema, Schema, str], None]
) -> Iterator[Change]:
    """The differences of what clients send (`sent`) or read; kinds of one name are handed to `inside`."""
    was, is_now = old.discriminator, new.discriminator
    if was is None and is_now is not None:
        if sent and not _always_has(old, is_now.field, before):
            message = _("The field {field} tells the kind of {name} now: clients may leave it out", name=name, field=is_now.field)
            yield Change(K.DISCRIMINATOR_ADDED, True, message, old.pointer, is_now.pointer)
        else:
            message = _("The field {field} tells the kind of {name} now", name=name, field=is_now.field)
            yield Change(K.DISCRIMINATOR_ADDED, False, message, old.pointer, is_now.pointer)
    elif was is not None and is_now is None:
        if sent or _always_has(new, was.field, after):
            message = _("The field {field} no longer tells the kind of {name}", name=name, field=was.field)
            yield Change(K.DISCRIMINATOR_REMOVED, False, message, was.pointer, new.pointer)
        else:
            message = _("The field {field} no longer tells the kind of {name}: clients go by it", name=name, field=was.field)
            yield Change(K.DISCRIMINATOR_REMOVED, True, message, was.pointer, new.pointer)
    elif was is not None and is_now is not None:
        if was.field != is_now.field:
            said = {"name": name, "old": was.field, "new": is_now.field}
            message = _("The kind of {name} was told by the field {old} and is by {new}: clients go by the old one", **said)
            yield Change(K.DISCRIMINATOR_CHANGED, True, message, was.pointer, is_now.pointer)
        yield from _kinds(was, is_now, name, sent, inside)


def _kinds(
    was: Discriminator, is_now: Discriminator, name: str, sent: bool, inside: Callable[[Schema, Schema, str], None]
) -> Iterator[Change]:
    for value, kind in was.kinds.items():
        if value in is_now.kinds:
            inside(kind.schema, is_now.kinds[value].schema, name)
        else:
            yield Change(
                K.KIND_REMOVED, sent, _("“{kind}” is no longer a kind of {name}", kind=value, name=name), kind.pointer, None
            )
    for value, kind in is_now.kinds.items():
        if value not in was.kinds:
            yield Change(K.KIND_ADDED, not sent, _("“{kind}” is a new kind of {name}", kind=value, name=name), None, kind.pointer)


def _always_has(shape: Shape, field: str, shapes: Shapes) -> bool:
    if field in shape.required:
        return True
    return bool(shape.variants) and all(field in shapes.of(variant.schema).required for variant in shape.variants)


def _target(document: Document, target: str) -> Schema:
    """The schema that a mapping leads to, by a reference or by its name."""
    holder = "#/definitions/" if document.is_swagger else "#/components/schemas/"
    reference = target if "/" in target or "#" in target or "." in target else f"{holder}{target}"
    return schema_at(document, "", {"$ref": reference})


def _alternatives(document: Document, schema: Schema) -> Iterator[tuple[str, Schema]]:
    for keyword in ("oneOf", "anyOf"):
        for index, raw in enumerate(sequence(schema.keywords.get(keyword))):
            reference = mapping(raw).get("$ref")
            if isinstance(reference, str):
                yield reference.rpartition("/")[2], schema_at(document, join(schema.pointer, keyword, index), raw)


def _heirs_of(pointer: str, heirs: Heirs) -> Iterator[tuple[str, Schema]]:
    """The heirs and their heirs, each once."""
    waiting, seen = [pointer], {pointer}
    while waiting:
        for name, schema in heirs.get(waiting.pop(), ()):
            if schema.pointer not in seen:
                seen.add(schema.pointer)
                waiting.append(schema.pointer)
                yield name, schema
