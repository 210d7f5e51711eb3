"""Options decided one by one, and terms that appendices change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.agreements import (
    Change,
    Option,
    OptionStanding,
    Spell,
    Standing,
    Terms,
    TermsContradict,
    check,
    in_force,
    last_notice_day,
    next_option,
    option_days,
    spells,
)
from registry.core.agreements.periods import Period
from registry.core.agreements.workdays import is_working_day
from registry.core.vocabulary import OptionDecision, PeriodUnit

CALLED, DECLINED = OptionDecision.CALLED, OptionDecision.DECLINED
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
lengths = st.builds(Period, st.integers(0, 12), st.sampled_from(PeriodUnit))


@st.composite
def with_options(draw: st.DrawFn) -> Terms:
    """Terms of a contract that ends, with options of which the first few are called."""
    number, called = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    return Terms(
        end=draw(days),
        options=tuple(
            Option(
                each,
                draw(st.integers(1, 36)),
                call_before=draw(st.none() | lengths),
                decision=CALLED if each <= called else draw(st.sampled_from([None, DECLINED])),
            )
            for each in range(1, number + 1)
        ),
    )


@given(with_options(), days)
def test_no_option_is_called_after_the_end_it_moves_and_each_prolongs(terms: Terms, today: date) -> None:
    for found in option_days(terms, today):
        assert found.practical_day <= found.day <= found.ends < found.prolongs_to
        assert is_working_day(found.practical_day)


@given(with_options(), days)
def test_at_most_one_option_can_be_called_and_its_day_has_not_passed(terms: Terms, today: date) -> None:
    open_ones = [found for found in option_days(terms, today) if found.standing is OptionStanding.OPEN]
    assert len(open_ones) <= 1
    assert all(found.day >= today for found in open_ones)


@given(with_options(), days)
def test_the_contract_ends_where_its_last_called_option_takes_it(terms: Terms, today: date) -> None:
    called = [found.prolongs_to for found in option_days(terms, today) if found.standing is OptionStanding.CALLED]
    assert last_notice_day(terms, today).ends == (called[-1] if called else terms.end)


@given(with_options(), days, st.integers(1, 12))
def test_more_time_before_the_end_never_gives_a_later_last_day_to_call(terms: Terms, today: date, more: int) -> None:
    months = [option.call_before.count if option.call_before else 0 for option in terms.options]
    monthly = replace(
        terms,
        options=tuple(replace(option, call_before=Period(count)) for option, count in zip(terms.options, months, strict=True)),
    )
    earlier = replace(
        terms,
        options=tuple(
            replace(option, call_before=Period(count + more)) for option, count in zip(terms.options, months, strict=True)
        ),
    )
    for first, second in zip(option_days(earlier, today), option_days(monthly, today), strict=True):
        assert first.day < second.day


def test_options_given_as_numbers_are_the_same_as_listed_ones() -> None:
    counted = Terms(end=date(2026, 6, 30), extension_options=2, options_used=1, option_period=12)
    listed = Terms(end=date(2026, 6, 30), options=(Option(1, 12, decision=CALLED), Option(2, 12)))
    assert option_days(counted, date(2026, 1, 1)) == option_days(listed, date(2026, 1, 1))
    assert last_notice_day(counted, date(2026, 1, 1)) == last_notice_day(listed, date(2026, 1, 1))


def test_every_step_to_the_last_day_is_told_also_that_it_is_no_working_day() -> None:
    terms = Terms(end=date(2026, 7, 31), options=(Option(1, 12, call_before=Period(1)),))
    found = next_option(terms, date(2026, 1, 1))
    assert found is not None
    assert (found.day, found.practical_day) == (date(2026, 6, 30), date(2026, 6, 30))
    midsummer = Terms(end=date(2026, 7, 19), options=(Option(1, 12, call_before=Period(1)),))
    eve = next_option(midsummer, date(2026, 1, 1))
    assert eve is not None
    assert [str(step.text) for step in eve.steps] == [
        "The contract ends 2026-07-19 without option 1",
        "It must be called 1 month before: by 2026-06-19",
        "2026-06-19 is not a working day: act by 2026-06-18",
        "Called in time it prolongs the contract to 2027-07-19",
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((Option(1, 12), Option(2, 12, decision=CALLED)), "Option 2 is called, but option 1 before it is not"),
        ((Option(1, 0),), "Option 1 must prolong the contract"),
        (
            (Option(1, 12, call_by=date(2027, 1, 1)),),
            "Option 1 can be called by 2027-01-01, after the end it moves, 2026-07-31",
        ),
    ],
)
def test_options_that_cannot_hold_together_are_told(options: tuple[Option, ...], says: str) -> None:
    with pytest.raises(TermsContradict) as refused:
        check(Terms(end=date(2026, 7, 31), options=options))
    assert [str(message) for _field, message in refused.value.problems] == [says]


def test_a_contract_without_an_end_has_no_options_to_call() -> None:
    with pytest.raises(TermsContradict, match="nothing for an option to prolong"):
        check(Terms(options=(Option(1, 12),)))


WRITTEN = {"end": date(2026, 12, 31), "notice_period": 3}
LONGER = Change("end", date(2027, 12, 31), date(2026, 6, 1), "Appendix 1")
NOTICE = Change("notice_period", 6, date(2027, 1, 1), "Appendix 2")


def test_a_term_has_its_new_value_from_the_day_the_appendix_applies() -> None:
    assert in_force(WRITTEN, (NOTICE, LONGER), date(2026, 5, 31)) == WRITTEN
    assert in_force(WRITTEN, (NOTICE, LONGER), date(2026, 6, 1)) == {"end": date(2027, 12, 31), "notice_period": 3}
    assert in_force(WRITTEN, (NOTICE, LONGER), date(2027, 1, 1)) == {"end": date(2027, 12, 31), "notice_period": 6}


def test_the_later_of_two_appendices_stands_whatever_order_they_are_entered_in() -> None:
    first, second = Change("end", None, date(2026, 1, 1), "1"), Change("end", date(2028, 1, 1), date(2026, 2, 1), "2")
    assert in_force(WRITTEN, (second, first), date(2026, 3, 1))["end"] == date(2028, 1, 1)
    assert in_force(WRITTEN, (second, first), date(2026, 1, 15))["end"] is None


def test_the_history_of_a_term_has_no_gap_and_names_the_appendix() -> None:
    assert spells(WRITTEN, (LONGER,)) == (
        Spell("end", date(2026, 12, 31), None, date(2026, 5, 31), None),
        Spell("end", date(2027, 12, 31), date(2026, 6, 1), None, "Appendix 1"),
    )
    assert spells(WRITTEN, ()) == ()


@given(st.lists(st.tuples(days, st.integers(0, 24)), max_size=6, unique_by=lambda each: each[0]), days)
def test_history_and_terms_in_force_say_the_same(values: list[tuple[date, int]], on: date) -> None:
    changes = [Change("notice_period", value, day, str(day)) for day, value in values]
    holding = [
        spell
        for spell in spells(WRITTEN, changes)
        if (spell.first is None or spell.first <= on) and (spell.last is None or on <= spell.last)
    ]
    assert [spell.value for spell in holding] == ([in_force(WRITTEN, changes, on)["notice_period"]] if changes else [])


def test_reminders_are_armed_again_when_an_appendix_moves_the_end() -> None:
    """GLPI 4571: an alert once sent is never sent again, also when the contract was prolonged by hand."""
    today = date(2026, 11, 1)
    terms = Terms(end=date(2026, 12, 31), notice_period=3, tacit_renewal=True, renewal_period=12)
    moved = replace(terms, end=date(2028, 6, 30))
    assert last_notice_day(terms, today).day == date(2026, 9, 30)
    assert last_notice_day(moved, today).day == date(2028, 3, 31)
    assert last_notice_day(moved, today).standing is Standing.DATED
    assert last_notice_day(moved, today).day > today + timedelta(days=90)  # type: ignore[operator]
