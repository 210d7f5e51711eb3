"""Where each system stands between business and technology, and what that advises: the portfolio as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.landscape.graph import System as Node
from registry.core.legacy import Disposition, disposition_of
from registry.core.vocabulary import TimeAdvice
from registry.landscape.operations import largest
from registry.legacy.chosen import BATCH, IN_USE, Chosen
from registry.systems.models import System


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A system with what is advised for it."""

    system: Node
    disposition: Disposition

    @property
    def technical(self) -> float:
        """The middle of the technical fit, 0 to 100."""
        return (self.disposition.technical_low + self.disposition.technical_high) / 2

    @property
    def is_placed(self) -> bool:
        """Whether enough is known to put it somewhere: an advice was possible."""
        return self.disposition.advice is not None

    @property
    def cell(self) -> tuple[int, int] | None:
        """Its business fit 1 to 5 and its technical fit in tens, 0 to 9; None when it has no place."""
        fit = self.disposition.business_fit
        return (fit, min(9, int(self.technical // 10))) if fit is not None and self.is_placed else None


@dataclass(frozen=True, slots=True)
class Standpoints:
    """Every standpoint, those in most need of a decision first."""

    found: tuple[Standpoint, ...]

    @property
    def placed(self) -> tuple[Standpoint, ...]:
        return tuple(one for one in self.found if one.is_placed)

    @property
    def counts(self) -> Mapping[TimeAdvice, int]:
        """Systems by what holds for them, decided or advised."""
        return Counter(one.disposition.holds for one in self.found if one.disposition.holds is not None)

    @property
    def unknown(self) -> int:
        return len(self.found) - len(self.placed)

    @property
    def departing(self) -> int:
        return sum(one.disposition.departs for one in self.found)

    def of(self, advice: TimeAdvice | None = None, cell: tuple[int, int] | None = None) -> tuple[Standpoint, ...]:
        """Those for whom `advice` holds, or that lie in `cell`; all without either."""
        return tuple(
            one
            for one in self.found
            if (advice is None or one.disposition.holds is advice) and (cell is None or one.cell == cell)
        )


def standpoints(session: Session, chosen: Chosen) -> Standpoints:
    """What is advised for each chosen system."""
    answers = dict(_answers(session, chosen.systems))
    found = (
        Standpoint(system, disposition_of(system.legacy, *answers.get(system.key, (None, None))))
        for system in chosen.systems
        if system.legacy is not None
    )
    return Standpoints(tuple(sorted(found, key=_urgency)))


def _urgency(one: Standpoint) -> tuple[object, ...]:
    """Worst technology first, the unknown last."""
    return not one.is_placed, one.technical, one.disposition.business_fit or 0, one.system.name


def _answers(session: Session, systems: Sequence[Node]) -> Iterator[tuple[str, tuple[int | None, TimeAdvice | None]]]:
    """Business fit and people's decision by key: in one query for a register that is held in memory, else by batches."""
    query = select(System.key, System.business_fit, System.time_advice)
    if len(systems) > BATCH and len(systems) <= largest():
        parts = [query.where(System.lifecycle.in_(IN_USE))]
    else:
        keys = [system.key for system in systems]
        parts = [query.where(System.key.in_(keys[start : start + BATCH])) for start in range(0, len(keys), BATCH)]
    for part in parts:
        for key, fit, advice in session.execute(part):
            yield key, (fit, advice)
