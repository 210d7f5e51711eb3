"""How good a plan is, and how fast: ours beside two others on one made-up municipality.

* greedy: again and again the initiative whose cheapest set brings most benefit per krona and still fits;
* plain: the same integer programme written out whole, every system of every gate in every year, and given to the same solver
  (scipy's HiGHS) without adding barriers as they are needed.

Every plan is judged by the product's own `evaluated`, from the gates.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.graph import ApiUse, Dependency, Initiative, Landscape, System
from registry.core.landscape.parts import Remediation
from registry.core.legacy import LegacyAssessment, Standing
from registry.core.remediation.frame import Choice, Frame, Plan, Wish
from registry.core.remediation.gate import gates
from registry.core.remediation.plan import best_plan, evaluated
from registry.core.remediation.programme import Programme
from registry.core.remediation.unblocking import cheapest_of
from registry.core.text import text
from registry.core.vocabulary import DependencyKind, Funding, InitiativeStatus, RemediationKind, RemediationStatus, Touch
from registry.portfolio.planned import SECONDS, planned
from registry.portfolio.planning import Case

TODAY = date(2026, 11, 25)
YEARS = range(2027, 2031)
LEGACY = LegacyAssessment(80, 80, (), Standing.LEGACY, text("made up"))
_INSULATING = ApiUse("api", "Party", "1.0", published=True, status=VersionStatus.ACTIVE, compliant=True)
CONDUCTS = 0.6
"""The share of dependencies that pass a blockage on."""
KINDS = (RemediationKind.UPGRADE, RemediationKind.REPLACE, RemediationKind.INSULATE)


def municipality(random: Random, systems: int, options: int, initiatives: int) -> Landscape:
    """Dependencies by preferential attachment, six in ten conducting; every option mends a legacy system, some have two."""
    keys = [f"s{number:04}" for number in range(systems)]
    old = random.sample(keys, options * 2 // 3)
    worn = set(old)
    remediations: dict[str, list[Remediation]] = {}
    for number in range(options):
        system = old[number % len(old)]
        made = Remediation(
            f"r{number:03}",
            system,
            KINDS[number % 3],
            RemediationStatus.PROPOSED,
            None,
            random.randint(2, 100) * 50_000,
            random.randint(2, 24),
            random.choice(tuple(Funding)),
        )
        remediations.setdefault(system, []).append(made)
    made_systems = [
        System(key, key, legacy=LEGACY if key in worn else None, remediations=tuple(remediations.get(key, ()))) for key in keys
    ]
    wanted = [
        Initiative(
            f"i{number:03}",
            f"Initiative {number}",
            InitiativeStatus.ACTIVE,
            date(random.choice(YEARS), random.randint(1, 12), 1),
            tuple((key, random.choice((Touch.CHANGES, Touch.BUILDS_ON))) for key in random.sample(keys, random.randint(1, 3))),
            (),
            random.randint(2, 80) * 50_000,
        )
        for number in range(initiatives)
    ]
    return Landscape(made_systems, list(_dependencies(random, keys)), wanted)


def _dependencies(random: Random, keys: Sequence[str]) -> Iterator[Dependency]:
    popular = list(keys[:3])
    for number, source in enumerate(keys):
        for edge in range(random.randint(1, 4)):
            target = random.choice(popular if random.random() < 0.8 else keys)
            popular.append(target)
            conducts = random.random() < CONDUCTS
            if target != source:
                kind = DependencyKind.SHARED_DATABASE if conducts else DependencyKind.API
                yield Dependency(f"d{number}-{edge}", source, target, kind, api=None if conducts else _INSULATING)


def greedy(choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame) -> dict[str, int]:
    """Sets of the most benefit per krona first, each remediation in the first year its money and its months allow."""
    by_key = {choice.key: choice for choice in choices}
    left = dict(frame.money)
    begun: dict[str, int] = {}
    sets = {wish.key: cheapest_of(wish.gate, TODAY) for wish in wishes}

    def worth(wish: Wish) -> float:
        found = sets[wish.key]
        return wish.benefit / max(1, sum(option.cost or 0 for option in found.options if option.key not in begun)) if found else 0

    open_still = [wish for wish in wishes if sets[wish.key] is not None]
    while open_still:
        wish = max(open_still, key=worth)
        open_still.remove(wish)
        found = sets[wish.key]
        assert found is not None
        trial, placed = dict(left), dict(begun)
        if all(_place(by_key[option.key], trial, placed, frame) for option in found.options):
            left, begun = trial, placed
    return begun


def _place(choice: Choice, left: dict[tuple[int, Funding], int], begun: dict[str, int], frame: Frame) -> bool:
    if choice.key in begun:
        return True
    for year in frame.years:
        payments = choice.payments(year)
        if choice.last_year(year) <= frame.last and all(left.get((y, choice.funding), 0) >= paid for y, paid in payments.items()):
            for y, paid in payments.items():
                left[y, choice.funding] -= paid
            begun[choice.key] = year
            return True
    return False


def plain(choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, seconds: float) -> tuple[dict[str, int], int]:
    """The programme written out: a column for every system of every gate in every year. Returns the plan and the columns."""
    frame_only = Programme(choices, wishes, frame, {wish.key: () for wish in wishes})
    rows = frame_only._rows()
    width = frame_only.width
    for wish in wishes:
        for year in range(frame.first, frame.last + 2):
            if (wish.key, year) in frame_only.frees:
                width = _write_out(frame_only, rows, wish, year, width)
    matrix = coo_array((rows.weight, (rows.row, rows.column)), shape=(len(rows.low), width)).tocsr()
    objective = np.concatenate([frame_only._objective(), np.zeros(width - frame_only.width)])
    whole = np.zeros(width)
    whole[: len(frame_only.begins)] = 1
    result = milp(
        objective,
        integrality=whole,
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(matrix, np.array(rows.low), np.array(rows.high))],
        options={"time_limit": seconds, "mip_rel_gap": 0.002},
    )
    if result.x is None:
        return {}, width
    return {key: year for (key, year), column in frame_only.begins.items() if result.x[column] > 0.5}, width


def _write_out(frame_only: Programme, rows, wish: Wish, year: int, width: int) -> int:
    """Columns that say whether the blockage comes out of a system; the wish is free when it comes out of no legacy system."""
    gate, column = wish.gate, {}
    for system in sorted({*gate.starts, *gate.providers, *(p for found in gate.providers.values() for p in found)}):
        column[system] = width
        width += 1

    def mended(system: str, kinds: set[RemediationKind]) -> list[tuple[int, float]]:
        options = (option for option in gate.options.get(system, ()) if option.kind in kinds)
        return [(done, 1.0) for option in options for done in frame_only._done(option.key, year)]

    for system in gate.starts:
        rows.add([(column[system], 1.0), *mended(system, gate.helping_kinds(system, first=True, last=False))], 1.0, np.inf)
    for consumer, providers in gate.providers.items():
        for provider in providers:
            kinds = gate.helping_kinds(provider, first=False, last=False)
            rows.add([(column[provider], 1.0), (column[consumer], -1.0), *mended(provider, kinds)], 0.0, np.inf)
    free = frame_only.frees[wish.key, year][0]
    for system in gate.legacy:
        upgraded = [(done, -1.0) for done, _one in mended(system, {RemediationKind.UPGRADE})]
        rows.add([(free, 1.0), (column[system], 1.0), *upgraded], -np.inf, 1.0)
    return width


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--initiatives", type=int, default=500)
    parser.add_argument("--systems", type=int, default=2_000)
    parser.add_argument("--options", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--plain-seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    landscape = municipality(Random(asked.seed), asked.systems, asked.options, asked.initiatives)
    began = time.perf_counter()
    found = [gate for gate in gates(landscape, landscape.initiatives.values(), TODAY) if gate.legacy]
    wishes = [Wish(gate, gate.initiative.benefit or 0, (gate.initiative.needed_by or TODAY).year) for gate in found]
    options = [option for system in landscape.systems.values() for option in system.remediations]
    choices = [
        Choice(option.key, option.cost or 0, option.duration_months or 0, option.funding or Funding.OPERATING)
        for option in options
    ]
    reached = sum(len({*gate.starts, *gate.providers}) for gate in found)
    print(f"{len(landscape.systems)} systems, {len(landscape.dependencies)} dependencies, {len(choices)} options")
    print(f"{len(wishes)} of {len(landscape.initiatives)} initiatives blocked, {reached} systems in their gates", end=", ")
    print(f"{time.perf_counter() - began:.2f} s to find them")
    for share in (0.1, 0.25, 0.5):
        total = sum(choice.cost for choice in choices) * share
        money = {(year, funding): int(total / len(YEARS) / 2) for year in YEARS for funding in Funding}
        compare(share, choices, wishes, Frame(YEARS[0], YEARS[-1], YEARS[-1] + 5, money), landscape, asked)


def compare(
    share: float,
    choices: Sequence[Choice],
    wishes: Sequence[Wish],
    frame: Frame,
    landscape: Landscape,
    asked: argparse.Namespace,
) -> None:
    print(f"\nmoney for {share:.0%} of what everything costs: {sum(frame.money.values()):,} kronor")
    first: list[float] = []
    began = time.perf_counter()
    ours = best_plan(
        choices,
        wishes,
        frame,
        seconds=asked.seconds,
        tolerance=0.002,
        progress=lambda _plan: first.append(time.perf_counter() - began),
    )
    ours_took = time.perf_counter() - began
    gap = (ours.bound - ours.benefit) / max(1, ours.benefit)
    tell("ours", ours, ours_took, ours, ours_took)
    print(f"    first plan after {first[0]:.2f} s, {len(first)} better ones; at most {gap:.2%} below the best there can be")
    began = time.perf_counter()
    explained = planned(Case(tuple(choices), tuple(wishes), frame, {}, {}, (), (), landscape), asked.seconds)
    print(f"    {time.perf_counter() - began:.2f} s with its reasons and a frontier of {len(explained.frontier)} points")
    began = time.perf_counter()
    begun = greedy(choices, wishes, frame)
    tell("greedy", evaluated(choices, wishes, frame, begun), time.perf_counter() - began, ours, ours_took)
    began = time.perf_counter()
    begun, width = plain(choices, wishes, frame, asked.plain_seconds)
    took = time.perf_counter() - began
    tell(f"plain ({width:,} columns)", evaluated(choices, wishes, frame, begun), took, ours, ours_took)


def tell(name: str, plan: Plan, took: float, ours: Plan, ours_took: float) -> None:
    print(
        f"  {name:<26} {plan.benefit:>15,} kronor of benefit ({plan.benefit / max(1, ours.benefit):6.1%} of ours),"
        f" {len(plan.freed):>3} freed, {took:7.2f} s ({took / ours_took:5.1f} times ours)"
    )


if __name__ == "__main__":
    main()
