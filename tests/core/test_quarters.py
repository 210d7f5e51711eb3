"""Quarters of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.agreements.quarters import Quarter, quarter_of, written_quarter

DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_quarter_and_the_next_one_follows_without_a_gap(day):
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.later(1).first == quarter.last + timedelta(days=1)
    assert written_quarter(str(quarter)) == quarter


@given(DAYS, st.integers(-400, 400))
def test_going_forth_and_back_leads_to_the_same_quarter(day, steps):
    quarter = Quarter(5000 + day.year % 1000, quarter_of(day).number)
    assert quarter.later(steps).later(-steps) == quarter
    assert (quarter.later(steps) > quarter) is (steps > 0)


@pytest.mark.parametrize("words", ["", "2027", "2027-Q5", "2027-Q0", "0000-Q1", "9999-Q4", "2027-Q1 ", "٢٠٢٧-Q1", "late"])
def test_other_words_are_no_quarter(words):
    assert written_quarter(words) is None
