"""The best use of a budget, held against trying every plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import hypothesis.strategies as st
import pytest
from core.landscape.landscape_parts import TODAY, depends, initiative, system
from core.remediation.test_unblocking import KEYS, is_free, option, with_options
from hypothesis import given, settings

from registry.core.landscape.graph import Landscape
from registry.core.landscape.parts import Remediation
from registry.core.remediation.frame import Choice, Frame, Plan, Wish
from registry.core.remediation.gate import gates
from registry.core.remediation.plan import Impossible, best_plan
from registry.core.vocabulary import DependencyKind, Funding, RemediationKind, RemediationStatus, Touch

OPERATING, INVESTMENT = Funding.OPERATING, Funding.INVESTMENT


def wishes_of(landscape: Landscape, benefits: Mapping[str, int], needed: int = 2027) -> list[Wish]:
    return [Wish(gate, benefits[gate.initiative.key], needed) for gate in gates(landscape, landscape.initiatives.values(), TODAY)]


def two_that_share() -> Landscape:
    """“small” waits for one system, “large” for two; mending the shared one alone frees the small one."""
    shared = with_options(system("shared", is_legacy=True), option("mend-shared", "shared", RemediationKind.UPGRADE, 400))
    other = with_options(system("other", is_legacy=True), option("mend-other", "other", RemediationKind.UPGRADE, 500))
    small = initiative(("shared", Touch.CHANGES), key="small")
    large = initiative(("shared", Touch.CHANGES), ("other", Touch.CHANGES), key="large")
    return Landscape([shared, other], [], [small, large])


CHOICES = [Choice("mend-shared", 400, 12, OPERATING), Choice("mend-other", 500, 12, OPERATING)]
AGREED = Remediation("agreed", "x", RemediationKind.UPGRADE, RemediationStatus.PLANNED, date(2028, 12, 1))
BENEFITS = {"small": 10, "large": 90}


def planned(money: Mapping[tuple[int, Funding], int], choices: Sequence[Choice] = CHOICES, last: int = 2028) -> Plan:
    frame = Frame(2027, last, 2031, money)
    return best_plan(choices, wishes_of(two_that_share(), BENEFITS), frame)


def test_what_does_not_fit_in_one_year_is_spread_over_two() -> None:
    plan = planned({(2027, OPERATING): 500, (2028, OPERATING): 500})
    assert plan.proved
    assert plan.begun == {"mend-shared": 2027, "mend-other": 2028}
    assert plan.freed == {"small": 2028, "large": 2029}
    assert plan.benefit == 10 * 4 + 90 * 3
    assert plan.cost == 900


def test_money_of_one_kind_does_not_pay_for_the_other() -> None:
    plan = planned({(2027, INVESTMENT): 5_000, (2028, OPERATING): 400})
    assert (plan.begun, plan.freed) == ({"mend-shared": 2028}, {"small": 2029})


def test_nothing_is_bought_that_frees_nobody() -> None:
    assert planned({(2027, OPERATING): 399}).begun == {}
    useless = Choice("nobody-waits", 1, 1, OPERATING)
    assert "nobody-waits" not in planned({(2027, OPERATING): 10_000}, [*CHOICES, useless]).begun


def test_what_must_be_done_is_done_first_and_what_cannot_be_is_told() -> None:
    must = [CHOICES[0], replace(CHOICES[1], must=True)]
    assert planned({(2027, OPERATING): 500}, must).begun == {"mend-other": 2027}
    with pytest.raises(Impossible):
        planned({(2027, OPERATING): 499}, must)


def test_a_prerequisite_is_done_before_what_requires_it_begins() -> None:
    chained = [replace(CHOICES[0], requires=frozenset({"mend-other"})), CHOICES[1]]
    plan = planned({(2027, OPERATING): 1_000, (2028, OPERATING): 1_000}, chained)
    assert plan.begun == {"mend-other": 2027, "mend-shared": 2028}


def test_a_contract_that_binds_puts_it_off() -> None:
    bound = [replace(CHOICES[0], not_before=2028), CHOICES[1]]
    assert planned({(2027, OPERATING): 1_000, (2028, OPERATING): 1_000}, bound).begun["mend-shared"] == 2028


def test_only_so_many_begin_in_one_year() -> None:
    frame = Frame(2027, 2028, 2031, {(2027, OPERATING): 1_000, (2028, OPERATING): 1_000}, most_begun=1)
    plan = best_plan(CHOICES, wishes_of(two_that_share(), BENEFITS), frame)
    assert plan.begun == {"mend-shared": 2027, "mend-other": 2028}


def test_a_long_remediation_is_paid_month_by_month_and_frees_when_it_is_done() -> None:
    long = Choice("mend-shared", 301, 18, OPERATING)
    assert long.payments(2027) == {2027: 201, 2028: 100}
    assert long.last_year(2027) == 2028
    plan = planned({(2027, OPERATING): 201, (2028, OPERATING): 100}, [long])
    assert (plan.begun, plan.freed) == ({"mend-shared": 2027}, {"small": 2029})
    assert planned({(2027, OPERATING): 201, (2028, OPERATING): 99}, [long]).begun == {}


def test_what_is_agreed_already_costs_nothing_and_frees_in_its_year() -> None:
    systems = [
        with_options(system("shared", is_legacy=True), replace(AGREED, system="shared")),
        with_options(system("other", is_legacy=True), option("mend-other", "other", RemediationKind.UPGRADE, 500)),
    ]
    landscape = Landscape(systems, [], two_that_share().initiatives.values())
    frame = Frame(2027, 2028, 2031, {(2028, OPERATING): 500}, agreed={"agreed": 2029})
    plan = best_plan([CHOICES[1]], wishes_of(landscape, BENEFITS), frame)
    assert (plan.begun, plan.freed, plan.cost) == ({"mend-other": 2028}, {"small": 2029, "large": 2029}, 500)
    late = replace(frame, agreed={"agreed": 2032})
    assert best_plan([CHOICES[1]], wishes_of(landscape, BENEFITS), late).begun == {}
    waits = replace(CHOICES[1], requires=frozenset({"agreed"}))
    assert best_plan([waits], wishes_of(landscape, BENEFITS), frame).begun == {}, "agreed is done after the last year of money"


def test_progress_tells_each_better_plan() -> None:
    seen: list[Plan] = []
    frame = Frame(2027, 2027, 2031, {(2027, OPERATING): 900})
    plan = best_plan(CHOICES, wishes_of(two_that_share(), BENEFITS), frame, progress=seen.append)
    assert seen[-1] == plan
    assert [one.benefit for one in seen] == sorted(one.benefit for one in seen)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Landscape, list[Choice], Frame, dict[str, int], int]:
    """Up to four remediations over two years for up to three initiatives in a landscape of six systems."""
    kinds = st.sampled_from(list(RemediationKind))
    legacy = draw(st.sets(st.sampled_from(KEYS), min_size=2))
    drawn = draw(st.lists(st.tuples(st.sampled_from(sorted(legacy)), kinds), min_size=1, max_size=4))
    options = [option(f"{place}-{of}-{kind}", of, kind, 1) for place, (of, kind) in enumerate(drawn)]
    systems = [with_options(system(key, is_legacy=key in legacy), *(one for one in options if one.system == key)) for key in KEYS]
    ends = draw(
        st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1]), max_size=7)
    )
    dependencies = [depends(source, target, DependencyKind.SHARED_DATABASE) for source, target in sorted(ends)]
    touches = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(list(Touch)), min_size=1, max_size=2)
    wishes = [initiative(*draw(touches).items(), key=f"i{number}") for number in range(draw(st.integers(1, 3)))]
    choices = [
        Choice(
            one.key,
            draw(st.integers(1, 9)) * 100,
            draw(st.sampled_from([3, 12, 18])),
            draw(st.sampled_from(list(Funding))),
            frozenset(draw(st.sets(st.sampled_from([other.key for other in options if other is not one]), max_size=1)))
            if len(options) > 1
            else frozenset(),
            draw(st.sampled_from([None, None, 2028])),
            draw(st.sampled_from([False, False, False, True])),
        )
        for one in options
    ]
    money = {(year, funding): draw(st.integers(0, 15)) * 100 for year in (2027, 2028) for funding in Funding}
    frame = Frame(2027, 2028, draw(st.integers(2028, 2031)), money, draw(st.sampled_from([None, 1, 2])))
    benefits = {wish.key: draw(st.integers(1, 20)) * 1_000 for wish in wishes}
    return Landscape(systems, dependencies, wishes), choices, frame, benefits, draw(st.integers(2026, 2030))


def every_plan(choices: Sequence[Choice], frame: Frame) -> Iterator[dict[str, int]]:
    for years in product((None, *frame.years), repeat=len(choices)):
        begun = {choice.key: year for choice, year in zip(choices, years, strict=True) if year is not None}
        if keeps_to(choices, frame, begun):
            yield begun


def keeps_to(choices: Sequence[Choice], frame: Frame, begun: Mapping[str, int]) -> bool:
    spent: dict[tuple[int, Funding], int] = {}
    by_key = {choice.key: choice for choice in choices}
    for key, year in begun.items():
        choice = by_key[key]
        if year < (choice.not_before or year) or choice.last_year(year) > frame.last:
            return False
        if any(other not in begun or by_key[other].last_year(begun[other]) >= year for other in choice.requires):
            return False
        for paid, amount in choice.payments(year).items():
            spent[paid, choice.funding] = spent.get((paid, choice.funding), 0) + amount
    most = frame.most_begun if frame.most_begun is not None else len(choices)
    return (
        all(choice.key in begun for choice in choices if choice.must)
        and all(amount <= frame.money[place] for place, amount in spent.items())
        and all(list(begun.values()).count(year) <= most for year in frame.years)
    )


def brings(
    landscape: Landscape,
    choices: Sequence[Choice],
    frame: Frame,
    benefits: Mapping[str, int],
    needed: int,
    begun: Mapping[str, int],
) -> int:
    by_key = {choice.key: choice for choice in choices}
    total = 0
    for year in range(max(frame.first, needed), frame.horizon + 1):
        done = [key for key, start in begun.items() if by_key[key].last_year(start) < year]
        total += sum(benefits[wish.key] for wish in landscape.initiatives.values() if is_free(landscape, wish, done))
    return total


@settings(max_examples=150, deadline=None)
@given(cases())
def test_no_plan_brings_more(case: tuple[Landscape, list[Choice], Frame, dict[str, int], int]) -> None:
    landscape, choices, frame, benefits, needed = case
    most = max((brings(landscape, choices, frame, benefits, needed, begun) for begun in every_plan(choices, frame)), default=None)
    if most is None:
        with pytest.raises(Impossible):
            best_plan(choices, wishes_of(landscape, benefits, needed), frame)
        return
    plan = best_plan(choices, wishes_of(landscape, benefits, needed), frame)
    assert keeps_to(choices, frame, plan.begun)
    assert plan.benefit == brings(landscape, choices, frame, benefits, needed, plan.begun)
    assert (plan.benefit, plan.proved) == (most, True)
