"""The bad and good documents in a rule's documentation: shown to people, run by the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import cleandoc
from textwrap import dedent
from typing import Any

import yaml

from registry.core.strategy.rule import Rule

_FRAME: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "Example", "version": "1.0"}, "paths": {}}
_EXAMPLE = re.compile(r"^(Bad|Good):\n\n((?:(?:    .*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Examples:
    """`why` the rule exists, and YAML fragments that break it and follow it."""

    why: str
    bad: tuple[str, ...]
    good: tuple[str, ...]


def examples_of(rule: Rule) -> Examples:
    """The examples in `rule`'s docstring."""
    text = cleandoc(rule.documentation) + "\n"
    shown = [(kind, dedent(body).strip()) for kind, body in _EXAMPLE.findall(text)]
    why = _EXAMPLE.split(text, maxsplit=1)[0].strip()
    return Examples(
        why, tuple(body for kind, body in shown if kind == "Bad"), tuple(body for kind, body in shown if kind == "Good")
    )


def completed(fragment: str) -> bytes:
    """A whole document: what the fragment leaves out at the top is taken from the smallest valid one."""
    return yaml.safe_dump({**_FRAME, **yaml.safe_load(fragment)}, sort_keys=False, allow_unicode=True).encode()
