"""How large an invented landscape is and how it hangs together: municipalities, hubs and who depends on whom.

Systems are numbered from 1. Each municipality owns one stretch of numbers; its first systems are the old, shared ones that many
depend on, and those that offer an API. A stretch is so regular that nothing about a single system needs to be kept in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

SYSTEMS_PER_MUNICIPALITY = 1_500
ORGANISATIONS = 9
"""The municipality and its administrations."""
PEOPLE = 40
NATIONAL_HUBS = 20
"""Systems at the front of the first municipality that everybody may depend on, once there are several municipalities."""
LEAST_DEPENDENCIES, MOST_DEPENDENCIES = 2, 11


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of everything, from the number of systems; every random choice follows from `seed`."""

    systems: int
    seed: int
    today: date

    @property
    def municipalities(self) -> int:
        return max(1, round(self.systems / SYSTEMS_PER_MUNICIPALITY))

    @property
    def suppliers(self) -> int:
        return max(3, self.systems // 40)

    @property
    def initiatives(self) -> int:
        return max(2, self.systems // 60)

    @property
    def contracts(self) -> int:
        return max(2, self.systems // 10)

    def random(self, table: str) -> Random:
        """The choices for one table, the same whatever was drawn for another."""
        return Random(f"{self.seed}:{table}")  # noqa: S311 (a demonstration, not a secret)

    def stretch(self, municipality: int) -> range:
        """The numbers of a municipality's systems; municipalities count from 0."""
        first = self.systems * municipality // self.municipalities
        return range(first + 1, self.systems * (municipality + 1) // self.municipalities + 1)

    def municipality_of(self, system: int) -> int:
        return (system * self.municipalities - 1) // self.systems

    def providers(self) -> Iterator[int]:
        """The systems that offer an API, in order: one in eight, the first of each municipality."""
        for municipality in range(self.municipalities):
            stretch = self.stretch(municipality)
            yield from stretch[: max(1, len(stretch) // 8)]

    def edges(self) -> Iterator[tuple[int, int]]:
        """(source, target) of every dependency, each pair once, some 6.5 per system, following preferential attachment."""
        random = self.random("edges")
        hubs = range(1, min(NATIONAL_HUBS, self.systems) + 1) if self.municipalities > 1 else range(0)
        for municipality in range(self.municipalities):
            stretch = self.stretch(municipality)
            popular = array("q", stretch[:3])
            for source in stretch:
                targets = _targets(random, stretch, popular, hubs, source)
                popular.extend(targets)
                popular.append(source)
                for target in targets:
                    yield source, target


def _targets(random: Random, stretch: range, popular: array[int], hubs: range, source: int) -> list[int]:
    """Mostly what others already depend on, at times anything (which makes cycles), at times a national hub."""
    wanted = min(random.randint(LEAST_DEPENDENCIES, MOST_DEPENDENCIES), len(stretch) - 1)
    targets: dict[int, None] = {}
    for _attempt in range(wanted * 3):
        if len(targets) == wanted:
            break
        way = random.random()
        if way < 0.1 and hubs:
            target = random.choice(hubs)
        elif way < 0.25:
            target = random.choice(stretch)
        else:
            target = random.choice(popular)
        if target != source:
            targets[target] = None
    return list(targets)
