"""A plan says what each choice frees, why another was left out, and what more money would buy."""

from __future__ import annotations

from dataclasses import replace

from core.remediation.test_plan import BENEFITS, CHOICES, OPERATING, two_that_share, wishes_of

from registry.core.remediation.frame import Choice, Frame
from registry.core.remediation.plan import best_plan
from registry.core.remediation.reasons import bought, frontier, left_of, left_out, with_more
from registry.core.vocabulary import Funding

FRAME = Frame(2027, 2027, 2031, {(2027, OPERATING): 400})
WISHES = wishes_of(two_that_share(), BENEFITS)


def reasons(choices: list[Choice], frame: Frame = FRAME) -> dict[str, str]:
    plan = best_plan(choices, WISHES, frame)
    return {one.choice.key: str(one.why) for one in left_out(choices, WISHES, frame, plan)}


def test_each_choice_tells_whom_it_frees() -> None:
    frame = Frame(2027, 2027, 2031, {(2027, OPERATING): 900})
    plan = best_plan(CHOICES, WISHES, frame)
    assert [(one.choice.key, one.begun, one.frees) for one in bought(CHOICES, WISHES, frame, plan)] == [
        ("mend-other", 2027, ("large",)),
        ("mend-shared", 2027, ("large", "small")),
    ]


def test_what_is_too_dear_says_how_much_is_missing() -> None:
    assert reasons(CHOICES) == {
        "mend-other": "500 kronor of Operating budget are missing in 2027; what the plan takes instead brings more"
    }


def test_what_frees_nobody_says_why() -> None:
    poor = Frame(2027, 2027, 2031, {(2027, OPERATING): 0})
    stranger = Choice("nobody-waits", 0, 1, Funding.OPERATING)
    assert reasons([CHOICES[1], stranger], poor) == {
        "mend-other": "It frees nobody by itself: “New permits” would also take –",
        "nobody-waits": "It stands in no initiative's way",
    }
    assert reasons(CHOICES, poor)["mend-other"] == "It frees nobody by itself: “New permits” would also take mend-shared"


def test_what_takes_too_long_says_so() -> None:
    slow = Choice("mend-shared", 1, 30, OPERATING)
    assert reasons([slow]) == {"mend-shared": "It takes 30 months and cannot be done by the end of 2027"}


def test_what_is_left_is_the_money_less_the_payments() -> None:
    plan = best_plan(CHOICES, WISHES, Frame(2027, 2027, 2031, {(2027, OPERATING): 450}))
    assert left_of({(2027, OPERATING): 450}, CHOICES, plan) == {(2027, OPERATING): 50}


def test_more_money_never_buys_less() -> None:
    frame = Frame(2027, 2027, 2031, {(2027, OPERATING): 1_000})
    points = list(frontier(CHOICES, WISHES, frame, (0, 0.4, 0.9, 1.5), seconds=5, tolerance=0))
    assert [(point.money, point.cost, point.benefit, point.freed) for point in points] == [
        (0, 0, 0, 0),
        (400, 400, 40, 1),
        (900, 900, 400, 2),
        (1_500, 900, 400, 2),
    ]
    assert best_plan(CHOICES, WISHES, with_more(FRAME, OPERATING, 500)).benefit == 400


def test_the_frontier_leaves_out_what_does_not_reach_for_what_must_be_done() -> None:
    frame = Frame(2027, 2027, 2031, {(2027, OPERATING): 900})
    must = [CHOICES[0], replace(CHOICES[1], must=True)]
    points = list(frontier(must, WISHES, frame, (0.0, 0.5, 0.6, 1.0), seconds=5, tolerance=0.0))
    assert [(point.money, point.cost, point.freed) for point in points] == [(540, 500, 0), (900, 900, 2)]
