"""Find what blocks every active initiative of a made-up national register, as the registry does and with plain networkx.

The register is made of municipalities whose systems depend on each other, a few of them on many, and on national services. Both
solutions get the same numbers and must give the same answers: for each initiative the same systems over the same paths.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import networkx as nx
import numpy as np

from registry.core.landscape.parts import Initiative, Remediation, System
from registry.core.landscape.thinned import Thinned, Ties, Walks, thin
from registry.core.legacy import LegacyAssessment, Standing
from registry.core.text import Text
from registry.core.vocabulary import InitiativeStatus, RemediationKind, RemediationStatus, Touch

TODAY = date(2026, 11, 25)
NATIONAL = 400  # services that systems of every municipality use
ASSESSED = LegacyAssessment(70, 70, (), Standing.LEGACY, Text(""))
T = TypeVar("T")


@dataclass(frozen=True)
class Register:
    """Systems by number with their keys, dependencies in the order of their keys, and who is legacy or planned to change."""

    keys: list[str]
    legacy: np.ndarray[Any, np.dtype[np.bool_]]
    ties: Ties
    known: dict[str, System]
    initiatives: list[Initiative]


def made_up(options: argparse.Namespace) -> Register:
    chance = np.random.default_rng(options.seed)
    count, size = options.systems, options.systems // options.municipalities
    keys = [f"SYS-{number:06}" for number in range(count)]
    consumers = chance.integers(NATIONAL, count, options.dependencies, dtype=np.int32)
    begins = (consumers - NATIONAL) // size * size + NATIONAL
    # within a municipality some systems are used by many: the square of an even draw lies near its beginning
    providers = (begins + np.floor(size * chance.random(options.dependencies) ** 2)).astype(np.int32)
    to_nation = chance.random(options.dependencies) < 0.08
    providers[to_nation] = chance.integers(0, NATIONAL, int(to_nation.sum()))
    providers = np.minimum(providers, count - 1).astype(np.int32)
    conducting = chance.random(options.dependencies) < options.conducting
    legacy = chance.random(count) < options.legacy
    legacy[:NATIONAL] = False
    return Register(
        keys, legacy, Ties(consumers, providers, conducting), _known(keys, legacy, options), _initiatives(keys, size, options)
    )


def _known(keys: list[str], legacy: Any, options: argparse.Namespace) -> dict[str, System]:
    chance = random.Random(options.seed)
    known = {}
    for number, key in enumerate(keys):
        planned = ()
        if chance.random() < 0.02:
            finish = TODAY + timedelta(days=chance.randrange(900))
            kind = chance.choice(list(RemediationKind))
            planned = (Remediation(f"R{number}", key, kind, RemediationStatus.PLANNED, finish),)
        if planned or legacy[number]:
            known[key] = System(key, key, legacy=ASSESSED if legacy[number] else None, remediations=planned)
    return known


def _initiatives(keys: list[str], size: int, options: argparse.Namespace) -> list[Initiative]:
    chance = random.Random(options.seed + 1)
    found = []
    for number in range(options.initiatives):
        begin = NATIONAL + size * chance.randrange(options.municipalities - 1)
        touched = {keys[begin + chance.randrange(size)]: chance.choice([Touch.CHANGES, Touch.BUILDS_ON]) for _one in range(3)}
        needed = TODAY + timedelta(days=chance.randrange(900))
        key = f"INI-{number:05}"
        found.append(Initiative(key, key, InitiativeStatus.ACTIVE, needed, tuple(sorted(touched.items()))))
    return found


def timed(what: str, make: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    made = make()
    taken = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{what:64} {taken:8.3f} s   process {memory:6.0f} MB", flush=True)
    return made, taken


def kept(thinned: Thinned, folder: Path) -> Thinned:
    """The same, mapped from files."""
    for name in ("first", "providers", "ties"):
        np.save(folder / f"{name}.npy", getattr(thinned, name))
    return Thinned(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("first", "providers", "ties")))


def whole_graph(register: Register) -> nx.DiGraph:
    """Every conducting dependency in networkx; the first of several between two systems, in the order of all between them."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(register.keys)))
    ties = register.ties
    for place, (source, target) in enumerate(zip(ties.consumers.tolist(), ties.providers.tolist(), strict=True)):
        if not graph.has_edge(source, target):
            graph.add_edge(source, target, place=None)
        if ties.conducting[place] and graph.edges[source, target]["place"] is None:
            graph.edges[source, target]["place"] = place
    return graph


