"""JSON pointers (RFC 6901) and careful looks into trees whose shape nobody has promised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

Tree = Any  # what a YAML or JSON reader gives: dict with str keys, list, str, int, float, bool, None


def join(pointer: str, *tokens: str | int) -> str:
    """`pointer` with each token escaped and added."""
    for token in tokens:
        word = token if type(token) is str else str(token)
        if "~" in word or "/" in word:
            word = word.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{word}"
    return pointer


def split(pointer: str) -> list[str]:
    """The unescaped tokens of `pointer`; the root has none."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def step(node: Tree, token: str) -> Tree:
    """The child of `node` that `token` names. Raises LookupError when there is none."""
    if isinstance(node, dict):
        return node[token]
    if isinstance(node, list) and token.isdecimal() and len(token) < 10:
        return node[int(token)]
    raise LookupError(token)


def walk(root: Tree, tokens: Iterable[str]) -> Tree:
    """The node `tokens` lead to. Raises LookupError when the way ends before them."""
    for token in tokens:
        root = step(root, token)
    return root


def from_fragment(reference: str) -> str:
    """The pointer in a local reference such as `#/components/schemas/Pet`. Raises LookupError when it holds none."""
    fragment = unquote(reference.removeprefix("#"))
    if fragment and not fragment.startswith("/"):
        raise LookupError(reference)
    return fragment


def covers(prefix: str, pointer: str) -> bool:
    """Whether `pointer` names the place `prefix` or something inside it."""
    return pointer == prefix or pointer.startswith(prefix.rstrip("/") + "/") or not prefix


def mapping(node: Tree) -> dict[str, Tree]:
    """`node` when it is a mapping, otherwise an empty one."""
    return node if isinstance(node, dict) else {}


def sequence(node: Tree) -> list[Tree]:
    """`node` when it is a list, otherwise an empty one."""
    return node if isinstance(node, list) else []


def string(node: Tree) -> str:
    """`node` without surrounding blanks when it is a string, otherwise an empty one."""
    return node.strip() if isinstance(node, str) else ""
