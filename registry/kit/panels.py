"""What the product's answers add to a noun's page: a panel is registered for a noun by the layer that knows the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.core.text import Text
from registry.db.base import Record


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled part of a record's page, rendered from `template` with `values`; `styles` names the style sheets it needs."""

    title: Text
    template: str
    values: Mapping[str, Any]
    styles: tuple[str, ...] = ()


PanelMaker = Callable[[Any], Panel | None]
_makers: defaultdict[str, list[PanelMaker]] = defaultdict(list)


def panel(noun: str) -> Callable[[PanelMaker], PanelMaker]:
    """Decorate a function from a record of `noun` to its panel, or to None when there is nothing to say."""

    def register(maker: PanelMaker) -> PanelMaker:
        if maker not in _makers[noun]:
            _makers[noun].append(maker)
        return maker

    return register


def panels_of(record: Record) -> list[Panel]:
    """The panels of `record`'s page, in the order they were registered."""
    found = (maker(record) for maker in _makers[record.__tablename__])
    return [made for made in found if made is not None]
