"""Blockers on landscapes nobody thought of: against a naive search, and laws that must hold whatever the landscape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from core.landscape.landscape_parts import GOOD_API, TODAY, landscapes
from hypothesis import given
from hypothesis import strategies as st

from registry.core.landscape.blockers import all_blockers, blockers_of, insulated_near_misses
from registry.core.landscape.conduction import conduction
from registry.core.landscape.graph import Initiative, Landscape, System
from registry.core.vocabulary import DependencyKind, InitiativeStatus, Lifecycle, RemediationKind, RemediationStatus, Touch


def in_time(system: System, deadline: date, *kinds: RemediationKind) -> bool:
    for remediation in system.remediations:
        if remediation.kind in kinds:
            if remediation.status is RemediationStatus.DONE:
                return True
            agreed = remediation.status in {RemediationStatus.PLANNED, RemediationStatus.STARTED}
            if agreed and remediation.planned_finish is not None and TODAY <= remediation.planned_finish <= deadline:
                return True
    return False


def gone(system: System, deadline: date) -> bool:
    retiring = system.planned_retirement is not None and TODAY <= system.planned_retirement <= deadline
    removed = in_time(system, deadline, RemediationKind.REPLACE, RemediationKind.RETIRE)
    return system.lifecycle is Lifecycle.RETIRED or retiring or removed


def simple_paths(landscape: Landscape, start: str, closed: set[str]) -> Iterator[list[str]]:
    """Every walk without repetition over conducting dependencies, the slow way."""
    stack = [[start]]
    while stack:
        path = stack.pop()
        yield path
        for dependency in landscape.dependencies.values():
            target = dependency.target
            conducts = conduction(dependency, landscape[target]).conducts
            if dependency.source == path[-1] and conducts and target not in path and target not in closed:
                stack.append([*path, target])


def naive(landscape: Landscape, initiative: Initiative) -> dict[str, int]:
    """Length of the shortest proof for each blocker, straight from the definition."""
    deadline = max(initiative.needed_by or TODAY, TODAY)
    retires = {key for key, touch in initiative.touches if touch is Touch.RETIRES}
    shut = {
        key
        for key, system in landscape.systems.items()
        if key in retires or gone(system, deadline) or in_time(system, deadline, RemediationKind.INSULATE)
    }
    changes = {key for key, touch in initiative.touches if touch is Touch.CHANGES}
    builds_on = {key for key, touch in initiative.touches if touch is Touch.BUILDS_ON} - shut
    introduces = {key for key, touch in initiative.touches if touch is Touch.INTRODUCES}
    present = {key for key in changes | introduces if key not in retires and not gone(landscape[key], deadline)}
    starts = present | builds_on
    only_introduced = introduces - changes - builds_on
    found: dict[str, int] = {}
    for start in starts:
        for path in simple_paths(landscape, start, shut | (starts - {start})):
            end = landscape[path[-1]]
            if end.is_legacy and end.key not in only_introduced and not in_time(end, deadline, RemediationKind.UPGRADE):
                found[end.key] = min(found.get(end.key, 99), len(path) - 1)
    return found


@given(landscapes())
def test_blockers_are_those_a_naive_search_finds_by_the_shortest_paths(landscape: Landscape) -> None:
    for initiative in landscape.initiatives.values():
        found = blockers_of(landscape, initiative, TODAY)
        assert {blocker.system.key: len(blocker.path) for blocker in found} == naive(landscape, initiative)
        for blocker in found:
            assert all(step.conducts for step in blocker.path)
            assert all(one.to == other.from_ for one, other in pairwise(blocker.path))
            assert blocker.direct == (not blocker.path)
            assert not blocker.path or blocker.path[-1].to == blocker.system


@given(landscapes())
def test_judging_all_together_gives_what_judging_each_gives(landscape: Landscape) -> None:
    together = all_blockers(landscape, TODAY)
    active = [i for i in landscape.initiatives.values() if i.status is InitiativeStatus.ACTIVE]
    assert together == {initiative.key: blockers_of(landscape, initiative, TODAY) for initiative in active}


@given(landscapes())
def test_insulating_every_dependency_leaves_only_direct_blockers(landscape: Landscape) -> None:
    insulated = [replace(d, kind=DependencyKind.API, api=GOOD_API) for d in landscape.dependencies.values()]
    better = Landscape(landscape.systems.values(), insulated, landscape.initiatives.values())
    for initiative in better.initiatives.values():
        assert all(blocker.direct for blocker in blockers_of(better, initiative, TODAY))


@given(landscapes(), st.data())
def test_removing_a_dependency_never_adds_a_blocker(landscape: Landscape, data: st.DataObject) -> None:
    kept = (
        data.draw(st.lists(st.sampled_from([*landscape.dependencies.values()]), unique_by=id)) if landscape.dependencies else []
    )
    fewer = Landscape(landscape.systems.values(), kept, landscape.initiatives.values())
    for initiative in landscape.initiatives.values():
        before = {blocker.system.key for blocker in blockers_of(landscape, initiative, TODAY)}
        assert {blocker.system.key for blocker in blockers_of(fewer, initiative, TODAY)} <= before


@given(landscapes(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(landscape: Landscape, random: object) -> None:
    systems, dependencies = [*landscape.systems.values()], [*landscape.dependencies.values()]
    random.shuffle(systems)  # type: ignore[attr-defined]
    random.shuffle(dependencies)  # type: ignore[attr-defined]
    shuffled = Landscape(systems, dependencies, landscape.initiatives.values())
    assert all_blockers(shuffled, TODAY) == all_blockers(landscape, TODAY)


@given(landscapes(), st.integers(0, 4))
def test_a_limit_keeps_the_first(landscape: Landscape, limit: int) -> None:
    for initiative in landscape.initiatives.values():
        assert blockers_of(landscape, initiative, TODAY, limit) == blockers_of(landscape, initiative, TODAY)[:limit]


@given(landscapes())
def test_nothing_both_blocks_and_is_held_off(landscape: Landscape) -> None:
    for initiative in landscape.initiatives.values():
        blocking = {blocker.system.key for blocker in blockers_of(landscape, initiative, TODAY)}
        near = insulated_near_misses(landscape, initiative)
        assert blocking.isdisjoint(miss.system.key for miss in near)
        assert all(miss.held_off_by and miss.system.is_legacy for miss in near)
