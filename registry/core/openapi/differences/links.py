"""Differences of the links of answers: which operation a value that was read leads to.

A link promises nothing (OpenAPI: its presence does not guarantee that the call can be made), so one that goes is like a field
that was not always there; but one that is filled in otherwise leads clients that follow it to the wrong call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from registry.core.openapi.differences.calls import Call, Key, places_in
from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.operations import status_now
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree, mapping, string
from registry.core.text import text as _

K = ChangeKind
_PLACES = ("path", "query", "header", "cookie")
_PATH = re.compile(r"\$request\.path\.([^\s{}#]+)")
_HEADER = re.compile(r"\$(?:request|response)\.header\.[^\s{}#]+")


class Links:
    """The links of one document, and what they lead to."""

    def __init__(self, document: Document, calls: Mapping[Key, Call]) -> None:
        self._document = document
        self._calls = calls

    @cached_property
    def _by_id(self) -> dict[str, Key]:
        return {string(call.operation.raw.get("operationId")): key for key, call in self._calls.items()}

    @cached_property
    def _by_place(self) -> dict[str, Key]:
        return {call.operation.pointer: key for key, call in self._calls.items()}

    def meaning(self, call: Call, link: Mapping[str, Tree]) -> str:
        """What `link` of an answer to `call` says, the names of operations and path parameters left out."""
        key = self._target(link)
        target = self._calls.get(key) if key is not None else None
        filled = {_name_in(target, name): _expression(call, value) for name, value in mapping(link.get("parameters")).items()}
        named = key or (link.get("operationRef"), link.get("operationId"))
        return json.dumps([named, filled, _expression(call, link.get("requestBody"))], sort_keys=True, default=str)

    def _target(self, link: Mapping[str, Tree]) -> Key | None:
        reference = link.get("operationRef")
        if isinstance(reference, str):
            try:
                return self._by_place.get(self._document.resolve(reference)[0])
            except LookupError:
                return None
        return self._by_id.get(string(link.get("operationId")) or "–")


def link_changes(old: Call, new: Call, before: Links, after: Links) -> Iterator[Change]:
    """The differences of the links of one operation's answers."""
    for status, answer in old.answers.items():
        now = status_now(status, new)
        if now is None:
            continue
        label, others = f"{new.label} {status}", new.answers[now].links
        for name, (pointer, link) in answer.links.items():
            said = {"operation": label, "link": name}
            if name not in others:
                yield Change(K.LINK_REMOVED, False, _("{operation} no longer has the link {link}", **said), pointer, None)
            elif before.meaning(old, link) != after.meaning(new, others[name][1]):
                message = _("The link {link} of {operation} leads elsewhere or is filled in otherwise: clients follow it", **said)
                yield Change(K.LINK_CHANGED, True, message, pointer, others[name][0])
        for name, (pointer, _link) in others.items():
            if name not in answer.links:
                message = _("{operation} has a new link, {link}", operation=label, link=name)
                yield Change(K.LINK_ADDED, False, message, None, pointer)


def _name_in(target: Call | None, name: str) -> str:
    """A parameter of the call a link leads to, known as comparisons know parameters."""
    place, _dot, bare = name.partition(".")
    if target is None:
        return name
    for key, parameter in target.parameters.items():
        if name == parameter.name or (place in _PLACES and (place, bare) == (parameter.location, parameter.name)):
            return ".".join(key)
    places = places_in(target.operation)  # those that are not described
    found = places.get(bare if place == "path" else name)
    return f"path.{found}" if found is not None else name


def _expression(call: Call, value: Tree) -> Tree:
    """What a link fills in, path parameters of its own call known by their place, headers in lower case."""
    if not isinstance(value, str):
        return value
    places = places_in(call.operation)
    placed = _PATH.sub(lambda found: f"$request.path.{places.get(found[1], found[1])}", value)
    return _HEADER.sub(lambda found: found[0].lower(), placed)
