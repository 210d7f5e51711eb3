"""YAML to a tree with PyYAML: the careful reader, and the node graph that knows lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import yaml

from registry.core.openapi.limits import Limits, Unreadable, too_deep, too_many
from registry.core.openapi.pointers import Tree
from registry.core.text import text as _

_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader that leaves dates as the strings OpenAPI means."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
# Numbers as JSON writes them; PyYAML takes 1e5 for a word, upstream's reader and YAML 1.2 do not.
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+\Z"),
    list("-+.0123456789"),
)


def read_carefully(text: str, limits: Limits) -> Tree:
    """The tree of any document, with PyYAML, keys as strings. Raises Unreadable with the line at fault."""
    root = compose(text, limits)
    loader = _Loader("")
    try:
        tree = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error) from None
    except (ValueError, OverflowError, RecursionError, TypeError, AttributeError) as error:
        raise Unreadable(_("A value cannot be read: {problem}", problem=str(error).split(";")[0])) from None
    finally:
        loader.dispose()
    return _plain(tree)


def compose(text: str, limits: Limits) -> yaml.Node | None:
    """PyYAML's node graph of `text`, safe to expand within `limits`. Raises Unreadable."""
    try:
        _check_events(text, limits)
        root: yaml.Node | None = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        raise Unreadable(_("Not valid YAML: {problem}", problem=str(error.reason)), line) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(_("Not valid YAML: {problem}", problem=str(error).split("\n")[0])) from None
    if root is not None:
        _check_expansion(root, limits)
    return root


def children(node: yaml.Node) -> Iterator[yaml.Node]:
    """The nodes directly inside `node`: keys and values, or items."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _check_events(text: str, limits: Limits) -> None:
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > limits.depth:
                mark = event.start_mark
                raise too_deep(limits, mark.line + 1 if mark else None)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _check_expansion(root: yaml.Node, limits: Limits) -> None:
    """Count every node as often as aliases repeat it, in time linear in the text."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()
    stack = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            open_nodes.discard(id(node))
            sizes[id(node)] = 1 + sum(sizes[id(child)] for child in children(node))
            if sizes[id(node)] > limits.nodes:
                raise too_many(limits)
        elif id(node) in open_nodes:
            raise Unreadable(_("An alias refers to the value it is part of"), node.start_mark.line + 1)
        elif id(node) not in sizes:
            open_nodes.add(id(node))
            stack.append((node, True))
            stack.extend((child, False) for child in children(node) if id(child) not in sizes)


def _unreadable(error: yaml.MarkedYAMLError) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    line = None if mark is None else int(mark.line) + 1
    # PyYAML splits some of its sentences: “expected a single document …” “but found another document”
    begun = f"{error.context}, " if error.context and str(error.problem).startswith("but ") else ""
    return Unreadable(_("Not valid YAML: {problem}", problem=begun + (error.problem or error.context or "")), line)


def _plain(tree: Tree) -> Tree:
    """`tree` with string keys; raise Unreadable where a tag made a value that JSON does not know."""
    made: dict[int, Tree] = {}

    def plain(node: Tree) -> Tree:
        if isinstance(node, dict):
            if id(node) not in made:
                made[id(node)] = {key_text(key): plain(value) for key, value in node.items()}
            return made[id(node)]
        if isinstance(node, list):
            if id(node) not in made:
                made[id(node)] = [plain(item) for item in node]
            return made[id(node)]
        if node is None or isinstance(node, str | int | float):
            return None if isinstance(node, float) and not math.isfinite(node) else node
        raise Unreadable(_("A YAML tag makes a value of type {kind}, which OpenAPI does not know", kind=type(node).__name__))

    return plain(tree)


def key_text(key: object) -> str:
    """A mapping's key as JSON would write it: `200` and `true` are words like any other."""
    if key is None:
        return "null"
    if isinstance(key, bool):
        return str(key).lower()
    return "NaN" if isinstance(key, float) and math.isnan(key) else str(key)
