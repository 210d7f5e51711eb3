"""Check digits are reckoned here as the library reckons them."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from registry.core.strategy.personal_numbers import may_hold_personal_numbers, personal_numbers

TODAY = date(2026, 11, 25)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(1, 999), st.integers(0, 9))
def test_a_number_counts_exactly_when_the_library_finds_its_check_digit_right(born: date, serial: int, digit: int) -> None:
    number = f"{born:%Y%m%d}-{serial:03}{digit}"
    right = luhn.is_valid(number[2:].replace("-", ""))
    assert bool(list(personal_numbers(number, TODAY))) == right
    assert may_hold_personal_numbers(number) == right
