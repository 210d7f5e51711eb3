"""What Babel collects from the rules of the strategy: their messages, and the docstrings that become their web pages."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python

from registry.core.strategy.examples import explanation

DECORATOR = "rule"


def extract_rules(source: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any) -> Iterator[Any]:
    """(line, function, message, comments) of every message in a rule's file, its docstring paragraph by paragraph included.

    An extraction method of Babel's, named in `translations/babel.cfg`.
    """
    data = source.read()
    yield from extract_python(BytesIO(data), keywords, comment_tags, options)
    for node in ast.parse(data).body:
        if isinstance(node, ast.FunctionDef) and any(_is_rule(decorator) for decorator in node.decorator_list):
            for paragraph in explanation(ast.get_docstring(node) or ""):
                yield node.lineno, None, paragraph, []


def _is_rule(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == DECORATOR
