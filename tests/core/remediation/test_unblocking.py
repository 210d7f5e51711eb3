"""The cheapest way to unblock an initiative, held against trying every set of remediations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain, combinations

import hypothesis.strategies as st
import pytest
from core.landscape.landscape_parts import TODAY, depends, initiative, system
from hypothesis import given, settings

from registry.core.landscape.blockers import blockers_of
from registry.core.landscape.graph import Dependency, Initiative, Landscape, System
from registry.core.landscape.parts import Remediation
from registry.core.remediation.gate import gate_of
from registry.core.remediation.unblocking import finish_if_begun, unblockings
from registry.core.vocabulary import DependencyKind, RemediationKind, RemediationStatus, Touch


def option(key: str, of: str, kind: RemediationKind, cost: int | None, months: int | None = 1) -> Remediation:
    return Remediation(key, of, kind, RemediationStatus.PROPOSED, cost=cost, duration_months=months)


def with_options(found: System, *options: Remediation) -> System:
    return replace(found, remediations=options)


def done(landscape: Landscape, chosen: Iterable[str]) -> Landscape:
    """The same landscape after the remediations with these keys."""
    keys = set(chosen)
    systems = [
        replace(
            found,
            remediations=tuple(
                replace(one, status=RemediationStatus.DONE) if one.key in keys else one for one in found.remediations
            ),
        )
        for found in landscape.systems.values()
    ]
    return Landscape(systems, landscape.dependencies.values(), landscape.initiatives.values())


def is_free(landscape: Landscape, wish: Initiative, chosen: Iterable[str]) -> bool:
    return blockers_of(done(landscape, chosen), wish, TODAY) == ()


CHAIN = [depends("a", "b"), depends("b", "old")]


def test_one_remediation_where_the_paths_meet_is_cheaper_than_one_at_each_end() -> None:
    systems = [
        system("a"),
        with_options(system("gate"), option("open-gate", "gate", RemediationKind.INSULATE, 300)),
        with_options(system("old", is_legacy=True), option("mend-old", "old", RemediationKind.UPGRADE, 200)),
        with_options(system("older", is_legacy=True), option("mend-older", "older", RemediationKind.UPGRADE, 200)),
    ]
    wish = initiative(("a", Touch.CHANGES))
    landscape = Landscape(systems, [depends("a", "gate"), depends("gate", "old"), depends("gate", "older")], [wish])
    found = unblockings(gate_of(landscape, wish, TODAY), TODAY)
    assert found.cheapest is not None
    assert found.second is not None
    assert [one.key for one in found.cheapest.options] == ["open-gate"]
    assert (found.cheapest.cost, found.second.cost) == (300, 400)
    assert [one.key for one in found.second.options] == ["mend-old", "mend-older"]


def test_an_api_in_front_helps_who_builds_on_a_system_but_not_who_changes_it() -> None:
    old = with_options(
        system("old", is_legacy=True),
        option("wrap", "old", RemediationKind.INSULATE, 10),
        option("replace", "old", RemediationKind.REPLACE, 900),
    )
    for touch, chosen in ((Touch.BUILDS_ON, "wrap"), (Touch.CHANGES, "replace")):
        wish = initiative(("old", touch))
        found = unblockings(gate_of(Landscape([old], [], [wish]), wish, TODAY), TODAY)
        assert found.cheapest is not None
        assert [one.key for one in found.cheapest.options] == [chosen]


def test_what_no_proposal_ends_is_named() -> None:
    systems = [
        system("a"),
        system("b"),
        with_options(system("old", is_legacy=True), option("unpriced", "old", RemediationKind.UPGRADE, None)),
        with_options(system("dead", is_legacy=True), option("retire-dead", "dead", RemediationKind.RETIRE, 5)),
    ]
    wish = initiative(("a", Touch.CHANGES))
    landscape = Landscape(systems, [*CHAIN, depends("a", "dead")], [wish])
    found = unblockings(gate_of(landscape, wish, TODAY), TODAY)
    assert (found.cheapest, found.without_option) == (None, ("old",))


def test_a_set_that_is_ready_in_time_is_told_beside_a_cheaper_one_that_is_not() -> None:
    old = with_options(
        system("old", is_legacy=True),
        option("slow", "old", RemediationKind.UPGRADE, 100, months=36),
        option("quick", "old", RemediationKind.REPLACE, 700, months=2),
    )
    wish = initiative(("old", Touch.CHANGES))
    found = unblockings(gate_of(Landscape([old], [], [wish]), wish, TODAY), TODAY)
    assert found.cheapest is not None
    assert found.in_time is not None
    assert ([one.key for one in found.cheapest.options], found.cheapest.in_time) == (["slow"], False)
    assert ([one.key for one in found.in_time.options], found.in_time.in_time) == (["quick"], True)


@pytest.mark.parametrize(
    ("begun", "months", "finish"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 11, 24), 14, date(2028, 1, 24)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_a_remediation_takes_whole_months(begun: date, months: int, finish: date) -> None:
    assert finish_if_begun(option("x", "old", RemediationKind.UPGRADE, 1, months), begun) == finish


KEYS = "abcdef"


@st.composite
def landscapes(draw: st.DrawFn) -> tuple[Landscape, Initiative, list[Remediation]]:
    """Six systems with any dependencies, legacy and touches, and at most six remediations."""
    legacy = draw(st.sets(st.sampled_from(KEYS), min_size=1))
    kinds = st.sampled_from(list(RemediationKind))
    drawn = draw(st.lists(st.tuples(st.sampled_from(KEYS), kinds, st.integers(0, 9)), max_size=6))
    options = [option(f"{place}-{of}-{kind}", of, kind, cost) for place, (of, kind, cost) in enumerate(drawn)]
    systems = [with_options(system(key, is_legacy=key in legacy), *(one for one in options if one.system == key)) for key in KEYS]
    ends = draw(
        st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1]), max_size=9)
    )
    dependencies: list[Dependency] = [depends(source, target, DependencyKind.SHARED_DATABASE) for source, target in sorted(ends)]
    touches = draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(list(Touch)), min_size=1, max_size=3))
    wish = initiative(*touches.items())
    return Landscape(systems, dependencies, [wish]), wish, options


@settings(max_examples=300, deadline=None)
@given(landscapes())
def test_no_set_of_remediations_is_cheaper(drawn: tuple[Landscape, Initiative, list[Remediation]]) -> None:
    landscape, wish, options = drawn
    if is_free(landscape, wish, ()):
        assert gate_of(landscape, wish, TODAY).is_open
        return
    sets = chain.from_iterable(combinations(options, size) for size in range(1, len(options) + 1))
    prices = [sum(one.cost or 0 for one in chosen) for chosen in sets if is_free(landscape, wish, [one.key for one in chosen])]
    found = unblockings(gate_of(landscape, wish, TODAY), TODAY)
    assert (found.cheapest.cost if found.cheapest else None) == min(prices, default=None)
    if found.cheapest is not None:
        assert is_free(landscape, wish, [one.key for one in found.cheapest.options])
    else:
        everything = done(landscape, [one.key for one in options])
        assert sorted(found.without_option) == sorted(blocker.system.key for blocker in blockers_of(everything, wish, TODAY))


@settings(max_examples=200, deadline=None)
@given(landscapes(), st.data())
def test_the_gate_says_what_the_landscape_says_after_any_remediations(
    drawn: tuple[Landscape, Initiative, list[Remediation]], data: st.DataObject
) -> None:
    landscape, wish, options = drawn
    chosen = data.draw(st.sets(st.sampled_from([one.key for one in options]))) if options else set()
    path = gate_of(landscape, wish, TODAY).open_path(chosen)
    assert (path is None) is is_free(landscape, wish, chosen)
