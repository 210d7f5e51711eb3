"""A profile: the clauses of one strategy, as data that a municipality can edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from registry.core.openapi.lines import Lines
from registry.core.openapi.pointers import join
from registry.core.openapi.reading import Limits, Unreadable, read_source
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.verdict import Level
from registry.core.text import Text
from registry.core.text import text as _

BUILT_IN = Path(__file__).parent / "profiles"


class Kind(StrEnum):
    """What can answer a clause."""

    RULES = "rules"
    ATTESTATION = "attestation"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule as a clause uses it."""

    rule: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clause:
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
    reason: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that clauses come from."""

    key: str
    document: str
    version: str
    link: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One strategy: its id, its version, its sources by key and its clauses in order."""

    id: str
    version: str
    title: dict[str, str]
    sources: dict[str, Source]
    clauses: tuple[Clause, ...]

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


class BadProfile(Exception):
    """A profile that cannot be used; the message names file, line and key."""

    def __init__(self, file: str, line: int | None, message: Text) -> None:
        super().__init__(f"{file}:{line or 1}: {message}")
        self.file = file
        self.line = line
        self.message = message


def built_in_profiles() -> dict[str, Path]:
    """The profiles delivered with the registry, by id."""
    return {path.stem: path for path in sorted(BUILT_IN.glob("*.yaml"))}


def load_profile(path: Path) -> Profile:
    """The profile in a file. Raises BadProfile, or OSError when the file cannot be opened."""
    return parse_profile(path.read_bytes(), path.name)


def parse_profile(data: bytes, file: str) -> Profile:
    """The profile in `data`. Raises BadProfile with the line of the first fault."""
    limits = Limits()
    try:
        source = read_source(data, limits)
    except Unreadable as problem:
        raise BadProfile(file, problem.line, problem.message) from None
    try:
        return _profile(source.tree)
    except _Fault as fault:
        raise BadProfile(file, Lines(source, limits).of([fault.pointer])[fault.pointer], fault.message) from None


class _Fault(Exception):
    def __init__(self, pointer: str, message: Text) -> None:
        super().__init__(str(message))
        self.pointer = pointer
        self.message = message


def _profile(tree: Any) -> Profile:
    _fields(tree, "", {"profile", "version", "title", "sources", "clauses"})
    sources = {}
    for key, raw in _mapping(tree["sources"], "/sources").items():
        place = join("/sources", key)
        _fields(raw, place, {"document", "version", "link"})
        sources[key] = Source(key, *(_word(raw[name], join(place, name)) for name in ("document", "version", "link")))
    clauses = tuple(_clauses(tree["clauses"], sources))
    return Profile(
        _word(tree["profile"], "/profile"), _word(tree["version"], "/version"), _both(tree["title"], "/title"), sources, clauses
    )


def _clauses(raw: Any, sources: dict[str, Source]) -> Iterator[Clause]:
    if not isinstance(raw, list) or not raw:
        raise _Fault("/clauses", _("“clauses” must be a list with at least one clause"))
    seen = set()
    for index, entry in enumerate(raw):
        clause = _clause(entry, join("/clauses", index), sources)
        if clause.id in seen:
            raise _Fault(join("/clauses", index, "id"), _("“{id}” is used by two clauses", id=clause.id))
        seen.add(clause.id)
        yield clause


def _clause(raw: Any, place: str, sources: dict[str, Source]) -> Clause:
    needs_reason = isinstance(raw, dict) and raw.get("check") == Kind.NOT_CHECKABLE
    _fields(raw, place, {"id", "level", "title", "paraphrase", "sources", "check", *(["reason"] if needs_reason else ())})
    if raw["level"] not in list(Level):
        raise _Fault(
            join(place, "level"),
            _("“level” is “{value}”; accepted are {accepted}", value=raw["level"], accepted=", ".join(Level)),
        )
    keys = raw["sources"] if isinstance(raw["sources"], list) else [raw["sources"]]
    for key in keys:
        if key not in sources:
            raise _Fault(join(place, "sources"), _("“{key}” is not among the sources {known}", key=key, known=", ".join(sources)))
    kind, rules = _check(raw["check"], join(place, "check"))
    return Clause(
        _word(raw["id"], join(place, "id")),
        Level[raw["level"]],
        _both(raw["title"], join(place, "title")),
        _both(raw["paraphrase"], join(place, "paraphrase")),
        tuple(keys),
        kind,
        rules,
        _both(raw["reason"], join(place, "reason")) if needs_reason else {},
    )


def _check(raw: Any, place: str) -> tuple[Kind, tuple[RuleUse, ...]]:
    if isinstance(raw, str) and raw in set(Kind) - {Kind.RULES}:
        return Kind(raw), ()
    if not isinstance(raw, list) or not raw:
        accepted = ", ".join(kind for kind in Kind if kind is not Kind.RULES)
        raise _Fault(place, _("“check” must be a list of rules or one of {accepted}", accepted=accepted))
    return Kind.RULES, tuple(_rule_use(entry, join(place, index)) for index, entry in enumerate(raw))


def _rule_use(raw: Any, place: str) -> RuleUse:
    name, parameters = (raw, {}) if isinstance(raw, str) else next(iter(_mapping(raw, place).items()), ("", {}))
    if name not in all_rules():
        raise _Fault(place, _("There is no rule “{name}”; the rules are {known}", name=name, known=", ".join(all_rules())))
    return RuleUse(name, _mapping(parameters, join(place, name)))


def _fields(raw: Any, place: str, expected: set[str]) -> None:
    found = _mapping(raw, place).keys()
    for name in sorted(expected - found):
        raise _Fault(place, _("“{name}” is missing", name=name))
    for name in sorted(found - expected):
        accepted = ", ".join(sorted(expected))
        raise _Fault(join(place, name), _("“{name}” is not known here; accepted are {accepted}", name=name, accepted=accepted))


def _mapping(raw: Any, place: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _Fault(place, _("Here stands a value where names with values are expected"))
    return raw


def _word(raw: Any, place: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _Fault(place, _("Text is expected here, in quotes when it looks like a number"))
    return raw


def _both(raw: Any, place: str) -> dict[str, str]:
    _fields(raw, place, {"sv", "en"})
    return {language: _word(raw[language], join(place, language)) for language in ("sv", "en")}
