"""The values a document shows: examples, defaults and constants of parameters and schemas, each with its pointer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.openapi.pointers import Tree, join, mapping


class Shown(NamedTuple):
    """A parameter or field: its name (empty when it has none), its schema, and (pointer, value) of what it shows."""

    name: str
    schema: Schema
    samples: tuple[tuple[str, Tree], ...]

    @property
    def format(self) -> str:
        """The schema's `format`, empty when it has none."""
        form = self.schema.keywords.get("format")
        return form if isinstance(form, str) else ""


def shown_values(document: Document) -> Iterator[Shown]:
    """Every parameter and every schema, each place once."""
    seen = set()
    for parameter in document.parameters:
        schema = parameter.schema
        if schema and parameter.pointer not in seen:
            seen |= {parameter.pointer, schema.pointer}
            own = [] if schema.pointer == parameter.pointer else list(_samples(parameter.pointer, parameter.raw))
            yield Shown(parameter.name, schema, (*own, *_samples(schema.pointer, schema.keywords)))
    for schema in document.schemas:
        if schema.pointer not in seen:
            yield Shown(schema.name, schema, tuple(_samples(schema.pointer, schema.keywords)))


def _samples(pointer: str, raw: dict[str, Tree]) -> Iterator[tuple[str, Tree]]:
    for keyword in ("example", "default", "const"):
        if raw.get(keyword) not in (None, ""):
            yield join(pointer, keyword), raw[keyword]
    several = raw.get("examples")
    if isinstance(several, list):
        yield from ((join(pointer, "examples", index), sample) for index, sample in enumerate(several) if sample is not None)
    for name, entry in mapping(several).items():
        if mapping(entry).get("value") is not None:
            yield join(pointer, "examples", name, "value"), entry["value"]
