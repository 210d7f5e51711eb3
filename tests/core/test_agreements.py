"""Laws that contract dates obey whatever the terms, and the answers built on them: decision day, validity, contradictions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.core.agreements import (
    ReasonName,
    Standing,
    Terms,
    TermsContradict,
    check,
    decision_deadline,
    end_after_notice,
    holds,
    last_notice_day,
    next_notice_day,
    validity,
)
from registry.core.agreements.periods import Period, after, last_span_end, move_end, terms_until
from registry.core.agreements.workdays import is_working_day, working_day_before
from registry.core.text import Text
from registry.core.vocabulary import NoticeRule, PeriodUnit

untimed = settings(deadline=None)
"""How long an example takes depends on what else the machine does."""
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
units = st.sampled_from(PeriodUnit)
periods = st.builds(Period, st.integers(0, 40), units)
ONE_DAY = timedelta(days=1)
ANNUAL = Terms(end=date(2025, 12, 31), notice_period=3, notice_rule=NoticeRule.END_OF_TERM, tacit_renewal=True, renewal_period=12)


@st.composite
def renewing(draw: st.DrawFn) -> Terms:
    """Terms of a contract that renews itself, of any rule, with options and an irrevocable time."""
    end = draw(days)
    options = draw(st.integers(0, 3))
    return Terms(
        start=draw(st.none() | st.just(end - timedelta(days=draw(st.integers(0, 2000))))),
        end=end,
        irrevocable_until=draw(st.none() | st.just(end + timedelta(days=draw(st.integers(0, 900))))),
        notice_period=draw(st.integers(0, 30)),
        notice_unit=draw(units),
        notice_rule=draw(st.sampled_from(NoticeRule)),
        tacit_renewal=True,
        renewal_period=draw(st.integers(1, 40)),
        renewal_unit=draw(units),
        extension_options=options,
        options_used=draw(st.integers(0, options)),
        option_period=12,
    )


@untimed
@given(days, periods)
def test_the_last_notice_day_is_the_last_day_from_which_the_period_runs_out_in_time(end: date, period: Period) -> None:
    last = move_end(end, period.times(-1))
    assert after(last, period) <= end < after(last + ONE_DAY, period)


@untimed
@given(days, st.integers(1, 48), units, days)
def test_terms_are_counted_to_the_first_that_reaches_the_day(end: date, count: int, unit: PeriodUnit, day: date) -> None:
    period = Period(count, unit)
    renewals = terms_until(end, period, day)
    assert move_end(end, period.times(renewals)) >= day
    assert renewals == 0 or move_end(end, period.times(renewals - 1)) < day


@untimed
@given(days, st.sampled_from([1, 3, 6, 12]))
def test_a_span_end_is_never_after_the_day_and_the_next_one_is(day: date, months: int) -> None:
    end = last_span_end(day, months)
    assert end <= day < move_end(end, Period(months))


@untimed
@given(renewing(), days)
def test_notice_on_the_last_day_ends_the_term_and_a_day_later_does_not(terms: Terms, today: date) -> None:
    found = last_notice_day(terms, today)
    assert found.day is not None
    assert found.ends is not None
    on_time, late = end_after_notice(terms, found.day), end_after_notice(terms, found.day + ONE_DAY)
    assert on_time is not None
    assert late is not None
    assert on_time <= found.ends < late
    assert found.ends_if_missed == late


@untimed
@given(renewing(), days)
def test_notice_is_never_after_the_end(terms: Terms, today: date) -> None:
    found = last_notice_day(terms, today)
    assert found.day is not None
    assert found.ends is not None
    assert found.practical_day is not None
    assert found.practical_day <= found.day <= found.ends


@untimed
@given(renewing(), days, st.integers(0, 30))
def test_more_notice_never_gives_a_later_last_day(terms: Terms, today: date, more: int) -> None:
    longer = Terms(
        **{name: getattr(terms, name) for name in terms.__slots__} | {"notice_period": (terms.notice_period or 0) + more}
    )
    first, second = last_notice_day(terms, today).day, last_notice_day(longer, today).day
    assert first is not None
    assert second is not None
    assert second <= first


@untimed
@given(renewing(), days)
def test_the_next_notice_day_is_never_behind_and_is_the_current_one_until_that_has_passed(terms: Terms, today: date) -> None:
    current, ahead = last_notice_day(terms, today), next_notice_day(terms, today)
    assert ahead.day is not None
    assert ahead.day >= today
    if not current.passed(today):
        assert ahead == current


@untimed
@given(renewing(), days, st.integers(0, 4000))
def test_asking_later_never_gives_an_earlier_day(terms: Terms, today: date, wait: int) -> None:
    later = today + timedelta(days=wait)
    for ask in (last_notice_day, next_notice_day):
        first, second = ask(terms, today).day, ask(terms, later).day
        assert first is not None
        assert second is not None
        assert second >= first


@untimed
@given(renewing(), days)
def test_asking_again_after_a_renewal_moves_the_end_forward(terms: Terms, today: date) -> None:
    found = last_notice_day(terms, today)
    assert found.ends is not None
    renewed = last_notice_day(terms, max(found.ends, terms.end or found.ends) + timedelta(days=1500))
    assert renewed.ends is not None
    assert renewed.ends > found.ends


@untimed
@given(days)
def test_the_practical_day_is_a_working_day_with_none_between_it_and_the_day(day: date) -> None:
    practical = working_day_before(day)
    assert is_working_day(practical)
    assert not any(is_working_day(practical + timedelta(days=n)) for n in range(1, (day - practical).days + 1))


@pytest.mark.parametrize(
    ("day", "practical"),
    [
        ("2026-02-28", "2026-02-27"),  # a Saturday
        ("2026-12-31", "2026-12-30"),  # New Year's Eve counts as a holiday
        ("2026-06-20", "2026-06-18"),  # Midsummer Day and Eve
        ("2026-04-06", "2026-04-02"),  # Easter Monday back to Maundy Thursday
        ("2026-09-30", "2026-09-30"),  # a Wednesday
    ],
)
def test_weekends_holidays_and_eves_move_the_practical_day_back(day: str, practical: str) -> None:
    assert working_day_before(date.fromisoformat(day)) == date.fromisoformat(practical)


def test_the_steps_lead_from_the_written_end_to_the_practical_day() -> None:
    terms = Terms(
        end=date(2024, 2, 29),
        notice_period=6,
        notice_rule=NoticeRule.END_OF_TERM,
        tacit_renewal=True,
        renewal_period=12,
        extension_options=2,
        options_used=2,
        option_period=12,
    )
    found = last_notice_day(terms, date(2026, 5, 1))
    assert [str(step.text) for step in found.steps] == [
        "The contract as written ends 2024-02-29",
        "2 of 2 options are used: it ends 2026-02-28",
        "Renewed once by 12 months, it ends 2027-02-28",
        "Notice must be given 6 months before: by 2026-08-31",
    ]
    assert str(found.missed) == "The contract renews itself to 2028-02-29"


def test_days_in_messages_stay_dates_so_that_they_are_shown_in_the_readers_language() -> None:
    for step in last_notice_day(ANNUAL, date(2026, 1, 1)).steps:
        assert isinstance(step.text, Text)
        assert step.day is None or step.day in step.text.values.values()


def test_an_end_at_the_edge_of_the_calendar_does_not_break_the_reckoning() -> None:
    terms = Terms(end=date.max, notice_period=3, notice_rule=NoticeRule.END_OF_TERM, tacit_renewal=True, renewal_period=12)
    assert last_notice_day(terms, date(2026, 1, 1)).day == date(9999, 9, 30)
    assert decision_deadline(Terms(end=date.max), date(2026, 1, 1), 12).day == date(9998, 12, 31)


def test_fixed_contract_is_decided_a_procurement_before_its_end() -> None:
    found = decision_deadline(Terms(end=date(2027, 3, 31)), date(2026, 1, 1), lead_months=12)
    assert (found.day, found.practical_day, found.standing) == (date(2026, 3, 31), date(2026, 3, 31), Standing.DATED)


def test_the_contracts_own_lead_time_stands_before_the_municipalitys() -> None:
    assert decision_deadline(Terms(end=date(2027, 3, 31), procurement_lead_months=6), date(2026, 1, 1), 18).day == date(
        2026, 9, 30
    )


def test_renewing_contract_is_decided_before_notice_when_notice_comes_first() -> None:
    found = decision_deadline(ANNUAL, date(2026, 1, 10), lead_months=1)
    assert found.day == date(2026, 9, 30)
    assert "renews itself to 2027-12-31" in str(found.missed)


def test_renewing_contract_is_decided_a_procurement_before_its_end_when_that_comes_first() -> None:
    found = decision_deadline(ANNUAL, date(2026, 1, 10), lead_months=9)
    assert found.day == date(2026, 3, 31)
    assert "not done when the contract ends 2026-12-31" in str(found.missed)


def test_decision_day_can_have_passed_and_says_so() -> None:
    assert decision_deadline(Terms(end=date(2026, 6, 30)), date(2026, 1, 1), 12).passed(date(2026, 1, 1))


def test_open_ended_contract_has_no_decision_day_but_says_when_a_procurement_begun_today_is_done() -> None:
    found = decision_deadline(Terms(notice_period=3), date(2026, 1, 15), 12)
    assert (found.day, found.standing) == (None, Standing.ANY_DAY)
    assert found.steps[-1].day == date(2027, 1, 15)


def test_contract_under_notice_is_decided_before_its_end() -> None:
    found = decision_deadline(Terms(notice_period=6, terminated_on=date(2026, 1, 31)), date(2026, 2, 1), 3)
    assert found.day == date(2026, 4, 30)


def test_fixed_contract_tells_its_next_option_and_what_notice_today_would_do() -> None:
    terms = Terms(end=date(2027, 12, 31), notice_period=3, extension_options=2, options_used=0, option_period=12)
    found = last_notice_day(terms, date(2026, 5, 15))
    assert "Option 1 can be called by 2027-12-31: it prolongs it to 2028-12-31" in [str(step.text) for step in found.steps]
    assert "Notice given today would end it earlier, 2026-08-15" in [str(step.text) for step in found.steps]


@pytest.mark.parametrize(
    ("terms", "names", "in_force"),
    [
        (Terms(start=date(2026, 6, 1), end=date(2027, 5, 31)), {ReasonName.START_NOT_PASSED}, False),
        (Terms(end=date(2025, 12, 31)), {ReasonName.END_PASSED}, False),
        (Terms(end=date(2026, 5, 1)), set(), True),
        (Terms(notice_period=1, terminated_on=date(2026, 1, 1)), {ReasonName.TERMINATED}, False),
        (Terms(notice_period=6, terminated_on=date(2026, 1, 1)), {ReasonName.NOTICE_GIVEN}, True),
        (Terms(terminated_on=date(2026, 1, 1)), {ReasonName.NOTICE_GIVEN}, True),
        (
            Terms(end=date(2026, 6, 30), notice_period=3, tacit_renewal=True, renewal_period=1),
            {ReasonName.NOTICE_DAY_PASSED},
            True,
        ),
        (ANNUAL, set(), True),
    ],
)
def test_validity_has_named_reasons(terms: Terms, names: set[ReasonName], in_force: bool) -> None:
    reasons = validity(terms, date(2026, 5, 1))
    assert {reason.name for reason in reasons} == names
    assert holds(reasons) is in_force


def test_contract_does_not_hold_without_the_one_it_rests_on() -> None:
    today = date(2026, 5, 1)
    ended = validity(Terms(end=date(2025, 12, 31)), today)
    assert [reason.name for reason in validity(ANNUAL, today, parent=ended)] == [ReasonName.PARENT_INVALID]
    assert validity(ANNUAL, today, parent=validity(ANNUAL, today)) == ()


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        (Terms(start=date(2026, 1, 1), end=date(2025, 1, 1)), {"end"}),
        (Terms(start=date(2026, 1, 1), irrevocable_until=date(2025, 1, 1)), {"irrevocable_until"}),
        (Terms(end=date(2026, 1, 1), irrevocable_until=date(2027, 1, 1)), {"irrevocable_until"}),
        (Terms(notice_period=-1), {"notice_period"}),
        (Terms(notice_period=2024), {"notice_period"}),
        (Terms(tacit_renewal=True), {"renewal_period", "end"}),
        (Terms(end=date(2026, 1, 1), tacit_renewal=True, renewal_period=0), {"renewal_period"}),
        (Terms(end=date(2026, 1, 1), extension_options=1), {"option_period"}),
        (Terms(end=date(2026, 1, 1), extension_options=-1), {"extension_options"}),
        (Terms(end=date(2026, 1, 1), extension_options=10**9, option_period=12), {"extension_options"}),
        (Terms(extension_options=1, option_period=12), {"extension_options"}),
        (Terms(end=date(2026, 1, 1), extension_options=1, options_used=2, option_period=12), {"options_used"}),
        (Terms(notice_rule=NoticeRule.END_OF_TERM), {"notice_rule"}),
        (Terms(procurement_lead_months=-3), {"procurement_lead_months"}),
    ],
)
def test_terms_that_cannot_hold_together_are_refused_with_every_field_named(terms: Terms, fields: set[str]) -> None:
    with pytest.raises(TermsContradict) as refused:
        check(terms)
    assert {field for field, _ in refused.value.problems} == fields
    for ask in (last_notice_day, next_notice_day, validity):
        with pytest.raises(TermsContradict):
            ask(terms, date(2026, 1, 1))
