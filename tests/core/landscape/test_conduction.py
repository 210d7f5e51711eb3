"""Which dependencies conduct a blockage, and what would insulate them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.landscape.landscape_parts import GOOD_API, depends, landscapes, system
from hypothesis import given
from hypothesis import strategies as st

from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.conduction import conduction, conducts
from registry.core.landscape.graph import ApiUse, Landscape
from registry.core.vocabulary import DependencyKind, Strength

PROVIDER = system("old")


@pytest.mark.parametrize("kind", DependencyKind)
def test_every_hard_kind_conducts_without_an_api_and_says_why_and_what_to_do(kind: DependencyKind) -> None:
    judged = conduction(depends("a", "old", kind), PROVIDER)
    assert judged.conducts
    assert str(judged.reason)
    assert str(judged.insulation)


def test_each_kind_has_its_own_reason() -> None:
    reasons = {str(conduction(depends("a", "old", kind), PROVIDER).reason) for kind in DependencyKind}
    assert len(reasons) == len(DependencyKind)


@pytest.mark.parametrize("kind", DependencyKind)
def test_a_soft_dependency_never_conducts(kind: DependencyKind) -> None:
    assert not conduction(depends("a", "old", kind, strength=Strength.SOFT), PROVIDER).conducts


@pytest.mark.parametrize(
    ("fault", "reason", "insulation"),
    [
        ({"published": False}, "Party 2.1 is not published", "Publish Party 2.1 in the API catalogue"),
        ({"status": None}, "The status of Party 2.1 is not known", "State whether Party 2.1 is active"),
        ({"status": VersionStatus.DEPRECATED}, "Party 2.1 is DEPRECATED", "Move to the active version of Party"),
        ({"compliant": None}, "Party 2.1 has never been checked against the strategy", "Check Party 2.1 against the strategy"),
        ({"compliant": False}, "Party 2.1 fails the strategy", "Make Party 2.1 pass the strategy"),
        (
            {"compliant": False, "failed_clauses": ("R04", "R12")},
            "Party 2.1 fails the strategy: R04, R12",
            "Make Party 2.1 pass R04, R12",
        ),
    ],
)
def test_an_api_conducts_for_the_fault_it_has(fault: dict[str, object], reason: str, insulation: str) -> None:
    api = replace(GOOD_API, **fault)
    judged = conduction(depends("a", "old", DependencyKind.API, api=api), PROVIDER)
    assert (judged.conducts, str(judged.reason), str(judged.insulation)) == (True, reason, insulation)


def test_a_published_active_compliant_api_insulates() -> None:
    judged = conduction(depends("a", "old", DependencyKind.API, api=GOOD_API), PROVIDER)
    assert (judged.conducts, judged.insulation) == (False, None)
    assert str(judged.reason) == "Insulated: Party 2.1 is published, active and passes the strategy"


@pytest.mark.parametrize(
    "kind",
    [
        DependencyKind.FILE_TRANSFER,
        DependencyKind.SHARED_DATABASE,
        DependencyKind.SCREEN_SCRAPING,
        DependencyKind.MANUAL,
        DependencyKind.PLATFORM,
    ],
)
def test_an_api_beside_a_closed_tie_does_not_insulate_it(kind: DependencyKind) -> None:
    assert conduction(depends("a", "old", kind, api=GOOD_API), PROVIDER).conducts


@given(landscapes())
def test_the_bare_answer_agrees_with_the_reasoned_one(landscape: Landscape) -> None:
    for dependency in landscape.dependencies.values():
        assert conducts(dependency) is conduction(dependency, landscape[dependency.target]).conducts


@given(st.text(), st.text())
def test_braces_in_names_are_only_names(name: str, version: str) -> None:
    api = ApiUse("k", name, version, published=False)
    assert str(api) in str(conduction(depends("a", "old", DependencyKind.API, api=api), PROVIDER).reason)
