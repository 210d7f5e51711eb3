"""Costs divided to the last krona and carried to other years' prices."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.costs import SharesWrong, allocate, check_shares, in_prices_of

whole_shares = st.lists(st.integers(0, 100), min_size=1, max_size=5).map(
    lambda cuts: [high - low for low, high in zip([0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)]
)
shares = st.tuples(whole_shares, st.integers(1, 6), st.integers(0, 3)).map(lambda of: [*of[0][: of[1]], *[None] * of[2]])


@given(st.integers(0, 10**12), shares)
def test_the_parts_are_within_a_krona_of_their_share_and_sum_to_what_is_divided(
    kronor: int, given_shares: list[int | None]
) -> None:
    divided = allocate(kronor, dict(enumerate(given_shares)))
    covered = sum(share for share in given_shares if share is not None)
    equals = given_shares.count(None)
    for key, share in enumerate(given_shares):
        exact = Fraction(share, 100) if share is not None else Fraction(100 - covered, 100 * equals)
        assert abs(divided[key] - kronor * exact) < 1
    assert abs(sum(divided.values()) - kronor * Fraction(100 if equals else covered, 100)) < 1
    assert sum(divided.values()) == kronor or not (equals or covered == 100)


def test_a_cost_is_divided_evenly_when_no_share_is_given() -> None:
    assert allocate(100, {"A": None, "B": None, "C": None}) == {"A": 34, "B": 33, "C": 33}


def test_systems_without_a_share_divide_equally_what_the_others_leave() -> None:
    assert allocate(1_000, {"A": 60, "B": None, "C": None}) == {"A": 600, "B": 200, "C": 200}
    assert allocate(1_000, {"A": 70, "B": 30, "C": None}) == {"A": 700, "B": 300, "C": 0}


def test_what_no_share_covers_is_nobodys() -> None:
    assert allocate(1_000, {"A": 70, "B": 20}) == {"A": 700, "B": 200}


def test_no_system_takes_no_cost() -> None:
    assert allocate(1_000, {}) == {}


def test_shares_of_more_than_the_whole_are_refused() -> None:
    assert check_shares([70, 30, None]) == 100
    with pytest.raises(SharesWrong) as wrong:
        allocate(100, {"A": 70, "B": 31, "C": None})
    assert wrong.value.sum == 101


def test_prices_are_carried_by_the_index_and_rounded_half_up() -> None:
    assert in_prices_of(1_000, 40_000, 42_000) == 1_050
    assert in_prices_of(1, 2, 1) == 1
    assert in_prices_of(1_000, 42_000, 42_000) == 1_000
