"""What one walk over a whole document tells, for the rules that look at everything: most then need not walk again."""

from __future__ import annotations

from typing import NamedTuple

from registry.core.openapi.limits import Limits, too_deep, too_many
from registry.core.openapi.pointers import Tree

_HUGE = 10**20  # longer numbers are neither ids nor dates; spelling out endless ones costs time


class Survey(NamedTuple):
    """Everything of one kind that stands in a document, wherever it stands.

    `sizes` tells for each mapping and list, by its `id()`, how many keys stand in it, however deep. `names` are the keys, each
    once, with the names parameters carry inside. `targets` are the `$ref`s, each once. `texts` holds every value that is text or
    a whole number, one after the other, separated by NUL, which no text of a document holds.
    """

    sizes: dict[int, int]
    names: frozenset[str]
    targets: frozenset[str]
    texts: str


def survey(tree: Tree, limits: Limits) -> Survey:  # noqa: C901 -- one walk, because a call for each value would take longer
    """Look at every value of `tree` once. Raises Unreadable when it nests deeper or, with what aliases repeat, holds more values
    than `limits` allow."""
    deepest, most = limits.depth, limits.nodes
    sizes: dict[int, int] = {id(tree): 0}
    names: set[str] = set()
    targets: set[str] = set()
    texts: list[str] = []
    values_seen = 0

    def look(node: Tree, depth: int) -> int:
        nonlocal values_seen
        values_seen += len(node)
        if depth > deepest:
            raise too_deep(limits)
        if values_seen > most:
            raise too_many(limits)
        keys = 0
        values = node
        if type(node) is dict:
            keys = len(node)
            values = node.values()
            names.update(node)
            if "$ref" in node and isinstance(node["$ref"], str):
                targets.add(node["$ref"])
            if "in" in node and isinstance(node.get("name"), str):
                names.add(node["name"])
        for value in values:
            kind = type(value)
            if kind is str:
                texts.append(value)
            elif kind is dict or kind is list:
                keys += look(value, depth + 1)
            elif kind is int and abs(value) < _HUGE:
                texts.append(str(value))
        sizes[id(node)] = keys
        return keys

    if type(tree) is dict or type(tree) is list:
        look(tree, 1)
    return Survey(sizes, frozenset(names), frozenset(targets), "\0".join(texts))
