"""Simple return, as a sponsor would reckon it on paper."""

from hypothesis import given
from hypothesis import strategies as st

from registry.core.initiatives.returns import Estimate, in_words, return_of

kronor = st.integers(min_value=0, max_value=10**10)


def test_payback_and_five_years_by_hand():
    found = return_of(Estimate(benefit=1_400_000, running_cost=170_000, budget=2_600_000))
    assert found.net == 1_230_000
    assert round(found.payback, 2) == 2.11
    assert found.five_years == 3_550_000
    assert str(in_words(found)) == "It has paid back after 2.1 years"


def test_what_costs_as_much_to_run_as_it_gives_never_pays_back():
    found = return_of(Estimate(benefit=100, running_cost=100, budget=1))
    assert found.payback is None
    assert str(in_words(found)).startswith("It never pays back")


def test_without_benefit_or_budget_nothing_is_reckoned_and_an_unnamed_running_cost_is_told():
    assert return_of(Estimate(None, 1, 1)) is None
    assert return_of(Estimate(1, 1, None)) is None
    assert return_of(Estimate(10, None, 5)).missing == ("running_cost",)


@given(kronor, kronor, kronor)
def test_five_years_are_positive_exactly_when_it_has_paid_back_before_they_end(benefit, running, budget):
    found = return_of(Estimate(benefit, running, budget))
    assert (found.five_years > 0) == (found.payback is not None and 5 * found.net > budget)
