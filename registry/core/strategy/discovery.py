"""The rules there are: every file in the rules package, found by looking, and loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from registry.core.strategy import rules
from registry.core.strategy.rule import Rule


class Rules(Mapping[str, Rule]):
    """Rules by id. A rule's id is the name of its file with hyphens, so that nothing is loaded to know which rules there are."""

    def __init__(self) -> None:
        names = sorted(path.stem for path in Path(rules.__path__[0]).glob("[a-z]*.py"))
        self._modules = {name.replace("_", "-"): name for name in names}
        self._loaded: dict[str, Rule] = {}

    def __getitem__(self, id: str) -> Rule:
        """The rule with that id. Raises KeyError, or ValueError when the file holds no such rule."""
        if id not in self._loaded:
            found = import_module(f"{rules.__name__}.{self._modules[id]}")
            rule = next((value for value in vars(found).values() if isinstance(value, Rule)), None)
            if rule is None or rule.id != id:
                raise ValueError(f"{found.__name__} does not hold the rule {id}")
            self._loaded[id] = rule
        return self._loaded[id]

    def __contains__(self, id: object) -> bool:
        return id in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


@cache
def all_rules() -> Rules:
    """Every rule by id."""
    return Rules()
