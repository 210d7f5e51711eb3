"""The thinned landscape finds what the whole one does: the same blockers over the same paths, in the same order."""

from __future__ import annotations

import numpy as np
from core.landscape.landscape_parts import TODAY, depends, initiative, landscapes, system
from hypothesis import given

from registry.core.landscape.blockers import all_blockers, blockers_of
from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Landscape
from registry.core.landscape.thinned import Thinned, Ties, Walks, thin
from registry.core.landscape.timing import has_plans
from registry.core.vocabulary import Strength, Touch


def thinned(landscape: Landscape) -> Thinned:
    numbers = {key: number for number, key in enumerate(landscape.systems)}
    dependencies = landscape.dependencies.values()
    ties = Ties(
        np.array([numbers[dependency.source] for dependency in dependencies], np.int32),
        np.array([numbers[dependency.target] for dependency in dependencies], np.int32),
        np.array([conducts(dependency) for dependency in dependencies], np.bool_),
    )
    return thin(np.array([it.is_legacy for it in landscape.systems.values()], np.bool_), ties)


def walks(landscape: Landscape) -> Walks:
    known = {key: it for key, it in landscape.systems.items() if it.is_legacy or has_plans(it)}
    return Walks(thinned(landscape), tuple(landscape.systems), known)


@given(landscapes())
def test_every_blocker_is_found_over_the_same_path(landscape: Landscape) -> None:
    keys = tuple(landscape.dependencies)
    found = walks(landscape)
    for asked in landscape.initiatives.values():
        expected = [
            (blocker.system.key, blocker.touch, blocker.start.key, [step.dependency_key for step in blocker.path])
            for blocker in blockers_of(landscape, asked, TODAY)
        ]
        reached = found.reached_by(asked, TODAY)
        assert [(it.system, it.touch, it.start, [keys[place] for place in it.path]) for it in reached] == expected
    assert found.all_reached(landscape.initiatives.values(), TODAY).keys() == all_blockers(landscape, TODAY).keys()


def test_only_what_leads_to_legacy_over_conducting_dependencies_is_kept() -> None:
    landscape = Landscape(
        [system("a"), system("b"), system("c", is_legacy=True), system("d"), system("e")],
        [depends("a", "b"), depends("b", "c"), depends("b", "d"), depends("e", "c", strength=Strength.SOFT)],
    )
    kept = thinned(landscape)
    assert kept.first.tolist() == [0, 1, 2, 2, 2, 2]
    assert kept.providers.tolist() == [1, 2]
    [reached] = walks(landscape).reached_by(initiative(("a", Touch.BUILDS_ON)), TODAY)
    assert (reached.system, reached.path, reached.direct) == ("c", (0, 1), False)


def test_a_limit_keeps_the_nearest() -> None:
    landscape = Landscape(
        [system("a"), system("b", is_legacy=True), system("c", is_legacy=True)], [depends("a", "b"), depends("b", "c")]
    )
    asked = initiative(("a", Touch.BUILDS_ON))
    assert [it.system for it in walks(landscape).reached_by(asked, TODAY, limit=1)] == ["b"]
