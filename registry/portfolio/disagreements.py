"""What is inferred beside what people have met, over all active initiatives: where they agree, and where one side is alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker, insulated_near_misses
from registry.core.landscape.graph import Initiative, Landscape
from registry.landscape import operations
from registry.portfolio.observed import Agreement, Comparison, Observed, compared, open_obstacles_of_active


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Every system either side names, by active initiative: those only people have met first, then those only inferred."""

    lines: tuple[tuple[Initiative, Comparison], ...]

    def of(self, agreement: Agreement) -> tuple[tuple[Initiative, Comparison], ...]:
        return tuple(line for line in self.lines if line[1].agreement is agreement)


ORDER = (Agreement.OBSERVED, Agreement.INFERRED, Agreement.BOTH)


def disagreements(session: Session, today: date) -> Disagreements:
    """Both sides of every active initiative. Raises LandscapeTooLarge."""
    landscape, blockers = operations.landscape(session, today), operations.blockers(session, today)
    told: dict[str, list[Observed]] = {}
    for initiative, obstacle in open_obstacles_of_active(session):
        told.setdefault(initiative, []).append(obstacle)
    lines = sorted(_lines(landscape, blockers, told), key=lambda line: ORDER.index(line[1].agreement))
    return Disagreements(tuple(lines))


def _lines(
    landscape: Landscape, blockers: Mapping[str, tuple[Blocker, ...]], told: Mapping[str, list[Observed]]
) -> Iterator[tuple[Initiative, Comparison]]:
    for key, found in blockers.items():
        initiative, met = landscape.initiatives[key], told.get(key, [])
        held_off = insulated_near_misses(landscape, initiative) if _is_alone(met, found) else ()
        for comparison in compared(found, held_off, met, landscape.systems):
            yield initiative, comparison


def _is_alone(met: Collection[Observed], found: Collection[Blocker]) -> bool:
    """Whether people have met something in a system that is not inferred: only then what is held off can explain it."""
    inferred = {blocker.system.key for blocker in found}
    return any(obstacle.system is not None and obstacle.system not in inferred for obstacle in met)
