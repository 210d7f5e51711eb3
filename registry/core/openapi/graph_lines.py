"""Lines and repeated keys in PyYAML's node graph: the slow way, which knows every document that PyYAML reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from registry.core.openapi.pointers import join
from registry.core.openapi.yaml_reading import key_text


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key written twice in one mapping: the later place counts, the earlier is lost."""

    pointer: str
    key: str
    line: int


def mark_in(node: yaml.Node, tokens: Iterable[str]) -> yaml.Mark:
    """Where what `tokens` lead to begins, or the nearest thing around it."""
    mark = node.start_mark
    for token in tokens:
        found = _entry(node, token)
        if found is None:
            break
        place, node = found
        mark = place.start_mark
    return mark


def _entry(node: yaml.Node, token: str) -> tuple[yaml.Node, yaml.Node] | None:
    """(where it is written, what it holds) of the child `token`; the last of equal keys, then what `<<` brings."""
    if isinstance(node, yaml.SequenceNode):
        inside = token.isdecimal() and len(token) < 10 and int(token) < len(node.value)
        return (node.value[int(token)],) * 2 if inside else None
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in reversed(node.value):
        if _key(key) == token:
            return key, value
    for key, value in node.value:
        if key.value == "<<":
            for merged in [value] if isinstance(value, yaml.MappingNode) else value.value:
                found = _entry(merged, token)
                if found:
                    return found
    return None


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        return ""
    if node.tag == "tag:yaml.org,2002:str":
        return str(node.value)
    loader = yaml.CSafeLoader("")
    try:
        return key_text(loader.construct_object(node))
    except (yaml.YAMLError, ValueError):
        return str(node.value)
    finally:
        loader.dispose()


def repeated(root: yaml.Node) -> Iterator[Duplicate]:
    """Every key that is written twice in one mapping, in no order."""
    stack, seen = [("", root)], set()
    while stack:
        pointer, node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            stack.extend((join(pointer, index), item) for index, item in enumerate(node.value))
        elif isinstance(node, yaml.MappingNode):
            keys = set()
            for key_node, value in node.value:
                key = _key(key_node)
                if key in keys and key != "<<":
                    yield Duplicate(join(pointer, key), key, key_node.start_mark.line + 1)
                keys.add(key)
                stack.append((join(pointer, key), value))
