"""Structural validity: openapi-spec-validator is the judge, its Rust port the one who is asked first.

The port gives the same verdicts some sixty times faster (the differential test compares them). Where it gives none,
upstream is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.core.openapi.pointers import Tree, join
from registry.core.text import Text
from registry.core.text import text as _

if TYPE_CHECKING:
    from registry.core.openapi.document import Document

_BASE = "document:"  # relative references then resolve to nothing on disk or network
_LONGEST = 240
_OPERATION = re.compile(r"for '(\w+)'(?: operation)? in '(.+?)' (?:was not|is not)", re.DOTALL)


class StructuralFault(NamedTuple):
    """One fault the judge found, at the place to mend."""

    pointer: str
    message: Text


def structural_faults(document: Document) -> Iterator[StructuralFault]:
    """What is wrong with the structure, nothing when the document is valid.

    The document must have no references that lead outside or nowhere: they are never fetched. Raises LookupError with the
    judge's words when it gives no verdict.
    """
    for error in _errors(document.raw):
        leaf = _most_telling(error)
        message = " ".join(str(leaf.message).partition("\n\n")[0].split())  # upstream's other backend adds the schema
        if len(message) > _LONGEST:
            message = message[: _LONGEST // 2] + " … " + message[-_LONGEST // 2 :]
        yield StructuralFault(_pointer(document, error, leaf), _("{problem}", problem=message))


def _errors(tree: Tree) -> list[Any]:
    try:
        import openapi_spec_validator_rs as fast
    except ImportError:  # no wheel for this platform
        return _upstream_errors(tree)
    try:
        return list(fast.get_validator_cls(tree)(tree, base_uri=_BASE).iter_errors())
    except (fast.OpenAPISpecValidatorError, TypeError, ValueError, RecursionError):
        return _upstream_errors(tree)


def _upstream_errors(tree: Tree) -> list[Any]:
    from openapi_spec_validator import shortcuts

    try:
        return list(shortcuts.get_validator_cls(tree)(tree, base_uri=_BASE).iter_errors())
    except Exception as problem:  # upstream lets whatever its parts raise pass through
        raise LookupError(str(problem)[:_LONGEST] or type(problem).__name__) from None


def _most_telling(error: Any) -> Any:
    """The innermost error of the alternative that came furthest; “matches none of these” helps nobody."""
    while error.context:
        error = max(error.context, key=lambda inner: (len(inner.path), "$ref" not in inner.message[:12]))
    return error


def _pointer(document: Document, error: Any, leaf: Any) -> str:
    place = join("", *leaf.absolute_path)
    if place:
        return place
    operation = _OPERATION.search(error.message)
    if operation:
        method, path = operation.groups()
        field = "operationId" if "Operation ID" in error.message else "parameters"
        return join("/paths", path, method, field)
    return _default_at_fault(document, leaf)


def _default_at_fault(document: Document, leaf: Any) -> str:
    """The judge does not say which schema's `default` breaks its own schema; look for the one with that value."""
    try:
        value = leaf.instance
    except AttributeError:
        return ""
    return next(_with_default(document, value), "")


def _with_default(document: Document, value: Tree) -> Iterator[str]:
    schemas: Iterable[Any] = document.schemas
    for schema in schemas:
        if "default" in schema.keywords and schema.keywords["default"] == value:
            yield join(schema.pointer, "default")
