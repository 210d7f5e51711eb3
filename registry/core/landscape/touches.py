"""From which systems an initiative can be blocked."""

from __future__ import annotations

from collections.abc import Mapping

from registry.core.landscape.parts import Initiative
from registry.core.vocabulary import Touch

STARTS = (Touch.CHANGES, Touch.BUILDS_ON, Touch.INTRODUCES)
"""In the order that decides when an initiative touches one system in several ways."""


def retired_by(initiative: Initiative) -> frozenset[str]:
    """Systems the initiative itself takes away: they are not in its way, and neither is what only they depend on."""
    return frozenset(key for key, touch in initiative.touches if touch is Touch.RETIRES)


def starts_of(initiative: Initiative) -> Mapping[str, Touch]:
    """The systems from which a blockage is felt, with what the initiative does to each, in a fixed order."""
    retired = retired_by(initiative)
    starts: dict[str, Touch] = {}
    for touch in STARTS:
        for key in sorted(key for key, kind in initiative.touches if kind is touch):
            if key not in retired:
                starts.setdefault(key, touch)
    return starts
