"""All active initiatives against all that blocks them: how many are blocked, by which systems, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker
from registry.core.landscape.graph import Initiative, System
from registry.landscape import operations


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One active initiative and what is in its way; nothing when it is free to go."""

    initiative: Initiative
    blockers: tuple[Blocker, ...]

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
    def at_stake(self) -> int:
        """Expected benefit of all blocked initiatives, each counted once, as far as known; kronor a year."""
        return sum(line.at_stake or 0 for line in self.initiatives)


def overview(session: Session, today: date) -> Overview:
    """What blocks the active initiatives of the catalogue as it is now. Raises LandscapeTooLarge."""
    return arranged(operations.landscape(session, today).initiatives, operations.blockers(session, today))


def arranged(initiatives: Mapping[str, Initiative], blockers: Mapping[str, tuple[Blocker, ...]]) -> Overview:
    """`blockers` by initiative, and turned round by system."""
    lines = [InitiativeLine(initiatives[key], found) for key, found in blockers.items()]
    lines.sort(key=_soonest_blocked_first)
    systems = sorted(_by_system(lines), key=lambda line: (-line.benefit, -len(line.blocked), line.system.name.casefold()))
    return Overview(tuple(lines), tuple(systems))


def _soonest_blocked_first(line: InitiativeLine) -> tuple[bool, date, str, str]:
    initiative = line.initiative
    return not line.blockers, initiative.needed_by or date.max, initiative.name.casefold(), initiative.key


def _by_system(lines: Iterable[InitiativeLine]) -> Iterator[SystemLine]:
    blocked: dict[str, list[tuple[Initiative, Blocker]]] = {}
    for line in lines:
        for blocker in line.blockers:
            blocked.setdefault(blocker.system.key, []).append((line.initiative, blocker))
    for found in blocked.values():
        yield SystemLine(found[0][1].system, tuple(found))
