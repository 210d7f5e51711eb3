"""A profile: the clauses of one strategy, as data that a municipality can edit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from registry.core.openapi.lines import Lines
from registry.core.openapi.pointers import split
from registry.core.openapi.reading import Limits, Unreadable, read_source
from registry.core.strategy.clauses import Clause, Kind, Profile, RuleUse, Source
from registry.core.strategy.profile_extending import read_extending
from registry.core.strategy.profile_reading import Fault, both, fields, read_clauses, read_sources, word
from registry.core.text import Text
from registry.core.text import text as _

__all__ = [
    "BadProfile",
    "Clause",
    "Kind",
    "Profile",
    "RuleUse",
    "Source",
    "built_in_profiles",
    "load_profile",
    "parse_profile",
]

BUILT_IN = Path(__file__).parent / "profiles"


class BadProfile(Exception):
    """A profile that cannot be used; the message names file, line and, where the fault has one, the key."""

    def __init__(self, file: str, line: int | None, message: Text, key: str = "") -> None:
        super().__init__(f"{file}:{line or 1}: {key + ': ' if key else ''}{message}")
        self.file = file
        self.line = line
        self.message = message
        self.key = key

    @property
    def told(self) -> Text:
        """The whole of it as one sentence in the reader's language."""
        values = {"file": self.file, "line": self.line or 1, "problem": self.message}
        if not self.key:
            return _("{file}, line {line}: {problem}.", **values)
        return _("{file}, line {line}, {key}: {problem}.", key=self.key, **values)


def built_in_profiles() -> dict[str, Path]:
    """The profiles delivered with the registry, by id."""
    return {path.stem: path for path in sorted(BUILT_IN.glob("*.yaml"))}


def load_profile(path: Path) -> Profile:
    """The profile in a file. Raises BadProfile, or OSError when the file cannot be opened."""
    return parse_profile(path.read_bytes(), path.name)


def parse_profile(data: bytes, file: str) -> Profile:
    """The profile in `data`, whole by itself or written as changes to a built-in one. Raises BadProfile with the first fault."""
    limits = Limits()
    try:
        source = read_source(data, limits)
    except Unreadable as problem:
        raise BadProfile(file, problem.line, problem.message) from None
    try:
        return _profile(source.tree)
    except Fault as fault:
        line = Lines(source, limits).of([fault.pointer])[fault.pointer].line
        raise BadProfile(file, line, fault.message, _key(fault.pointer)) from None


def _profile(tree: Any) -> Profile:
    if isinstance(tree, dict) and "extends" in tree:
        return read_extending(tree, _built_in(tree["extends"]))
    fields(tree, "", {"profile", "version", "title", "sources", "clauses"})
    sources = read_sources(tree["sources"], "/sources")
    clauses = tuple(read_clauses(tree["clauses"], "/clauses", sources))
    return Profile(
        word(tree["profile"], "/profile"), word(tree["version"], "/version"), both(tree["title"], "/title"), sources, clauses
    )


def _built_in(name: Any) -> Profile:
    known = built_in_profiles()
    if not isinstance(name, str) or name not in known:
        raise Fault("/extends", _("There is no built-in strategy “{name}”; they are {known}", name=name, known=", ".join(known)))
    return _loaded(known[name])


@cache
def _loaded(path: Path) -> Profile:
    return load_profile(path)


def _key(pointer: str) -> str:
    """A place as people write it: `clauses[3].level`."""
    key = ""
    for token in split(pointer):
        key += f"[{token}]" if token.isdecimal() else f".{token}" if key else token
    return key
