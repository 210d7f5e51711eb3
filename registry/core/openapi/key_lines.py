"""Lines of block-style YAML, found by counting: the n-th key of the tree stands on the n-th line that begins with a key.

Lines that begin with what looks like a key are counted in one go. Every real key is among them, so when there are as many as
keys in the tree, they are the tree's keys in order, and no key can have been written twice (the tree would then hold fewer).
Where the numbers differ, because a text over several lines holds what looks like a key, or where a mapping is written in
flow style, the answer is left to more careful readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from registry.core.openapi.pointers import Tree, split
from registry.core.openapi.reading import Source

# A value in flow style that may hold keys is a group; else a long key's mark, or a key in quotes, or a plain one without blanks.
_OPENS = r"(\{(?![ ]*+\})|\[(?![^\[\]{}:#\"'\n]*+\]))"
# Most lines with a key; what follows finds these too, in twice the time.
_USUAL = r"[ ]*+(?:- )?[A-Za-z0-9_$]++:(?=\n|[ ][A-Za-z\"'/0-9])"
_KEY_LINE = re.compile(
    rf"\n(?:{_USUAL}|"
    r"[ ]*+(?:[-:][ \t]++)*+(?:[&!]\S*+[ ]++)*+"
    rf"(?:{_OPENS}|\?[ ]|(?:\"(?:[^\"\\\n]++|\\.)*+\"|'(?:[^'\n]++|'')*+'|[^\s\"'#\[{{?]\S*?|\?\S+?)[ ]*+:"
    rf"(?:[ \t]++(?:[&!]\S*+[ ]++)*+{_OPENS}?|(?=[\r\n])))[^\n]*+)"
)
# A value after a colon where no mark of a long key stands before it: its key is empty, which the tree calls null.
_EMPTY_KEY = re.compile(r"\n(?![ ]*+(?:-[ ]++)*+\?)[^\n]*+\n[ ]*+(?:-[ \t]++)*+:(?=[ \r\n])")
_BREAKS = ("\x85", "\u2028", "\u2029")  # YAML 1.1 counts them as line ends
_SEVERAL = ("\n---", "\n...", "\n%")  # documents, their ends and directives


def starts_of_keys(source: Source) -> list[int] | None:
    """Where the lines of the keys begin, in order; None when counting does not tell."""
    text, found = source.text, source.survey
    if any(sign in text for sign in _BREAKS) or any(mark in text for mark in _SEVERAL) or text.count("\r") != text.count("\r\n"):
        return None
    if "<<" in found.names or any(" " in name for name in found.names):
        return None  # what a merge brings, or a key that this does not recognise
    if "null" in found.names and _EMPTY_KEY.search(f"\n\n{text}"):
        return None
    starts = []
    for match in _KEY_LINE.finditer(f"\n{text}\n"):
        if match.lastindex:
            return None
        starts.append(match.start())
    return starts if len(starts) == found.sizes[id(source.tree)] else None


def lines_by_counting(source: Source, sizes: dict[int, int], starts: list[int], pointers: Iterable[str]) -> dict[str, int]:
    """The line of each pointer that names a key, an item that begins with one, or nothing; others are left out."""
    search = _Search(source.tree, sizes, starts)
    places = {pointer: search.place_of(split(pointer)) for pointer in pointers}
    lines: dict[int, int] = {}
    line, seen = 1, 0
    for place in sorted({place for place in places.values() if place is not None}):
        line += source.text.count("\n", seen, place)
        lines[place], seen = line, place
    return {pointer: lines[place] for pointer, place in places.items() if place is not None}


class _Search:
    """Finds how many keys stand before a value."""

    def __init__(self, tree: Tree, sizes: dict[int, int], starts: list[int]) -> None:
        self._tree = tree
        self._sizes = sizes
        self._starts = starts
        self._entries: dict[int, dict[str, tuple[int, Tree]]] = {}

    def place_of(self, tokens: list[str]) -> int | None:
        """Where the line begins on which the value that `tokens` lead to is written; that of what is around it, if nothing."""
        node, before = self._tree, 0  # keys that come before the node's content
        known: int | None = 0
        for token in tokens:
            entry = self._inside(node, before).get(token) if type(node) is dict or type(node) is list else None
            if entry is None:
                break
            is_key = type(node) is dict
            number, node = entry
            before = number + is_key
            known = number if is_key or _begins_with_key(node) else None
        return None if known is None else self._starts[known]

    def _inside(self, node: Tree, before: int) -> dict[str, tuple[int, Tree]]:
        """(number of keys before it, value) of each child of `node`, whose content comes after `before` keys."""
        found = self._entries.get(id(node))
        if found is None:
            found = self._entries[id(node)] = {}
            is_mapping = type(node) is dict
            for token, child in node.items() if is_mapping else enumerate(node):
                found[str(token)] = (before, child)
                before += is_mapping + self._sizes.get(id(child), 0)
        return found


def _begins_with_key(node: Tree) -> bool:
    while type(node) is list and node:
        node = node[0]
    return type(node) is dict and bool(node)
