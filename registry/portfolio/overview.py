"""All active initiatives against all that blocks them: how many are blocked, by which systems, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker
from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Initiative, Landscape, System
from registry.core.landscape.structure import cycles
from registry.landscape import operations
from registry.portfolio.observed import Observed, held_by_terms


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One active initiative and what is in its way; nothing when it is free to go.

    `terms` are what people have met in suppliers and contracts: no legacy, but it stops the initiative all the same.
    """

    initiative: Initiative
    blockers: tuple[Blocker, ...]
    terms: tuple[Observed, ...] = ()

    @property
    def free(self) -> bool:
        """Whether nothing at all is in its way."""
        return not self.blockers and not self.terms

    @property
    def only_terms(self) -> bool:
        """Whether a supplier or a contract is all that is in its way."""
        return bool(self.terms) and not self.blockers

    @property
    def direct(self) -> int:
        return sum(blocker.direct for blocker in self.blockers)

    @property
    def indirect(self) -> int:
        return len(self.blockers) - self.direct

    @property
    def at_stake(self) -> int | None:
        """Expected benefit that waits, kronor a year; None when it is not known, 0 when nothing blocks."""
        return self.initiative.benefit if self.blockers else 0


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One blocking system and, for each initiative that it blocks, how."""

    system: System
    blocked: tuple[tuple[Initiative, Blocker], ...]
    alone: frozenset[str] = frozenset()  # keys of the initiatives that nothing else blocks

    @property
    def benefit(self) -> int:
        """Expected benefit of the initiatives it blocks, kronor a year, as far as known. An initiative that several systems
        block counts in full at each of them."""
        return sum(initiative.benefit or 0 for initiative, _blocker in self.blocked)

    @property
    def direct(self) -> int:
        """How many initiatives it blocks directly."""
        return sum(blocker.direct for _initiative, blocker in self.blocked)


@dataclass(frozen=True, slots=True)
class Overview:
    """Blocked initiatives first, the one needed soonest first; systems by the benefit they block."""

    initiatives: tuple[InitiativeLine, ...]
    systems: tuple[SystemLine, ...]

    @property
    def active(self) -> int:
        return len(self.initiatives)

    @property
    def blocked(self) -> int:
        return sum(bool(line.blockers) for line in self.initiatives)

    @property
    def only_terms(self) -> int:
        """How many a supplier or a contract alone stops."""
        return sum(line.only_terms for line in self.initiatives)

    @property
    def free(self) -> int:
        return self.active - self.blocked - self.only_terms

    @property
    def shared(self) -> int:
        """How many systems block several initiatives."""
        return sum(len(line.blocked) > 1 for line in self.systems)

    @property
    def at_stake(self) -> int:
        """Expected benefit of all blocked initiatives, each counted once, as far as known; kronor a year."""
        return sum(line.at_stake or 0 for line in self.initiatives)


def overview(session: Session, today: date) -> Overview:
    """What blocks the active initiatives of the catalogue as it is now. Raises LandscapeTooLarge."""
    initiatives, blockers = operations.reckoned(session, today).landscape.initiatives, operations.blockers(session, today)
    return arranged(initiatives, blockers, held_by_terms(session))


def arranged(
    initiatives: Mapping[str, Initiative],
    blockers: Mapping[str, tuple[Blocker, ...]],
    terms: Mapping[str, tuple[Observed, ...]] = MappingProxyType({}),
) -> Overview:
    """`blockers` by initiative, and turned round by system; `terms` by initiative."""
    lines = [InitiativeLine(initiatives[key], found, terms.get(key, ())) for key, found in blockers.items()]
    lines.sort(key=_soonest_blocked_first)
    systems = sorted(_by_system(lines), key=lambda line: (-line.benefit, -len(line.blocked), line.system.name.casefold()))
    return Overview(tuple(lines), tuple(systems))


def _soonest_blocked_first(line: InitiativeLine) -> tuple[bool, bool, date, str, str]:
    initiative = line.initiative
    return not line.blockers, not line.terms, initiative.needed_by or date.max, initiative.name.casefold(), initiative.key


def _by_system(lines: Sequence[InitiativeLine]) -> Iterator[SystemLine]:
    blocked: dict[str, list[tuple[Initiative, Blocker]]] = {}
    for line in lines:
        for blocker in line.blockers:
            blocked.setdefault(blocker.system.key, []).append((line.initiative, blocker))
    single = {line.initiative.key for line in lines if len(line.blockers) == 1}
    for found in blocked.values():
        alone = frozenset(initiative.key for initiative, _blocker in found if initiative.key in single)
        yield SystemLine(found[0][1].system, tuple(found), alone)


@dataclass(frozen=True, slots=True)
class Circle:
    """Systems none of which can do without the others, of which `blocking` stand in the way of active initiatives."""

    systems: tuple[System, ...]
    blocking: tuple[System, ...]


def circles_of_blockers(landscape: Landscape, found: Overview) -> tuple[Circle, ...]:
    """Circles over conducting dependencies with a blocking system in them: whoever depends on one is stopped by all of those."""
    blocking = {line.system.key for line in found.systems}
    circles = (Circle(group, tuple(it for it in group if it.key in blocking)) for group in cycles(landscape, conducts))
    return tuple(circle for circle in circles if circle.blocking)
