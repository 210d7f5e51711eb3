"""The days in the life of an API's versions, and who is left behind when they come."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.api_vocabulary import VersionStatus
from registry.core.strategy.lifecycle import Client, Version, agenda, months_after, turning_days

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_month_that_is_shorter_ends_on_its_last_day(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@given(DAYS, st.integers(0, 60))
def test_the_day_stays_the_same_or_is_the_last_of_its_month(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(DAYS, DAYS, st.integers(1, 24))
def test_who_is_told_later_never_has_to_move_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert months_after(first, months) <= months_after(second, months)


def version(number: str, status: VersionStatus, *clients: str, **dates: date) -> Version:
    return Version(number, number, status, clients=tuple(Client(f"{number}-{name}", name, name) for name in clients), **dates)


def test_the_first_day_comes_first_and_versions_in_force_have_none() -> None:
    found = agenda(
        [
            version("3.0", VersionStatus.ACTIVE, active_on=date(2026, 1, 1)),
            version("2.0", VersionStatus.DEPRECATED, deprecated_on=date(2026, 9, 1)),
            version("1.0", VersionStatus.RETIRED, retired_on=date(2026, 9, 1), last_call_on=date(2026, 10, 5)),
            version("0.9", VersionStatus.DECOMMISSIONED, retired_on=date(2025, 9, 1)),
        ]
    )
    assert [(str(due.what), due.day) for due in found] == [
        ("Version 1.0 is taken away", date(2027, 1, 5)),
        ("Support of version 2.0 ends", date(2027, 3, 1)),
    ]


def test_a_consumer_that_calls_the_version_in_force_too_is_not_left_behind() -> None:
    old = version("1.0", VersionStatus.DEPRECATED, "plough", "lamp", deprecated_on=date(2026, 9, 1))
    [due] = agenda([old, version("2.0", VersionStatus.ACTIVE, "plough")])
    assert [client.name for client in due.clients] == ["plough", "lamp"]
    assert [client.name for client in due.left_behind] == ["lamp"]


def test_a_version_whose_day_nobody_has_entered_has_no_day() -> None:
    assert turning_days([version("1.0", VersionStatus.DEPRECATED), version("0.9", VersionStatus.RETIRED)]) == []
