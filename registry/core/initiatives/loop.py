"""Growth by iteration: how long it takes from a revealed obstacle to money for its remediation, and on to a way that is clear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from registry.core.term import Term
from registry.core.text import text as _


class Leg(Term):
    """One leg of the loop."""

    FUNDED = "funded", _("Revealed to funded")
    CLEARED = "cleared", _("Funded to cleared")
    WHOLE = "whole", _("Revealed to cleared")


@dataclass(frozen=True, slots=True)
class Turn:
    """One obstacle's way round: days, None until it happens. `obstacle`, `remediation` and `initiative` are keys.

    It is cleared the day people said that the obstacle is gone, or else the day its remediation was done.
    """

    obstacle: str
    name: str
    revealed: date
    funded: date | None = None
    cleared: date | None = None
    remediation: str | None = None
    initiative: str | None = None
    initiative_name: str = ""

    def days(self, leg: Leg) -> int | None:
        """How long the leg took; None when it is not over, or was never entered. Never less than nothing."""
        start, end = self._ends(leg)
        return max(0, (end - start).days) if start is not None and end is not None else None

    def waited(self, leg: Leg, today: date) -> int | None:
        """How long the leg has lasted so far; None when it is over or not begun. What is cleared without money waits for none."""
        start, end = self._ends(leg)
        if start is None or end is not None or (leg is Leg.FUNDED and self.cleared is not None):
            return None
        return max(0, (today - start).days)

    def _ends(self, leg: Leg) -> tuple[date | None, date | None]:
        ends = {
            Leg.FUNDED: (self.revealed, self.funded),
            Leg.CLEARED: (self.funded, self.cleared),
            Leg.WHOLE: (self.revealed, self.cleared),
        }
        return ends[leg]


@dataclass(frozen=True, slots=True)
class LegFigures:
    """A leg's median over the turns that have ended it, and those that are still on it with their days so far."""

    leg: Leg
    median: float | None
    ended: tuple[Turn, ...]
    waiting: tuple[Turn, ...]
    median_so_far: float | None


def figures(turns: Iterable[Turn], today: date) -> tuple[LegFigures, ...]:
    """Every leg, in order; the longest first within each."""
    found = tuple(turns)
    return tuple(_leg(leg, found, today) for leg in Leg)


def _leg(leg: Leg, turns: Sequence[Turn], today: date) -> LegFigures:
    ended = [(turn.days(leg), turn) for turn in turns]
    waiting = [(turn.waited(leg, today), turn) for turn in turns]
    known = sorted(((days, turn) for days, turn in ended if days is not None), key=_longest)
    so_far = sorted(((days, turn) for days, turn in waiting if days is not None), key=_longest)
    return LegFigures(
        leg,
        median(days for days, _turn in known) if known else None,
        tuple(turn for _days, turn in known),
        tuple(turn for _days, turn in so_far),
        median(days for days, _turn in so_far) if so_far else None,
    )


def _longest(entry: tuple[int, Turn]) -> tuple[int, str]:
    return -entry[0], entry[1].obstacle
