"""Costs divided to the last krona and carried to other years' prices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.costs import SharesWrong, allocate, check_shares, in_prices_of

shares = st.lists(st.integers(0, 100), min_size=1, max_size=5).map(
    lambda cuts: [high - low for low, high in zip([0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)]
)


@given(st.integers(0, 10**12), shares)
def test_the_parts_always_sum_to_the_whole_and_are_within_a_krona_of_their_share(kronor: int, given_shares: list[int]) -> None:
    divided = allocate(kronor, dict(enumerate(given_shares)))
    assert sum(divided.values()) == kronor
    assert all(abs(divided[key] * 100 - kronor * share) < 100 for key, share in enumerate(given_shares))


def test_a_cost_is_divided_evenly_when_no_share_is_given() -> None:
    assert allocate(100, {"A": None, "B": None, "C": None}) == {"A": 34, "B": 33, "C": 33}


def test_a_system_without_a_share_pays_nothing_when_others_have_one() -> None:
    assert allocate(1_000, {"A": 70, "B": 30, "C": None}) == {"A": 700, "B": 300, "C": 0}


def test_no_system_takes_no_cost() -> None:
    assert allocate(1_000, {}) == {}


@pytest.mark.parametrize(("wrong", "says"), [({"A": 70, "B": 20}, "sum to 90"), ({"A": 101, "B": -1}, "0 to 100")])
def test_shares_that_are_no_whole_are_refused(wrong: dict[str, int | None], says: str) -> None:
    with pytest.raises(SharesWrong, match=says):
        check_shares(wrong)
    with pytest.raises(SharesWrong):
        allocate(100, wrong)


def test_prices_are_carried_by_the_index_and_rounded_half_up() -> None:
    assert in_prices_of(1_000, 40_000, 42_000) == 1_050
    assert in_prices_of(1, 2, 1) == 1
    assert in_prices_of(1_000, 42_000, 42_000) == 1_000
