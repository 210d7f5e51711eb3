"""What a strategy consists of: clauses, the documents they come from, and the rules that check them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from registry.core.strategy.verdict import Level


class Kind(StrEnum):
    """What can answer a clause."""

    RULES = "rules"
    ATTESTATION = "attestation"
    NOT_CHECKABLE = "not_checkable"


class RuleUse(NamedTuple):
    """A rule as a clause uses it."""

    rule: str
    parameters: Mapping[str, Any] = MappingProxyType({})


class Clause(NamedTuple):
    """One requirement, in our own words and in both languages (`sv`, `en`), with the document it comes from.

    `reason` says, in both, why a clause that is not checkable is not.
    """

    id: str
    level: Level
    title: dict[str, str]
    paraphrase: dict[str, str]
    sources: tuple[str, ...]
    kind: Kind
    rules: tuple[RuleUse, ...] = ()
    reason: Mapping[str, str] = MappingProxyType({})


class Source(NamedTuple):
    """A document that clauses come from."""

    key: str
    document: str
    version: str
    link: str


class Profile(NamedTuple):
    """One strategy: its id, its version, its sources by key and its clauses in order.

    `base` is the built-in strategy that it changes; empty when it stands by itself.
    """

    id: str
    version: str
    title: dict[str, str]
    sources: dict[str, Source]
    clauses: tuple[Clause, ...]
    base: str = ""

    def clause(self, clause: str) -> Clause:
        """The clause with that id. Raises KeyError."""
        for candidate in self.clauses:
            if candidate.id == clause:
                return candidate
        raise KeyError(clause)

    def number(self, rule: str, name: str, default: int) -> int:
        """The whole number that the first clause using `rule` gives its parameter `name`."""
        uses = (use for clause in self.clauses for use in clause.rules if use.rule == rule)
        value = next((use.parameters[name] for use in uses if name in use.parameters), default)
        return value if isinstance(value, int) else default
