"""The worked examples of registry/docs/remediation.md."""

from __future__ import annotations

from core.landscape.landscape_parts import TODAY, depends, initiative, system
from core.remediation.test_plan import BENEFITS, CHOICES, OPERATING, planned, two_that_share, wishes_of
from core.remediation.test_unblocking import option, with_options

from registry.core.landscape.graph import Landscape
from registry.core.remediation.frame import Frame
from registry.core.remediation.gate import gate_of
from registry.core.remediation.plan import best_plan, evaluated, first_barriers
from registry.core.remediation.unblocking import Unblocking, unblockings
from registry.core.vocabulary import DependencyKind, RemediationKind, Touch

PERMITS = initiative(("platform", Touch.BUILDS_ON))


def permits() -> Landscape:
    systems = [
        with_options(system("platform"), option("platform-api", "platform", RemediationKind.INSULATE, 1_200_000)),
        with_options(
            system("case", is_legacy=True),
            option("case-api", "case", RemediationKind.INSULATE, 300_000),
            option("new-case", "case", RemediationKind.REPLACE, 2_000_000),
        ),
        with_options(system("archive", is_legacy=True), option("upgrade", "archive", RemediationKind.UPGRADE, 500_000)),
    ]
    dependencies = [
        depends("platform", "case", DependencyKind.SHARED_DATABASE),
        depends("platform", "archive", DependencyKind.FILE_TRANSFER),
    ]
    return Landscape(systems, dependencies, [PERMITS])


def keys(found: Unblocking | None) -> tuple[set[str], int]:
    assert found is not None
    return {one.key for one in found.options}, found.cost


def test_the_cheapest_set_and_the_next_cheapest() -> None:
    found = unblockings(gate_of(permits(), PERMITS, TODAY), TODAY)
    assert keys(found.cheapest) == ({"case-api", "upgrade"}, 800_000)
    assert keys(found.second) == ({"platform-api"}, 1_200_000)


def test_the_budget_of_two_years() -> None:
    plan = planned({(2027, OPERATING): 500, (2028, OPERATING): 500})
    assert (plan.begun, plan.freed) == ({"mend-shared": 2027, "mend-other": 2028}, {"small": 2028, "large": 2029})
    assert plan.benefit == 310
    frame = Frame(2027, 2028, 2031, {(2027, OPERATING): 500, (2028, OPERATING): 500})
    other_order = {"mend-other": 2027, "mend-shared": 2028}
    assert evaluated(CHOICES, wishes_of(two_that_share(), BENEFITS), frame, other_order).benefit == 300
    assert planned({(2027, OPERATING): 399, (2028, OPERATING): 399}).begun == {}


def test_barriers_of_one_budget_serve_another() -> None:
    wishes = wishes_of(two_that_share(), BENEFITS)
    poor = Frame(2027, 2027, 2031, {(2027, OPERATING): 400})
    rich = Frame(2027, 2027, 2031, {(2027, OPERATING): 900})
    barriers = first_barriers(CHOICES, wishes, poor)
    for frame in (poor, rich, poor):
        assert best_plan(CHOICES, wishes, frame, barriers=barriers) == best_plan(CHOICES, wishes, frame)


def test_without_time_the_plan_is_to_do_nothing_and_says_it_is_not_proved(monkeypatch) -> None:
    monkeypatch.setattr("registry.core.remediation.programme.Programme.solve", lambda *_arguments: None)
    plan = best_plan(CHOICES, wishes_of(two_that_share(), BENEFITS), Frame(2027, 2027, 2031, {(2027, OPERATING): 900}))
    assert (plan.begun, plan.benefit, plan.proved) == ({}, 0, False)
    assert plan.bound > 0
