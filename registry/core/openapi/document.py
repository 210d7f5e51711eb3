"""An OpenAPI document as rules see it: its parts with `$ref` followed, and the line of any place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.core.openapi.lines import Lines, Position
from registry.core.openapi.parts import METHODS, Content, Operation, Parameter, Path, Response, Schema, Server, name_of
from registry.core.openapi.pointers import Tree, from_fragment, join, mapping, sequence, split, string, walk
from registry.core.openapi.reading import Limits, Source, Unreadable, read_source
from registry.core.openapi.schemas import every_schema
from registry.core.text import text as _

if TYPE_CHECKING:
    from registry.core.openapi.graph_lines import Duplicate

_HOPS = 50  # longest chain of `$ref` to `$ref` that is followed; a circle ends here


class NotADocument(Unreadable):
    """What was read is no OpenAPI document; it may be a part of one."""


def read(data: bytes, limits: Limits = Limits()) -> Document:  # noqa: B008 -- frozen
    """The document in `data`: YAML, JSON, or a zip archive with its files. Raises Unreadable when it cannot be judged at all."""
    if data.startswith(b"PK"):
        from registry.core.openapi.bundle import read_archive

        return read_archive(data, limits)
    return Document(read_root(data, limits), hashlib.sha256(data).hexdigest(), limits)


def read_root(data: bytes, limits: Limits) -> Source:
    """The text and tree of a document. Raises Unreadable."""
    source = read_source(data, limits)
    if not isinstance(source.tree, dict):
        raise NotADocument(_("The document is not a mapping, so it is not an OpenAPI document"), 1)
    if not {"openapi", "swagger", "paths", "webhooks"} & source.tree.keys():
        raise NotADocument(_("There is no “openapi” field, so it is not an OpenAPI document"), 1)
    return source


class Document:
    """One OpenAPI (3.x) or Swagger 2.0 document.

    Its parts tolerate any shape: what is not as OpenAPI says is left out here and told by the structure rule. References are
    followed within the document only; nothing is fetched.
    """

    def __init__(self, source: Source, sha256: str, limits: Limits) -> None:
        self.raw: dict[str, Tree] = source.tree
        self.survey = source.survey
        self.sha256 = sha256
        self._lines = Lines(source, limits)
        self._text = source.text
        self._resolved: dict[str, tuple[str, Tree]] = {}
        self.responses: dict[str, list[Response]] = {}  # by the operation's pointer, as far as anyone has asked

    @property
    def openapi_version(self) -> str:
        """What `openapi` or `swagger` says, such as `3.1.0`; empty when neither is there."""
        return str(self.raw.get("openapi") or self.raw.get("swagger") or "")

    @property
    def is_swagger(self) -> bool:
        """Whether this is Swagger 2.0, the forerunner of OpenAPI."""
        return "openapi" not in self.raw and "swagger" in self.raw

    @property
    def title(self) -> str:
        """`info.title` without surrounding blanks."""
        return string(mapping(self.raw.get("info")).get("title"))

    @property
    def version(self) -> str:
        """`info.version` as text, also when it was written as a number."""
        version = mapping(self.raw.get("info")).get("version")
        return string(version) or ("" if version is None or isinstance(version, str) else str(version))

    def line_of(self, pointer: str) -> int:
        """The line (from 1) on which the value at `pointer` is written, or what is around it."""
        return self.positions_of([pointer])[pointer].line

    def file_of(self, pointer: str) -> str:  # noqa: ARG002 -- documents of several files look at it
        """The name of the file in which the value at `pointer` is written; empty for a document of one file."""
        return ""

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(name, text) of every file, the document itself first; the name is empty when there is but one."""
        return [("", self._text)]

    def positions_of(self, pointers: Iterable[str]) -> dict[str, Position]:
        """Where the values at many pointers are written, at the price of one look."""
        return self._lines.of(pointers)

    @cached_property
    def duplicate_keys(self) -> list[Duplicate]:
        """Keys written twice in one mapping."""
        return self._lines.duplicates()

    def resolve(self, reference: str) -> tuple[str, Tree]:
        """(pointer, value) of a local reference (`#/…`). Raises LookupError when it leads nowhere or out of the document."""
        if reference not in self._resolved:
            if not reference.startswith("#"):
                raise LookupError(reference)
            pointer = from_fragment(reference)
            self._resolved[reference] = pointer, walk(self.raw, split(pointer))
        return self._resolved[reference]

    def has(self, pointer: str) -> bool:
        """Whether something stands at `pointer`; the whole document does at an empty one."""
        try:
            walk(self.raw, split(pointer))
        except LookupError:
            return False
        return True

    def follow(self, pointer: str, node: Tree) -> tuple[str, Tree]:
        """(pointer, value) where `node`'s chain of `$ref` ends; the value is None when the chain is broken, leaves or circles."""
        if not isinstance(node, dict) or "$ref" not in node:  # most nodes: for them there is nothing to prepare
            return pointer, node
        for _hop in range(_HOPS):
            if not isinstance(node, dict) or "$ref" not in node:
                return pointer, node
            reference = node["$ref"]
            if not isinstance(reference, str):
                return pointer, node
            try:
                pointer, node = self.resolve(reference)
            except LookupError:
                return pointer, None
        return pointer, None

    @cached_property
    def references(self) -> list[tuple[str, str]]:
        """(pointer of the mapping, `$ref`) of every reference in the document."""
        found: list[tuple[str, str]] = []
        stack: list[tuple[_Way, Tree]] = [(None, self.raw)]
        while stack:
            way, node = stack.pop()
            if type(node) is dict:
                if isinstance(node.get("$ref"), str):
                    found.append((_pointer(way), node["$ref"]))
                entries: Iterable[tuple[str | int, Tree]] = node.items()
            else:
                entries = enumerate(node)
            stack.extend([((way, key), child) for key, child in entries if type(child) is dict or type(child) is list])
        return found[::-1]

    @cached_property
    def outside_references(self) -> list[tuple[str, str]]:
        """References to other files or addresses, whose content cannot be judged."""
        return self._references_to({target for target in self.survey.targets if not target.startswith("#")})

    @cached_property
    def broken_references(self) -> list[tuple[str, str]]:
        """References within the document that lead nowhere."""
        local = {target for target in self.survey.targets if target.startswith("#")}
        return self._references_to({target for target in local if not self._leads(target)})

    def _references_to(self, targets: set[str]) -> list[tuple[str, str]]:
        return [(pointer, target) for pointer, target in self.references if target in targets] if targets else []

    def _leads(self, reference: str) -> bool:
        try:
            self.resolve(reference)
        except LookupError:
            return False
        return True

    @cached_property
    def paths(self) -> list[Path]:
        """The entries of `paths`, in order, extensions left out."""
        items = mapping(self.raw.get("paths")).items()
        return [self.path_item(name, join("/paths", name), item) for name, item in items if not name.startswith("x-")]

    def path_item(self, template: str, pointer: str, item: Tree) -> Path:
        """The path item at `pointer` with its `$ref` followed."""
        place, raw = self.follow(pointer, item)
        return Path(template, pointer, place, mapping(raw))

    @cached_property
    def operations(self) -> list[Operation]:
        """Every method of every path, in order."""
        return [operation for path in self.paths for operation in self.operations_of(path)]

    @staticmethod
    def operations_of(path: Path) -> list[Operation]:
        """The methods of one path item that OpenAPI has a field for, in order."""
        return [
            Operation(method.lower(), path, join(path.place, method), raw)
            for method, raw in path.raw.items()
            if method.lower() in METHODS and isinstance(raw, dict)
        ]

    def operations_ending(self, method: str, ending: str) -> list[Operation]:
        """The operations of one method on paths with that ending."""
        return [found for found in self.operations if found.method == method and found.path.template.endswith(ending)]

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Every use of a parameter, in order, at the place of its definition; one defined for a path counts once."""
        found: list[Parameter] = []
        for path in self.paths:
            found.extend(self._parameters_of(path.place, path.raw))
        for operation in self.operations:
            found.extend(self._parameters_of(operation.pointer, operation.raw))
        return found

    def parameters_of(self, operation: Operation) -> list[Parameter]:
        """The parameters of one operation, its path's included; its own stand before those of the path with the same name."""
        path = operation.path
        found = {(one.location, one.name): one for one in self._parameters_of(path.place, path.raw)}
        found.update({(one.location, one.name): one for one in self._parameters_of(operation.pointer, operation.raw)})
        return list(found.values())

    def swagger_body(self, operation: Operation) -> tuple[str, Tree] | None:
        """(pointer, parameter) of a Swagger 2.0 operation's body, which may be defined for its path; None when it takes none."""
        path = operation.path
        for place, holder in ((operation.pointer, operation.raw), (path.place, path.raw)):
            for index, item in enumerate(sequence(holder.get("parameters"))):
                pointer, raw = self.follow(join(place, "parameters", index), item)
                if mapping(raw).get("in") == "body":
                    return pointer, raw
        return None

    def _parameters_of(self, base: str, holder: dict[str, Tree]) -> Iterator[Parameter]:
        for index, item in enumerate(sequence(holder.get("parameters"))):
            pointer, raw = self.follow(join(base, "parameters", index), item)
            if isinstance(raw, dict) and raw.get("in") != "body":
                yield Parameter(name_of(raw), string(raw.get("in")), pointer, raw, self._parameter_schema(pointer, raw))

    def _parameter_schema(self, pointer: str, raw: dict[str, Tree]) -> Schema | None:
        if self.is_swagger:
            return Schema(pointer, raw)
        if "schema" in raw:
            return self.schema(join(pointer, "schema"), raw["schema"])
        for media_type, content in mapping(raw.get("content")).items():
            if "schema" in mapping(content):
                return self.schema(join(pointer, "content", media_type, "schema"), content["schema"])
        return None

    def schema(self, pointer: str, raw: Tree, role: str = "", name: str = "") -> Schema:
        """The schema at `pointer` with its `$ref` followed; siblings of a `$ref` are left to the structure rule."""
        if type(raw) is dict and "$ref" in raw:
            pointer, raw = self.follow(pointer, raw)
        return Schema(pointer, raw, role, name)

    @cached_property
    def contents(self) -> list[Content]:
        """Every body of every operation, request before responses, one entry for each media type."""
        from registry.core.openapi.bodies import bodies_of

        return [content for operation in self.operations for content in bodies_of(self, operation)]

    @cached_property
    def schemas(self) -> list[Schema]:
        """Every schema in the document once, those in use first, then the components nobody uses."""
        inputs = self.input_schemas
        roots = [content.schema for content in self.contents if content.schema]
        holder = "/definitions" if self.is_swagger else "/components/schemas"
        components = self.raw if self.is_swagger else mapping(self.raw.get("components"))
        named = mapping(components.get(holder.rpartition("/")[2]))
        roots += [self.schema(join(holder, name), raw) for name, raw in named.items()]
        return inputs + every_schema(self, roots, {schema.pointer for schema in inputs})

    @cached_property
    def input_schemas(self) -> list[Schema]:
        """Every schema a client's input must follow, once."""
        return every_schema(self, self.input_roots, set())

    @cached_property
    def input_roots(self) -> list[Schema]:
        """The schemas of parameters and request bodies, with repetitions."""
        parameters = [parameter.schema for parameter in self.parameters if parameter.schema]
        return parameters + [content.schema for content in self.contents if content.kind == "request" and content.schema]

    @cached_property
    def servers(self) -> list[Server]:
        """The addresses given for the whole document, each `{variable}` replaced by its default."""
        if not self.is_swagger:
            entries = sequence(self.raw.get("servers"))
            return [Server(_address(mapping(entry)), join("/servers", index)) for index, entry in enumerate(entries)]
        host = string(self.raw.get("host"))
        if not host:
            return []
        schemes = [scheme for scheme in sequence(self.raw.get("schemes")) if isinstance(scheme, str)] or ["https"]
        return [Server(f"{scheme}://{host}{string(self.raw.get('basePath'))}", "/host") for scheme in schemes]

    def demanded_of(self, operation: Operation) -> list[Tree]:
        """What credentials `operation` demands, its own or else the document's, as alternatives; an empty one lets anyone in."""
        return sequence(operation.raw.get("security", self.raw.get("security")))

    @property
    def security_schemes(self) -> dict[str, dict[str, Tree]]:
        """The named ways to authenticate, empty ones left out."""
        components = self.raw if self.is_swagger else mapping(self.raw.get("components"))
        holder = mapping(components.get("securityDefinitions" if self.is_swagger else "securitySchemes"))
        followed = {name: self.follow("", scheme)[1] for name, scheme in holder.items()}
        return {name: scheme for name, scheme in followed.items() if isinstance(scheme, dict) and scheme}


_VARIABLE = re.compile(r"\{([^{}]*)\}")


def _address(server: dict[str, Tree]) -> str:
    variables = mapping(server.get("variables"))
    return _VARIABLE.sub(lambda found: str(mapping(variables.get(found[1])).get("default", found[0])), string(server.get("url")))


_Way = tuple[Any, str | int] | None  # a place as (place of what holds it, token): spelt out only for the few that are told


def _pointer(way: _Way) -> str:
    tokens: list[str | int] = []
    while way:
        way, token = way
        tokens.append(token)
    return join("", *reversed(tokens))
