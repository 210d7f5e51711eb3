"""The parts of a document that rules speak about, each with the pointer of the place where it is written."""

from __future__ import annotations

from typing import Literal, NamedTuple

from registry.core.openapi.pointers import Tree, mapping, sequence, string

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


class Path(NamedTuple):
    """One entry of `paths`; `raw` is the path item its `$ref` leads to, and `place` where that is written."""

    template: str
    pointer: str
    place: str
    raw: dict[str, Tree]

    @property
    def literal_segments(self) -> list[str]:
        """The segments a client writes as they stand."""
        return [segment for segment in self.template.split("/") if segment and "{" not in segment]


class Operation(NamedTuple):
    """One method of one path."""

    method: str
    path: Path
    pointer: str
    raw: dict[str, Tree]

    @property
    def label(self) -> str:
        """What people call it: `GET /pets`."""
        return f"{self.method.upper()} {self.path.template}"

    @property
    def succeeds_with(self) -> list[str]:
        """The 2xx statuses it documents."""
        return [status for status in mapping(self.raw.get("responses")) if status.startswith("2")]


class Parameter(NamedTuple):
    """One parameter where it is defined; `schema` is None when it has none (Swagger 2.0: the parameter itself)."""

    name: str
    location: str
    pointer: str
    raw: dict[str, Tree]
    schema: Schema | None


class Content(NamedTuple):
    """A body offered in one media type; `status` is empty for a request."""

    operation: Operation
    kind: Literal["request", "response"]
    status: str
    media_type: str
    pointer: str
    schema: Schema | None


class Response(NamedTuple):
    """One response of an operation, after following `$ref`."""

    status: str
    pointer: str
    raw: dict[str, Tree]


class Schema(NamedTuple):
    """A schema where it is written, after following `$ref`.

    `role` is the keyword under which its parent uses it, `name` the property it describes; both empty where there is none.
    `raw` is whatever stands there: a mapping, a boolean, or something that is no schema at all.
    """

    pointer: str
    raw: Tree
    role: str = ""
    name: str = ""

    @property
    def keywords(self) -> dict[str, Tree]:
        """Its keywords; none when it is no mapping."""
        return self.raw if isinstance(self.raw, dict) else {}

    @property
    def types(self) -> list[str]:
        """Its types, `null` left out: OpenAPI 3.1 allows several."""
        declared = self.keywords.get("type")
        if isinstance(declared, str):
            return [declared] if declared != "null" else []
        return [kind for kind in sequence(declared) if isinstance(kind, str) and kind != "null"]


class Server(NamedTuple):
    """One address the document gives for its API."""

    url: str
    pointer: str

    @property
    def is_published(self) -> bool:
        """Whether a client could call it: not relative, not a developer's own machine."""
        return self.url.lower().startswith(("http://", "https://", "ws://", "wss://")) and self.host not in _OWN_MACHINE

    @property
    def host(self) -> str:
        """The host without port, lower-case; empty for a relative address."""
        authority = self.url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
        return authority[: authority.find("]") + 1] if authority.startswith("[") else authority.partition(":")[0]


_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]", "host.docker.internal", ""})  # noqa: S104 -- not bound to


def name_of(raw: Tree) -> str:
    """The `name` of a parameter or tag, empty when it has none."""
    return string(mapping(raw).get("name"))
