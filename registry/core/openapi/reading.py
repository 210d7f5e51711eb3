"""From bytes to a tree: every document becomes a tree of plain values or an `Unreadable` that says why and where.

Three readers share the work. JSON goes to the standard library. YAML goes to openapi-spec-validator-rs, which keeps PyYAML's
semantics at a sixth of the cost; it copies what an alias names, so documents with aliases never reach it. PyYAML reads
those, after its events have been counted: its composer is recursive C code and ends the process on deep nesting.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from registry.core.openapi.limits import Limits, Unreadable, too_deep
from registry.core.openapi.pointers import Tree
from registry.core.openapi.survey import Survey, survey
from registry.core.text import text as _

__all__ = ["Limits", "Source", "Unreadable", "read_source"]


class Source(NamedTuple):
    """A document as read: its text, its tree, what a look at the whole tree tells, whether the text is JSON, and whether YAML
    aliases may repeat parts of it."""

    text: str
    tree: Tree
    survey: Survey
    is_json: bool
    may_repeat: bool = False


# What an anchor and an alias look like; also matches some prose, which then merely takes the slower way.
ANCHOR = re.compile(r"&(?<![^\s\[{,:]&)[^\s&]")
ALIAS = re.compile(r"\*(?<![^\s\[{,:]\*)[^\s*/]")
_REFUSED = object()  # the fast reader's answer when PyYAML should say why
HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def read_source(data: bytes, limits: Limits) -> Source:
    """The text and tree of `data`. Raises Unreadable."""
    if len(data) > limits.size:
        raise Unreadable(_("The document is {size} bytes; at most {limit} are read", size=len(data), limit=limits.size))
    text = _decoded(data)
    if not text.strip():
        raise Unreadable(_("The document is empty"))
    if text.lstrip()[0] in "{[":
        source = _read_json(text, limits)
        if source:
            return source
    return _read_yaml(text, limits)


def _decoded(data: bytes) -> str:
    encoding = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "UTF-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(_("The file is not text in {encoding}; save it as UTF-8", encoding=encoding), line) from None
    if "\0" in text:
        raise Unreadable(_("The file is binary, not YAML or JSON"), text.count("\n", 0, text.index("\0")) + 1)
    return text


def _read_json(text: str, limits: Limits) -> Source | None:
    """The source when `text` is JSON; None when it may be YAML in flow style."""
    import json  # here, because YAML needs none

    try:
        tree = json.loads(text, parse_constant=_no_number)
        if HALF_A_CHARACTER.search(text):
            json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable(_("A string holds half of a character (an unpaired surrogate)")) from None
    except RecursionError:
        raise too_deep(limits) from None
    except json.JSONDecodeError as error:
        try:
            return _read_yaml(text, limits)
        except Unreadable:
            raise Unreadable(_("Not valid JSON: {problem}", problem=error.msg), error.lineno) from None
    except ValueError as error:
        raise Unreadable(_("Not valid JSON: {problem}", problem=str(error).split(";")[0])) from None
    return Source(text, tree, survey(tree, limits), is_json=True)


def _no_number(_constant: str) -> None:
    """NaN and infinities, which Python's reader accepts and JSON does not know."""


def _read_yaml(text: str, limits: Limits) -> Source:
    may_repeat = bool(ANCHOR.search(text) and ALIAS.search(text))
    tree = _REFUSED if may_repeat else _read_fast(text)
    if tree is _REFUSED:
        from registry.core.openapi.yaml_reading import read_carefully

        tree = read_carefully(text, limits)
    return Source(text, tree, survey(tree, limits), is_json=False, may_repeat=may_repeat)


def _read_fast(text: str) -> Tree:
    """The tree of a document without aliases, or _REFUSED."""
    try:
        from openapi_spec_validator_rs import SpecReadError, _core
    except ImportError:  # no wheel for this platform
        return _REFUSED
    try:
        return _core.load(text.encode(), "document")
    except (SpecReadError, ValueError, RecursionError):
        return _REFUSED
