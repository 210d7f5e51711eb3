"""The main menu: each layer that has an answer adds its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from registry.core.text import Text
from registry.kit.access import EVERYONE, Role, allowed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: where it leads, what it is called, who sees it by role or because `also` says so, and its place."""

    endpoint: str
    label: Text
    order: int
    roles: frozenset[Role] = EVERYONE
    also: Callable[[], bool] | None = None

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


_entries: list[Entry] = []


def add(
    endpoint: str, label: Text, order: int, roles: frozenset[Role] = EVERYONE, also: Callable[[], bool] | None = None
) -> None:
    """Put a page into the menu, for `roles` and for whom `also` answers yes."""
    entry = Entry(endpoint, label, order, roles, also)
    if entry not in _entries:
        _entries.append(entry)


def entries() -> list[Entry]:
    """What this reader's menu shows, in order."""
    shown = (entry for entry in _entries if allowed(entry.roles) or (entry.also is not None and entry.also()))
    return sorted(shown, key=lambda entry: entry.order)
