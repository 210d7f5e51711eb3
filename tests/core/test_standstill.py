"""The days between an award decision and the signature."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.agreements.standstill import earliest_signature, last_award_day, standstill_ends
from registry.core.agreements.workdays import is_working_day

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def test_a_decision_sent_on_the_first_of_april_may_be_signed_on_the_twelfth():
    """The example of Upphandlingsmyndigheten's question 1372299, in a year when the eleventh is a Thursday."""
    assert standstill_ends(date(2024, 4, 1)) == date(2024, 4, 11)
    assert earliest_signature(date(2024, 4, 1)) == date(2024, 4, 12)


@pytest.mark.parametrize(
    ("sent", "ends", "why"),
    [
        (date(2026, 11, 25), date(2026, 12, 7), "the tenth day is a Saturday"),
        (date(2026, 12, 14), date(2026, 12, 28), "the tenth day is Christmas Eve, and a weekend follows the holidays"),
        (date(2026, 12, 22), date(2027, 1, 4), "the tenth day is New Year's Day, a Friday"),
    ],
)
def test_a_last_day_that_is_not_worked_moves_on(sent, ends, why):
    assert standstill_ends(sent) == ends, why


@given(sign_by=DAYS, days=st.integers(0, 40))
def test_the_last_award_day_is_worked_and_leaves_time_to_sign(sign_by, days):
    day = last_award_day(sign_by, days)
    assert is_working_day(day)
    assert earliest_signature(day, days) <= sign_by
    later = day + timedelta(days=1)
    while not is_working_day(later):
        later += timedelta(days=1)
    assert earliest_signature(later, days) > sign_by
