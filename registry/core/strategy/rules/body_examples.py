"""Every request and every answer can be shown by example, whole."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content, Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence, split, walk
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _

_TELLING = ("example", "examples", "default", "const", "enum")
_SHOWN = 5  # names a message repeats


@rule("body-examples", mend=_("Give the body an example, or each of its fields one"))
def body_examples(document: Document, _context: Context) -> Iterator[Fault]:
    """One example is understood faster than a page of schema, and mocks and tests are made from it.

    Looks at JSON bodies. An example may stand at the body, at its schema, or be put together from those of the fields; blank
    examples are none.

    Bad:

        paths:
          /pets:
            get:
              responses:
                "200":
                  description: Pets
                  content:
                    application/json: {schema: {type: object, properties: {name: {type: string}}}, examples: {}}

    Good:

        paths:
          /pets:
            get:
              responses:
                "200":
                  description: Pets
                  content:
                    application/json: {schema: {type: object, properties: {name: {type: string, example: Rex}}}}
    """
    bodies = [content for content in document.contents if _is_json(content.media_type)]
    if not bodies:
        raise NotCheckable(_("No operation has a JSON body"))
    for owner, (label, fields) in _lacking(document, bodies).items():
        name = _component(owner) or label
        shown = ", ".join(fields[:_SHOWN]) + (", …" if len(fields) > _SHOWN else "")
        if any(fields):
            yield Fault(owner, _("“{name}” gives no example of {fields}", name=name, fields=shown))
        else:
            yield Fault(owner, _("“{name}” gives no example", name=name))


def _lacking(document: Document, bodies: list[Content]) -> dict[str, tuple[str, list[str]]]:
    """What to mend: pointer of a schema or body -> (the operation that led there, its fields without example, "" for itself)."""
    found: dict[str, tuple[str, list[str]]] = {}
    seen: set[str] = set()
    for content in bodies:
        if _has_example(document, content):
            continue
        leaves = (
            [leaf.pointer for leaf in _unexemplified(document, content.schema, seen)] if content.schema else [content.pointer]
        )
        for pointer in leaves:
            owner, field = _written_in(pointer)
            found.setdefault(owner, (content.operation.label, []))[1].append(field)
    return found


def _is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower().endswith(("/json", "+json"))


def _has_example(document: Document, content: Content) -> bool:
    raw = mapping(walk(document.raw, split(content.pointer)))
    if document.is_swagger:
        return bool(mapping(raw.get("examples")).get(content.media_type))
    named = [document.follow("", entry)[1] for entry in mapping(raw.get("examples")).values()]
    values = [mapping(entry).get(key) for entry in named for key in ("value", "externalValue", "dataValue", "serializedValue")]
    return any(not _is_blank(value) for value in (raw.get("example"), *values))


def _unexemplified(document: Document, root: Schema, seen: set[str]) -> Iterator[Schema]:
    """The innermost schemas below `root` that neither have an example nor stand in a schema that has one."""
    stack = [root]
    while stack:
        schema = stack.pop()
        if schema.pointer in seen or schema.raw is None:
            continue
        seen.add(schema.pointer)
        if any(not _is_blank(schema.keywords.get(keyword)) for keyword in _TELLING) or "boolean" in schema.types:
            continue
        parts = list(_parts(document, schema))
        stack.extend(parts[::-1])
        if not parts and schema.keywords.get("type") != "null":
            yield schema


def _parts(document: Document, schema: Schema) -> Iterator[Schema]:
    """The schemas an example is put together from; of alternatives the first."""
    keywords = schema.keywords
    for name, raw in mapping(keywords.get("properties")).items():
        yield document.schema(join(schema.pointer, "properties", name), raw)
    for keyword in ("items", "additionalProperties"):
        if isinstance(keywords.get(keyword), dict):
            yield document.schema(join(schema.pointer, keyword), keywords[keyword])
    for keyword in ("allOf", "prefixItems", "oneOf", "anyOf"):
        several = sequence(keywords.get(keyword))
        for index, raw in enumerate(several[:1] if keyword in ("oneOf", "anyOf") else several):
            yield document.schema(join(schema.pointer, keyword, index), raw)


def _written_in(pointer: str) -> tuple[str, str]:
    """(pointer of the object, name of the field) of a schema; the schema itself and no name when it is no field."""
    owner, properties, field = pointer.rpartition("/properties/")
    return (owner, split("/" + field)[0]) if properties else (pointer, "")


def _component(pointer: str) -> str:
    """The name of the component that `pointer` lies in."""
    tokens = split(pointer)
    if tokens[:2] == ["components", "schemas"] and len(tokens) > 2:
        return tokens[2]
    return tokens[1] if tokens[:1] == ["definitions"] and len(tokens) > 1 else ""


def _is_blank(value: Tree) -> bool:
    return not value.strip() if isinstance(value, str) else value is None or value in ({}, [])
