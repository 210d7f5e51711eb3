"""What in a contract does not go together, each conflict with what was compared with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from registry.core.agreements.conflicts import Conflict, ConflictName, CoveredSystem, Facts, Limit, conflicts
from registry.core.agreements.terms import Option, Terms
from registry.core.vocabulary import LegalLimitKind, OptionDecision, ProcurementProcedure


def limit(value: int) -> Limit:
    return Limit(value, "LOU", date(2022, 2, 1), verified=True)


LIMITS = {
    LegalLimitKind.DIRECT_AWARD: limit(700_000),
    LegalLimitKind.FRAMEWORK_YEARS: limit(4),
    LegalLimitKind.CHANGE_PERCENT: limit(10),
}
FOUR_YEARS = Terms(start=date(2024, 3, 1), end=date(2027, 2, 28), options=(Option(1, 12, decision=OptionDecision.CALLED),))
DIRECT = Facts(Terms(end=date(2027, 1, 1)), procedure=ProcurementProcedure.DIRECT_AWARD, signed_value=600_000, value=600_000)
CALL_OFF = Facts(Terms(start=date(2026, 1, 1), end=date(2026, 12, 31)), framework=FOUR_YEARS)


def names(found: tuple[Conflict, ...]) -> list[ConflictName]:
    return [each.name for each in found]


def test_nothing_is_said_of_a_contract_that_goes_together() -> None:
    assert conflicts(Facts(Terms(start=date(2026, 1, 1), end=date(2027, 1, 1)), value=5_000_000), LIMITS) == ()


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [
        (date(2024, 2, 29), [ConflictName.ORDERED_AFTER_FRAMEWORK]),
        (date(2024, 3, 1), []),
        (date(2028, 2, 29), []),  # the option prolonged the framework to the end of a leap-year February
        (date(2028, 3, 1), [ConflictName.ORDERED_AFTER_FRAMEWORK]),
        (None, []),
    ],
)
def test_a_call_off_is_ordered_within_the_framework_agreements_time(ordered: date | None, expected: list[ConflictName]) -> None:
    assert names(conflicts(replace(CALL_OFF, ordered_on=ordered), LIMITS)) == expected


def test_a_framework_agreement_of_exactly_four_years_is_not_too_long_and_a_day_more_is() -> None:
    exactly = Facts(FOUR_YEARS, is_framework=True)
    assert conflicts(exactly, LIMITS) == ()
    longer = replace(exactly, terms=replace(FOUR_YEARS, start=date(2024, 2, 29)))
    (found,) = conflicts(longer, LIMITS)
    assert found.name is ConflictName.FRAMEWORK_TOO_LONG
    assert str(found.text) == "With all options it lasts to 2028-02-29; 4 years from 2024-02-29 are over 2028-02-28"
    assert found.limit == LIMITS[LegalLimitKind.FRAMEWORK_YEARS]


def test_options_nobody_has_called_count_too() -> None:
    uncalled = replace(FOUR_YEARS, options=(Option(1, 12), Option(2, 12)))
    assert names(conflicts(Facts(uncalled, is_framework=True), LIMITS)) == [ConflictName.FRAMEWORK_TOO_LONG]
    assert conflicts(Facts(uncalled), LIMITS) == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (629_999, []),
        (630_000, [ConflictName.NEAR_DIRECT_AWARD]),
        (699_999, [ConflictName.NEAR_DIRECT_AWARD]),
        (700_000, [ConflictName.OVER_DIRECT_AWARD]),
    ],
)
def test_a_direct_award_is_held_against_the_limit(value: int, expected: list[ConflictName]) -> None:
    assert names(conflicts(replace(DIRECT, value=value, signed_value=value), LIMITS)) == expected


def test_a_change_of_ten_percent_is_too_much_in_either_direction() -> None:
    for value, expected in ((1_099_999, []), (1_100_000, [ConflictName.VALUE_CHANGED]), (900_000, [ConflictName.VALUE_CHANGED])):
        facts = Facts(Terms(end=date(2027, 1, 1)), signed_value=1_000_000, value=value)
        assert names(conflicts(facts, LIMITS)) == expected


def test_a_contract_without_an_end_is_told_until_notice_is_given() -> None:
    assert names(conflicts(Facts(Terms()), LIMITS)) == [ConflictName.NO_END]
    assert conflicts(Facts(Terms(terminated_on=date(2026, 1, 1))), LIMITS) == ()


def test_systems_that_are_gone_or_will_be_before_the_contract_ends_are_named() -> None:
    gone = CoveredSystem("Blankettarkivet", True, None, None)
    going = CoveredSystem("Ekonomen", False, date(2026, 6, 30), None)
    staying = CoveredSystem("Diariet", False, date(2028, 1, 1), None)
    found = conflicts(Facts(Terms(end=date(2027, 1, 1)), systems=(gone, going, staying)), LIMITS)
    assert [str(each.text) for each in found] == [
        "It covers Blankettarkivet, which is retired",
        "Ekonomen is to be retired 2026-06-30, but the contract runs to 2027-01-01",
    ]


def test_cost_shares_are_whole_or_not_given() -> None:
    wrong = [ConflictName.SHARES_NOT_WHOLE]
    for shares, expected in (
        ((None, None), []),
        ((70, 30), []),
        ((100, None), []),
        ((70, None), []),
        ((70, 20), wrong),
        ((70, 31), wrong),
        ((101, None), wrong),
    ):
        systems = tuple(CoveredSystem("S", False, None, share) for share in shares)
        assert names(conflicts(Facts(Terms(end=date(2027, 1, 1)), systems=systems), LIMITS)) == expected


def test_a_limit_nobody_has_entered_gives_no_conflict() -> None:
    assert conflicts(replace(DIRECT, value=9_000_000), {}) == ()
