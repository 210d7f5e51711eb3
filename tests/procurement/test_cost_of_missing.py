"""What it costs to let a day go by, and what must happen when a contract is left."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from registry.core.agreements import Terms, next_notice_day
from registry.core.agreements.conflicts import Limit
from registry.core.text import Text
from registry.core.vocabulary import NoticeRule, ProcurementStage, RenewalStrategy
from registry.procurement.actions import Action, ActionKind
from registry.procurement.leaving import leaving
from registry.procurement.missing import cost_of_missing

TODAY = date(2026, 11, 25)
RENEWING = Terms(
    start=date(2020, 1, 1),
    end=date(2027, 12, 31),
    notice_period=6,
    notice_rule=NoticeRule.END_OF_TERM,
    tacit_renewal=True,
    renewal_period=24,
)
STANDSTILL = Limit(10, "LOU 20 kap. 1 §", date(2017, 1, 1), True)
FIXED = Terms(start=date(2020, 1, 1), end=date(2027, 12, 31))


def of(kind):
    return Action(kind, TODAY, Text("why"))


def test_a_missed_notice_costs_the_forced_term_at_todays_price():
    missed = cost_of_missing(of(ActionKind.NOTICE), next_notice_day(RENEWING, TODAY), 1_200_000, None)
    assert missed.kronor == 2_400_000
    assert str(missed.why) == "24 months more, from 2027-12-31 to 2029-12-31, at 1200000 kronor a year"


def test_a_forced_term_that_is_no_whole_number_of_months_is_reckoned_in_days():
    notice = replace(next_notice_day(RENEWING, TODAY), ends=date(2027, 1, 1), ends_if_missed=date(2027, 1, 11))
    missed = cost_of_missing(of(ActionKind.NOTICE), notice, 365_000, None)
    assert missed.kronor == 10_000
    assert "10 days" in str(missed.why)


def test_without_a_price_the_length_is_told_and_no_sum_is_invented():
    missed = cost_of_missing(of(ActionKind.NOTICE), next_notice_day(RENEWING, TODAY), None, None)
    assert missed.kronor is None
    assert "24 months" in str(missed.why)


def test_a_missed_option_costs_what_must_be_bought_anew():
    assert cost_of_missing(of(ActionKind.OPTION), next_notice_day(FIXED, TODAY), 600_000, 18).kronor == 900_000


def test_a_late_start_costs_a_months_price_for_every_month():
    assert cost_of_missing(of(ActionKind.DECISION), next_notice_day(FIXED, TODAY), 1_200_000, None).kronor == 100_000


def test_that_a_contract_ends_costs_nothing_by_itself():
    assert cost_of_missing(of(ActionKind.ENDS), next_notice_day(FIXED, TODAY), 1_200_000, None) is None


def left(strategy, stage=None, months=6):
    return SimpleNamespace(renewal_strategy=strategy, procurement_stage=stage, switching_months=months)


def test_a_contract_that_is_procured_anew_asks_for_award_before_exit_and_exit_before_the_end():
    award, exit_ = leaving(left(RenewalStrategy.PROCURE), next_notice_day(FIXED, TODAY), STANDSTILL)
    assert (award.kind, exit_.kind) == (ActionKind.AWARD, ActionKind.EXIT)
    assert exit_.day == date(2027, 6, 30)
    assert award.day == date(2027, 6, 18)  # ten days of standstill end on Monday the 28th, since the 28th follows a weekend


def test_once_the_award_is_sent_only_the_exit_is_left():
    found = leaving(left(RenewalStrategy.PROCURE, ProcurementStage.STANDSTILL), next_notice_day(FIXED, TODAY), STANDSTILL)
    assert [action.kind for action in found] == [ActionKind.EXIT]


def test_a_contract_that_is_prolonged_asks_for_no_exit():
    assert list(leaving(left(RenewalStrategy.PROLONG), next_notice_day(RENEWING, TODAY), STANDSTILL)) == []
    assert list(leaving(left(None), next_notice_day(RENEWING, TODAY), STANDSTILL)) == []


def test_a_contract_under_notice_asks_for_exit_whatever_else_is_known():
    notice = next_notice_day(replace(RENEWING, terminated_on=date(2026, 10, 1)), TODAY)
    [exit_] = leaving(left(None, months=None), notice, STANDSTILL)
    assert exit_.kind is ActionKind.EXIT
    assert exit_.notes


def test_the_award_day_follows_the_laws_figure_and_names_its_source():
    longer = replace(STANDSTILL, value=15, verified=False)
    ten, fifteen = (
        next(leaving(left(RenewalStrategy.PROCURE), next_notice_day(FIXED, TODAY), one)) for one in (STANDSTILL, longer)
    )
    assert fifteen.day < ten.day
    assert "15 days (LOU 20 kap. 1 §)" in str(fifteen.why)
    assert ten.notes == ()
    assert "Nobody has checked" in str(fifteen.notes[0])


def test_without_a_figure_of_the_law_the_usual_days_are_said_to_be_taken_for_granted():
    award = next(leaving(left(RenewalStrategy.PROCURE), next_notice_day(FIXED, TODAY), None))
    assert award.day == date(2027, 6, 18)
    assert "not among the limits" in str(award.notes[0])
