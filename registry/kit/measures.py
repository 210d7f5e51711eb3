"""The municipality's indicators: each layer that can reckon one registers it; reports keep their values day by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.kit.access import EVERYONE, Role, allowed


class Unit(Term):
    """What an indicator is counted in."""

    PERCENT = "percent", _("percent")
    POINTS = "points", _("points")
    DAYS = "days", _("days")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value with what it was reckoned from.

    `met` and `unmet` are the records that count for and against, as "noun/KEY". `value` is None when there is nothing to count.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()


class Reckoner(Protocol):
    """Reckons an indicator from the catalogue as it is today."""

    def __call__(self, session: Session, today: date, /) -> Measurement: ...


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: `definition` says what it tells, `formula` how it is reckoned; only `roles` see it.

    `score` is the score it rests on, whose weights it therefore follows.
    """

    id: str
    order: int
    title: Text
    definition: Text
    formula: Text
    met: Text
    unmet: Text
    reckon: Reckoner
    unit: Unit = Unit.PERCENT
    more_is_better: bool = True
    roles: frozenset[Role] = EVERYONE
    score: Score | None = None


_measures: dict[str, Measure] = {}


def measure(
    id: str,
    order: int,
    *,
    title: Text,
    definition: Text,
    formula: Text,
    met: Text,
    unmet: Text,
    unit: Unit = Unit.PERCENT,
    more_is_better: bool = True,
    roles: frozenset[Role] = EVERYONE,
    score: Score | None = None,
) -> Callable[[Reckoner], Reckoner]:
    """Decorate a function that reckons the indicator `id`; `met` and `unmet` name the records that count for and against."""

    def register(reckon: Reckoner) -> Reckoner:
        _measures[id] = Measure(id, order, title, definition, formula, met, unmet, reckon, unit, more_is_better, roles, score)
        return reckon

    return register


def all_measures() -> list[Measure]:
    """Every indicator, in order, whoever asks."""
    return sorted(_measures.values(), key=lambda found: found.order)


def measures() -> list[Measure]:
    """The indicators this reader may see, in order."""
    return [found for found in all_measures() if allowed(found.roles)]


def share(met: list[str], unmet: list[str]) -> Measurement:
    """So many of a hundred are met; nothing when there are none at all."""
    total = len(met) + len(unmet)
    value = round(100 * len(met) / total, 1) if total else None
    return Measurement(value, len(met), total, tuple(sorted(met)), tuple(sorted(unmet)))
