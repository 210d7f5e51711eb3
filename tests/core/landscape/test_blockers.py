"""Blockers by example: who stands in the way, when, and by which path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from core.landscape.landscape_parts import GOOD_API, NEEDED, TODAY, depends, initiative, remediation, system

from registry.core.landscape.blockers import all_blockers, blockers_of, insulated_near_misses
from registry.core.landscape.graph import Dependency, Initiative, Landscape, System
from registry.core.landscape.words import sentences
from registry.core.vocabulary import (
    DependencyKind,
    InitiativeStatus,
    Lifecycle,
    RemediationKind,
    RemediationStatus,
    Strength,
    Touch,
)


def blocking(systems: list[System], dependencies: list[Dependency], wish: Initiative) -> list[str]:
    return [blocker.system.key for blocker in blockers_of(Landscape(systems, dependencies, [wish]), wish, TODAY)]


@pytest.mark.parametrize("touch", [Touch.CHANGES, Touch.BUILDS_ON])
def test_a_legacy_system_touched_blocks_directly(touch: Touch) -> None:
    wish = initiative(("old", touch))
    (blocker,) = blockers_of(Landscape([system("old", is_legacy=True)], [], [wish]), wish, TODAY)
    assert (blocker.direct, blocker.path, blocker.touch) == (True, (), touch)


@pytest.mark.parametrize("touch", [Touch.RETIRES, Touch.INTRODUCES])
def test_a_legacy_system_taken_away_or_brought_in_does_not_block_itself(touch: Touch) -> None:
    assert blocking([system("old", is_legacy=True)], [], initiative(("old", touch))) == []


def test_a_system_introduced_is_blocked_by_what_it_cannot_do_without() -> None:
    systems = [system("new"), system("old", is_legacy=True)]
    assert blocking(systems, [depends("new", "old")], initiative(("new", Touch.INTRODUCES))) == ["old"]


def test_the_initiative_is_not_blocked_through_a_system_it_retires() -> None:
    systems = [system("a"), system("going"), system("old", is_legacy=True)]
    dependencies = [depends("a", "going"), depends("going", "old")]
    assert blocking(systems, dependencies, initiative(("a", Touch.CHANGES))) == ["old"]
    assert blocking(systems, dependencies, initiative(("a", Touch.CHANGES), ("going", Touch.RETIRES))) == []


def test_the_path_proves_an_indirect_blocker_in_words() -> None:
    systems = [system("a"), system("b"), system("old", is_legacy=True, score=82)]
    dependencies = [depends("a", "b", DependencyKind.API), depends("b", "old", DependencyKind.SHARED_DATABASE)]
    wish = initiative(("a", Touch.BUILDS_ON))
    (blocker,) = blockers_of(Landscape(systems, dependencies, [wish]), wish, TODAY)
    assert [str(sentence) for sentence in sentences(blocker)] == [
        "“New permits” builds on A, which cannot do without OLD, which is legacy. "
        "Nothing is agreed that clears the way by 2027-01-01. The score is 82 of 100.",
        "A depends on B through an API. The catalogue does not say which version of B's API is used.",
        "B depends on OLD through a shared database. A shared database ties the consumer to OLD's tables.",
    ]
    assert [str(text) for text in blocker.insulate] == [
        "Record which version of B's API is used, and check it against the strategy",
        "Replace it with a published API of OLD that passes the strategy",
    ]
    assert [step.dependency_key for step in blocker.path] == ["a-b", "b-old"]
    assert blocker.start.key == "a"


def test_soft_and_insulated_dependencies_do_not_pass_a_blockage_on() -> None:
    systems = [system("a"), system("old", is_legacy=True)]
    wish = initiative(("a", Touch.CHANGES))
    assert blocking(systems, [depends("a", "old", strength=Strength.SOFT)], wish) == []
    assert blocking(systems, [depends("a", "old", DependencyKind.API, api=GOOD_API)], wish) == []
    beside = replace(depends("a", "old"), key="a file beside the api")
    assert blocking(systems, [depends("a", "old", DependencyKind.API, api=GOOD_API), beside], wish) == ["old"]


@pytest.mark.parametrize(
    ("finish", "status", "clears"),
    [
        (NEEDED, RemediationStatus.PLANNED, True),
        (NEEDED, RemediationStatus.STARTED, True),
        (NEEDED + timedelta(days=1), RemediationStatus.PLANNED, False),
        (NEEDED, RemediationStatus.PROPOSED, False),
        (NEEDED, RemediationStatus.REJECTED, False),
        (None, RemediationStatus.PLANNED, False),
        (None, RemediationStatus.DONE, True),
        (TODAY - timedelta(days=1), RemediationStatus.STARTED, False),
    ],
)
def test_a_remediation_clears_the_way_when_agreed_and_in_time(
    finish: date | None, status: RemediationStatus, clears: bool
) -> None:
    mended = system("old", is_legacy=True, remediations=(remediation(RemediationKind.UPGRADE, finish, status),))
    assert (blocking([mended], [], initiative(("old", Touch.CHANGES))) == []) is clears


def test_a_remediation_that_comes_too_late_is_told() -> None:
    late = date(2027, 6, 1)
    systems = [system("old", is_legacy=True, remediations=(remediation(RemediationKind.REPLACE, late),))]
    wish = initiative(("old", Touch.CHANGES))
    (blocker,) = blockers_of(Landscape(systems, [], [wish]), wish, TODAY)
    assert blocker.resolved_by == late
    assert "The way is clear on 2027-06-01, after 2027-01-01 when it is needed." in str(blocker.why)


def test_an_initiative_without_a_day_or_past_its_day_needs_its_systems_now() -> None:
    mended = system("old", is_legacy=True, remediations=(remediation(RemediationKind.UPGRADE, TODAY + timedelta(days=1)),))
    for needed_by in (None, TODAY - timedelta(days=90)):
        assert blocking([mended], [], initiative(("old", Touch.CHANGES), needed_by=needed_by)) == ["old"]


def test_insulation_frees_those_who_use_a_system_but_not_those_who_change_it() -> None:
    shielded = system("old", is_legacy=True, remediations=(remediation(RemediationKind.INSULATE, TODAY),))
    systems, dependencies = [system("a"), shielded], [depends("a", "old")]
    assert blocking(systems, dependencies, initiative(("a", Touch.CHANGES))) == []
    assert blocking(systems, dependencies, initiative(("old", Touch.BUILDS_ON))) == []
    assert blocking(systems, dependencies, initiative(("old", Touch.CHANGES))) == ["old"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"lifecycle": Lifecycle.RETIRED}, []),
        ({"planned_retirement": NEEDED}, []),
        ({"planned_retirement": NEEDED + timedelta(days=1)}, ["old"]),
        ({"planned_retirement": TODAY - timedelta(days=1)}, ["old"]),
    ],
)
def test_a_system_gone_in_time_does_not_block(values: dict[str, object], expected: list[str]) -> None:
    assert blocking([system("old", is_legacy=True, **values)], [], initiative(("old", Touch.CHANGES))) == expected


def test_direct_come_before_indirect_then_the_nearest_then_the_worst() -> None:
    systems = [
        system("a"),
        system("far", is_legacy=True, score=99),
        system("mild", is_legacy=True, score=55),
        system("grave", is_legacy=True, score=90),
        system("direct", is_legacy=True, score=51),
    ]
    dependencies = [depends("a", "mild"), depends("a", "grave"), depends("mild", "far")]
    wish = initiative(("a", Touch.CHANGES), ("direct", Touch.BUILDS_ON))
    assert blocking(systems, dependencies, wish) == ["direct", "grave", "mild", "far"]
    landscape = Landscape(systems, dependencies, [wish])
    assert [blocker.system.key for blocker in blockers_of(landscape, wish, TODAY, limit=2)] == ["direct", "grave"]


def test_only_active_initiatives_are_judged_all_together() -> None:
    active = initiative(("old", Touch.CHANGES))
    idea = replace(active, key="idea", status=InitiativeStatus.IDEA)
    landscape = Landscape([system("old", is_legacy=True)], [], [active, idea])
    assert {key: len(found) for key, found in all_blockers(landscape, TODAY).items()} == {"i": 1}


def test_what_an_api_holds_off_is_told_and_by_which_step() -> None:
    systems = [system("a"), system("b"), system("old", is_legacy=True), system("soft", is_legacy=True)]
    dependencies = [
        depends("a", "b", DependencyKind.API, api=GOOD_API),
        depends("b", "old"),
        depends("a", "soft", strength=Strength.SOFT),
    ]
    wish = initiative(("a", Touch.CHANGES))
    (near,) = insulated_near_misses(Landscape(systems, dependencies, [wish]), wish)
    assert near.system.key == "old"
    assert [step.dependency_key for step in near.held_off_by] == ["a-b"]
    assert str(near.why) == (
        "OLD is legacy and A cannot do without it, but it does not block “New permits”. "
        "Insulated: Party 2.1 is published, active and passes the strategy."
    )
