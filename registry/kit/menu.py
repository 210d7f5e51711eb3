"""The main menu: each layer that has an answer adds its page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from registry.core.text import Text
from registry.kit.access import EVERYONE, Role, allowed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: where it leads, what it is called, who sees it, and its place."""

    endpoint: str
    label: Text
    order: int
    roles: frozenset[Role] = EVERYONE

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


_entries: list[Entry] = []


def add(endpoint: str, label: Text, order: int, roles: frozenset[Role] = EVERYONE) -> None:
    """Put a page into the menu."""
    entry = Entry(endpoint, label, order, roles)
    if entry not in _entries:
        _entries.append(entry)


def entries() -> list[Entry]:
    """What this reader's menu shows, in order."""
    return sorted((entry for entry in _entries if allowed(entry.roles)), key=lambda entry: entry.order)
