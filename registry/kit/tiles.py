"""The start page's tiles: each layer that knows something somebody must act on today registers one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from registry.core.text import Text
from registry.kit.access import EVERYONE, Role, allowed


@dataclass(frozen=True, slots=True)
class Tile:
    """A number, one sentence on what it means, and where to act on it.

    `state` is good, warning, bad, unknown or info. `number` None stands for what could not be counted, `more` for "at least".
    """

    title: Text
    state: str
    number: int | None
    sentence: Text | str
    url: str
    more: bool = False


TileMaker = Callable[[], Tile | None]
_makers: dict[str, tuple[int, frozenset[Role], TileMaker]] = {}


def tile(name: str, order: int, roles: frozenset[Role] = EVERYONE) -> Callable[[TileMaker], TileMaker]:
    """Decorate a function that makes the tile `name` for this request, or None when it has nothing to say; for `roles` only."""

    def register(maker: TileMaker) -> TileMaker:
        _makers[name] = (order, roles, maker)
        return maker

    return register


def tiles() -> list[Tile]:
    """This reader's tiles, in order."""
    wanted = sorted((order, name) for name, (order, roles, _maker) in _makers.items() if allowed(roles))
    made = (_makers[name][2]() for _order, name in wanted)
    return [tile for tile in made if tile is not None]
