"""A schema as it is written: from OpenAPI 3.1 on, what stands beside a `$ref` holds as well as what the `$ref` leads to."""

from __future__ import annotations

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Content, Parameter, Schema
from registry.core.openapi.pointers import Tree, join, mapping, sequence, split, walk

WORDS = frozenset({"title", "description", "summary", "example", "examples", "deprecated", "externalDocs", "xml", "$comment"})
"""Keywords for people, which say nothing of what is sent and read."""

_HOPS = 50  # longest chain of references that is followed; a circle ends here


def schema_at(document: Document, pointer: str, raw: Tree) -> Schema:
    """The schema at `pointer`, its references followed; one that says more beside its `$ref` takes over what that leads to."""
    if not is_3_1_or_later(document):
        return document.schema(pointer, raw)
    for _hop in range(_HOPS):
        reference = mapping(raw).get("$ref")
        if not isinstance(reference, str):
            return Schema(pointer, raw)
        beside = {name: value for name, value in raw.items() if name != "$ref" and name not in WORDS and name[:2] != "x-"}
        if beside:  # the reference comes last, so that the others keep their places
            return Schema(pointer, {**beside, "allOf": [*sequence(beside.get("allOf")), {"$ref": reference}]})
        try:
            pointer, raw = document.resolve(reference)
        except LookupError:
            break
    return Schema(pointer, None)


def is_3_1_or_later(document: Document) -> bool:
    """Whether a schema is as JSON Schema has it, where keywords may stand beside a `$ref`."""
    return not document.is_swagger and not document.openapi_version.startswith("3.0")


def content_as_written(document: Document, content: Content) -> Content:
    """The body with its schema as it is written."""
    if content.schema is None or not is_3_1_or_later(document):
        return content
    return content._replace(
        schema=schema_at(document, join(content.pointer, "schema"), media_type_at(document, content)["schema"])
    )


def media_type_at(document: Document, content: Content) -> dict[str, Tree]:
    """What is written of the media type of a body."""
    return mapping(walk(document.raw, split(content.pointer)))


def parameter_as_written(document: Document, parameter: Parameter) -> Parameter:
    """The parameter with its schema as it is written."""
    if "schema" not in parameter.raw or not is_3_1_or_later(document):
        return parameter
    return parameter._replace(schema=schema_at(document, join(parameter.pointer, "schema"), parameter.raw["schema"]))
