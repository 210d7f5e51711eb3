"""Initiatives that wait for each other: who waits for whom, and whether it goes round in a circle so that nobody ever starts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable


def circle_of(key: str, waits_for: Callable[[str], Iterable[str]]) -> tuple[str, ...] | None:
    """The shortest way from `key` over what it waits for back to itself, `key` first; None when there is none."""
    before: dict[str, str] = {}
    queue = deque([key])
    while queue:
        at = queue.popleft()
        for other in waits_for(at):
            if other == key:
                return _way(key, at, before)
            if other not in before:
                before[other] = at
                queue.append(other)
    return None


def _way(key: str, last: str, before: dict[str, str]) -> tuple[str, ...]:
    way = [last]
    while way[-1] != key:
        way.append(before[way[-1]])
    return tuple(reversed(way))