def plainly(graph: nx.DiGraph, register: Register, initiative: Initiative) -> list[tuple[str, tuple[int, ...]]]:
    """(blocking system, places of the dependencies on the way) by a search in breadth, written down from the definition."""
    numbers = [int(key.rpartition("-")[2]) for key, _touch in initiative.touches]
    needed = initiative.needed_by or TODAY
    starts = [
        number
        for wanted in (Touch.CHANGES, Touch.BUILDS_ON)
        for number, (key, touch) in sorted(zip(numbers, initiative.touches, strict=True))
        if touch is wanted and not _closed(register, key, needed, with_insulation=touch is Touch.BUILDS_ON)
    ]
    came: dict[int, tuple[int, int] | None] = dict.fromkeys(starts)
    level, found = starts, []
    while level:
        blocking = [n for n in level if register.legacy[n] and not _finished(register, register.keys[n], needed, "UPGRADE")]
        found += [(register.keys[number], _way(came, number)) for number in sorted(blocking)]
        further = []
        for number in level:
            for provider, edge in graph.succ[number].items():
                if edge["place"] is not None and provider not in came and not _closed(register, register.keys[provider], needed):
                    came[provider] = number, edge["place"]
                    further.append(provider)
        level = further
    return found


def _way(came: dict[int, tuple[int, int] | None], number: int) -> tuple[int, ...]:
    path = []
    while (step := came[number]) is not None:
        number, place = step
        path.append(place)
    return tuple(reversed(path))


def _closed(register: Register, key: str, needed: date, with_insulation: bool = True) -> bool:
    kinds = ["REPLACE", "RETIRE"] + (["INSULATE"] if with_insulation else [])
    return any(_finished(register, key, needed, kind) for kind in kinds)


def _finished(register: Register, key: str, needed: date, kind: str) -> bool:
    system = register.known.get(key)
    plans = system.remediations if system else ()
    return any(plan.kind.name == kind and TODAY <= plan.planned_finish <= needed for plan in plans)


def singly(walks: Walks, some: list[Initiative]) -> Iterator[float]:
    for initiative in some:
        started = time.perf_counter()
        walks.reached_by(initiative, TODAY)
        yield 1000 * (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=300_000)
    parser.add_argument("--dependencies", type=int, default=2_000_000)
    parser.add_argument("--initiatives", type=int, default=5_000)
    parser.add_argument("--municipalities", type=int, default=290)
    parser.add_argument("--legacy", type=float, default=0.01, help="share of the systems that are legacy")
    parser.add_argument("--conducting", type=float, default=0.25, help="share of the dependencies that conduct")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, networkx {nx.__version__}, {os.cpu_count()} processors")
    register = made_up(options)
    print(f"{options.systems} systems ({int(register.legacy.sum())} legacy), {options.dependencies} dependencies", end=" ")
    print(f"({int(register.ties.conducting.sum())} conduct), {options.initiatives} initiatives\n")
    thinned, thinning = timed("ours: keep what leads to legacy, as numbers", lambda: thin(register.legacy, register.ties))
    with tempfile.TemporaryDirectory() as folder:
        mapped, _opening = timed("ours: write it down and map it", lambda: kept(thinned, Path(folder)))
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        walks, opening = timed("ours: begin", lambda: Walks(mapped, register.keys, register.known))
        ours, walking = timed("ours: all initiatives", lambda: walks.all_reached(register.initiatives, TODAY))
        fresh = Walks(mapped, register.keys, register.known)
        one = sorted(singly(fresh, register.initiatives[:200]))
        print(
            f"ours: one initiative, nothing remembered: median {statistics.median(one):.1f} ms, slowest of 200 {one[-1]:.1f} ms"
        )
    print(
        f"ours: {len(mapped.providers)} dependencies kept, {size:.0f} MB on disk; {sum(map(len, ours.values()))} blockers found\n"
    )
    graph, building = timed("networkx: build the graph", lambda: whole_graph(register))
    theirs, searching = timed(
        "networkx: all initiatives", lambda: {it.key: plainly(graph, register, it) for it in register.initiatives}
    )
    same = all([(it.system, it.path) for it in ours[key]] == found for key, found in theirs.items())
    print(f"\nthe answers are {'equal, path by path' if same else 'NOT EQUAL'}")
    print(f"all initiatives, graph given: networkx takes {searching / (opening + walking):.1f} times as long")
    print(f"from the dependencies to the answers: {(building + searching) / (thinning + opening + walking):.1f} times as long")
    raise SystemExit(not same)


if __name__ == "__main__":
    main()
