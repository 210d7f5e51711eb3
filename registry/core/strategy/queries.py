"""Query parameters, and those of them that ask for a page of a list."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Operation, Parameter, Schema
from registry.core.openapi.pointers import Tree, join, mapping


def query_parameters(document: Document) -> list[Parameter]:
    """Every query parameter with a name, each place once."""
    return list({one.pointer: one for one in document.parameters if one.location == "query" and one.name}.values())


def paging_of(document: Document, operation: Operation) -> Iterator[tuple[str, Schema | None]]:
    """(name, schema) of what a client may write into the query; of an object its fields, as it is sent spread out."""
    for parameter in document.parameters_of(operation):
        if parameter.location == "query":
            yield from _spread(document, parameter)


def paging_values(document: Document, name: str) -> list[tuple[str, dict[str, Tree]]]:
    """(pointer, keywords) of the schema of every query parameter called `name`, each place once."""
    found = {
        schema.pointer: schema.keywords
        for operation in document.operations
        for called, schema in paging_of(document, operation)
        if called == name and schema is not None
    }
    return list(found.items())


def _spread(document: Document, parameter: Parameter) -> Iterator[tuple[str, Schema | None]]:
    schema = parameter.schema
    fields = mapping(schema.keywords.get("properties")) if schema and not document.is_swagger else {}
    if schema is None or not fields:
        yield parameter.name, schema
        return
    for name, raw in fields.items():
        yield name, document.schema(join(schema.pointer, "properties", name), raw)
