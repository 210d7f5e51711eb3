"""The best use of a budget: which remediations to begin in which year, so that the initiatives they free bring the most benefit.

An integer programme (scipy's HiGHS). A remediation begun in a year is paid in equal parts over the months it takes, and frees
what waits for it from the year after its last. An initiative is freed when every path by which it is blocked is ended; paths are
added as the solver finds plans that leave some open, so that only those that matter are ever reckoned with.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from registry.core.remediation.frame import Choice, Frame, Plan, Wish, years_of_benefit
from registry.core.remediation.programme import Programme

_LEAST_SECONDS = 0.2
_ROUGH = 0.02  # a first plan within so much of the best is found early, and shown


class Impossible(ValueError):
    """No plan keeps to the frame, or none was found in time: what must be done does not fit money, years or prerequisites."""


Progress = Callable[[Plan], None]


@dataclass(slots=True)
class Barriers:
    """The barriers found so far by wish: sets of choices of which one must be done. They hold whatever the money is."""

    wishes: Sequence[Wish]
    known: frozenset[str]
    found: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    hopeless: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """For each wish enough barriers that a plan which passes them is probably right."""
        for wish in self.wishes:
            self.found[wish.key] = []
            while self.look(wish, frozenset().union(*self.found[wish.key])):
                pass

    def look(self, wish: Wish, done: frozenset[str]) -> bool:
        """Add the barrier of a path that `done` leaves open; False when there is none, or nothing that can be chosen ends it."""
        if wish.key in self.hopeless:
            return False
        path = wish.gate.open_path(done)
        if path is None:
            return False
        barrier = wish.gate.barrier(path) & self.known
        if not barrier:
            self.hopeless.add(wish.key)
            return False
        self.found[wish.key].append(barrier)
        return True


def best_plan(
    choices: Sequence[Choice],
    wishes: Sequence[Wish],
    frame: Frame,
    *,
    seconds: float = 30.0,
    tolerance: float = 0.0,
    progress: Progress | None = None,
    barriers: Barriers | None = None,
) -> Plan:
    """The plan of most benefit, or the best found when `seconds` are up or it is within `tolerance` (a share) of the best.

    Then it is not `proved`. `progress` gets every better plan as it is found. `barriers` are those found for another budget with
    the same choices and wishes, and gain what is found here. Raises Impossible.
    """
    barriers = barriers if barriers is not None else first_barriers(choices, wishes, frame)
    ends = time.monotonic() + seconds
    best: Plan | None = None
    gap, bound = max(_ROUGH, tolerance), sum(wish.benefit * years_of_benefit(wish, frame.first, frame) for wish in wishes)
    while True:
        left = ends - time.monotonic()
        hoped = [wish for wish in wishes if wish.key not in barriers.hopeless]
        answer = Programme(choices, hoped, frame, barriers.found).solve(max(left, _LEAST_SECONDS), gap)
        if answer is None:
            if best is not None:
                return best
            if any(choice.must for choice in choices):
                raise Impossible
            return replace(evaluated(choices, wishes, frame, {}), bound=bound)  # no time for more than to do nothing
        bound = min(bound, answer.bound)
        found = evaluated(choices, wishes, frame, answer.begun)
        proved = answer.optimal and found.benefit >= bound
        is_better = best is None or found.benefit > best.benefit or proved
        best = replace(found if is_better or best is None else best, bound=max(bound, found.benefit), proved=proved)
        if is_better and progress is not None:
            progress(best)
        open_still = _tighten(barriers, choices, answer.begun, frame)
        if proved or ends <= time.monotonic() or (gap <= tolerance and not open_still):
            return best
        gap = gap if open_still else tolerance


def first_barriers(choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame) -> Barriers:
    """The barriers to begin with, before any plan was tried."""
    barriers = Barriers(wishes, frozenset((*(choice.key for choice in choices), *frame.agreed)))
    barriers.begin()
    return barriers


def evaluated(choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, begun: Mapping[str, int]) -> Plan:
    """What beginning these remediations in these years brings, reckoned from the gates themselves; `bound` says no more."""
    by_key = {choice.key: choice for choice in choices}
    ready = ready_by(by_key, frame, begun)
    freed = {}
    for wish in wishes:
        year = _free_from(wish, ready, frame)
        if year is not None:
            freed[wish.key] = year
    benefit = sum(wish.benefit * years_of_benefit(wish, freed[wish.key], frame) for wish in wishes if wish.key in freed)
    return Plan(dict(begun), freed, benefit, sum(by_key[key].cost for key in begun), benefit, False)


def _free_from(wish: Wish, ready: Mapping[str, int], frame: Frame) -> int | None:
    """The first year in which the wish is free when these remediations are done in these years; None when never."""
    helping = {
        option.key: ready[option.key] for options in wish.gate.options.values() for option in options if option.key in ready
    }
    for year in sorted({frame.first, *helping.values()}):
        done = frozenset(key for key, first in helping.items() if first <= year)
        if frame.first <= year <= frame.horizon and wish.gate.open_path(done) is None:
            return year
    return None


def ready_by(choices: Mapping[str, Choice], frame: Frame, begun: Mapping[str, int]) -> dict[str, int]:
    """The first year in which each remediation of the plan, or agreed before it, is done."""
    return {**frame.agreed, **{key: choices[key].last_year(year) + 1 for key, year in begun.items()}}


def _tighten(barriers: Barriers, choices: Sequence[Choice], begun: Mapping[str, int], frame: Frame) -> bool:
    """Add the barriers this plan ran into without knowing; whether there were any."""
    by_key = {choice.key: choice for choice in choices}
    before = sum(map(len, barriers.found.values())) + len(barriers.hopeless)
    ready = ready_by(by_key, frame, begun)
    for year in range(frame.first, frame.horizon + 1):
        done = frozenset(key for key, first in ready.items() if first <= year)
        for wish in barriers.wishes:
            if all(barrier & done for barrier in barriers.found[wish.key]):
                barriers.look(wish, done)
    return sum(map(len, barriers.found.values())) + len(barriers.hopeless) > before
