"""Dates move with the day of loading, and keep what they mean in a contract."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.demo.dates import WRITTEN_ON, shifted

DAYS = st.dates(date(2003, 1, 1), date(2035, 12, 31))
TODAYS = st.dates(date(2024, 1, 1), date(2045, 12, 31))


def is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


@given(DAYS)
def test_on_the_day_it_was_written_nothing_moves(day: date) -> None:
    assert shifted(day, WRITTEN_ON) == day


@given(DAYS, TODAYS)
def test_a_month_end_stays_a_month_end(day: date, today: date) -> None:
    month_end = day.replace(day=monthrange(day.year, day.month)[1])
    assert is_month_end(shifted(month_end, today))


@given(DAYS, TODAYS)
def test_the_first_of_a_month_stays_the_first(day: date, today: date) -> None:
    assert shifted(day.replace(day=1), today).day == 1


@given(DAYS, TODAYS)
def test_a_period_of_whole_months_is_still_followed_by_the_next(day: date, today: date) -> None:
    first = day.replace(day=1)
    assert shifted(first, today) - shifted(first - timedelta(days=1), today) == timedelta(days=1)


@given(DAYS, TODAYS)
def test_a_month_boundary_moves_to_the_nearest_one(day: date, today: date) -> None:
    first = day.replace(day=1)
    before, after = first - WRITTEN_ON, shifted(first, today) - today
    assert abs(after - before) <= timedelta(days=15)


def test_a_day_within_a_month_keeps_its_distance_exactly() -> None:
    assert shifted(date(2026, 12, 14), date(2027, 3, 1)) == date(2027, 3, 21)
