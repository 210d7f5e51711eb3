"""Header fields that announce an address's end, as the two RFCs and their drafts write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.openapi.endings import deprecated_on, sunset_on


def test_the_examples_of_the_two_rfcs_are_read() -> None:
    assert sunset_on("Sat, 31 Dec 2018 23:59:59 GMT") == date(2018, 12, 31)
    assert deprecated_on("@1688169599") == date(2023, 6, 30)


def test_a_time_is_told_by_the_day_it_has_in_utc() -> None:
    assert sunset_on("Thu, 31 Dec 2026 23:59:59 -0100") == date(2027, 1, 1)


def test_a_draft_of_deprecation_gave_an_http_date() -> None:
    assert deprecated_on("Sun, 11 Nov 2018 23:59:59 GMT") == date(2018, 11, 11)


@pytest.mark.parametrize(
    "value", [None, "", "true", "@", "@soon", "@999999999999", "2026-12-31", "Fri, 99 Foo 2026 00:00:00 GMT"]
)
def test_what_names_no_day_is_no_day(value: str | None) -> None:
    assert deprecated_on(value) is None
    assert sunset_on(value) is None


@given(st.text(max_size=60))
def test_nothing_a_server_sends_is_an_error(value: str) -> None:
    assert isinstance(sunset_on(value), date | None)
    assert isinstance(deprecated_on(value), date | None)


@given(st.dates(date(1971, 1, 1), date(9998, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert sunset_on(day.strftime(f"%a, %d %b {day.year:04} 12:00:00 GMT")) == day
