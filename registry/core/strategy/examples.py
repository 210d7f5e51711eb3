"""The bad and good documents in a rule's documentation: shown to people, run by the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import cleandoc
from textwrap import dedent
from typing import Any

import yaml

from registry.core.strategy.rule import Rule
from registry.core.text import Text

_FRAME: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1.0"}, "paths": {}}
_EXAMPLE = re.compile(r"^(Bad|Good):\n\n((?:(?:    .*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Examples:
    """`why` the rule exists, a message for each paragraph, and YAML fragments that break it and follow it."""

    why: tuple[Text, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]


def examples_of(rule: Rule) -> Examples:
    """The examples in `rule`'s docstring."""
    shown = [(kind, dedent(body).strip()) for kind, body in _EXAMPLE.findall(cleandoc(rule.documentation) + "\n")]
    return Examples(
        tuple(map(Text, explanation(rule.documentation))),
        tuple(body for kind, body in shown if kind == "Bad"),
        tuple(body for kind, body in shown if kind == "Good"),
    )


def explanation(documentation: str) -> list[str]:
    """The paragraphs of a rule's docstring before its examples, each on one line: what a translator gets."""
    why = _EXAMPLE.split(cleandoc(documentation) + "\n", maxsplit=1)[0]
    return [" ".join(paragraph.split()) for paragraph in why.split("\n\n") if paragraph.strip()]


def completed(fragment: str) -> bytes:
    """A whole document: what the fragment leaves out at the top is taken from the smallest valid one.

    The parts `catalogue` (what the catalogue knows) and `before` (an earlier document) are none of the document's.
    """
    shown = {name: part for name, part in yaml.safe_load(fragment).items() if name not in {"catalogue", "before"}}
    return yaml.safe_dump({**_FRAME, **shown}, sort_keys=False, allow_unicode=True).encode()
