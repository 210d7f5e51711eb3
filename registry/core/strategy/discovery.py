"""The rules there are: every file in the rules package, found by looking."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from registry.core.strategy import rules
from registry.core.strategy.rule import Rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by id. Raises ValueError when two files claim one id."""
    found: dict[str, Rule] = {}
    for module in iter_modules(rules.__path__):
        for value in vars(import_module(f"{rules.__name__}.{module.name}")).values():
            if isinstance(value, Rule):
                if value.id in found:
                    raise ValueError(f"two rules are called {value.id}")
                found[value.id] = value
    return MappingProxyType(found)
