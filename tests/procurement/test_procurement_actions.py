"""What must be done about a contract, and by when."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from registry.contracts.changes import Amendment, ContractOption
from registry.core.agreements import TermsContradict
from registry.core.vocabulary import NoticeRule, PeriodUnit, ProcurementStage, RenewalStrategy
from registry.procurement.actions import PLAN_COLUMNS, WITHOUT_WORK, ActionKind, actions, follow_up
from registry.procurement.operations import LISTS, TERM_COLUMNS, assumptions, deadline, terms_of

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Written:
    """A contract of which only what a test is about is entered."""

    start: date | None = date(2020, 1, 1)
    end: date | None = None
    irrevocable_until: date | None = None
    notice_period: int | None = None
    notice_unit: PeriodUnit | None = None
    notice_rule: NoticeRule | None = None
    renewal_period: int | None = None
    renewal_unit: PeriodUnit | None = None
    extension_options: int | None = None
    options_used: int | None = None
    option_months: int | None = None
    terminated_on: date | None = None
    procurement_lead_months: int | None = None
    procurement_start: date | None = None
    procurement_stage: ProcurementStage | None = None
    renewal_strategy: RenewalStrategy | None = None
    options: tuple[ContractOption, ...] = ()
    amendments: tuple[Amendment, ...] = ()


RENEWING = Written(end=date(2027, 3, 31), notice_period=3, renewal_period=12)
FIXED = Written(end=date(2028, 6, 30), procurement_lead_months=12)


def asked(contract, today=TODAY):
    return actions(contract, deadline(contract, today), today)


def days(contract):
    return {action.kind: action.day for action in asked(contract)}


def test_every_column_of_terms_is_named_for_queries():
    assert set(TERM_COLUMNS) == {name for name in Written.__dataclass_fields__ if name not in {*PLAN_COLUMNS, *LISTS}}


def test_a_contract_that_renews_itself_must_be_given_notice_before_its_last_notice_day():
    assert days(RENEWING) == {ActionKind.NOTICE: date(2026, 12, 30)}, "31 December is no working day, so the day before"
    [action] = asked(RENEWING)
    assert str(action.why).startswith(
        "Notice by 2026-12-31 ends it 2027-03-31. Otherwise: The contract renews itself to 2028-03-31"
    )


def test_a_procurement_that_must_begin_before_notice_is_told_as_a_decision_of_its_own():
    contract = replace(RENEWING, end=date(2029, 3, 30), procurement_lead_months=18)
    assert days(contract) == {ActionKind.NOTICE: date(2028, 12, 29), ActionKind.DECISION: date(2027, 9, 30)}


@pytest.mark.parametrize("way", list(RenewalStrategy))
def test_with_a_way_forward_chosen_the_day_to_decide_is_the_day_to_begin_what_is_chosen(way):
    found = days(replace(FIXED, renewal_strategy=way, procurement_start=date(2027, 2, 1)))
    begins = {} if way in WITHOUT_WORK else {ActionKind.BEGIN: date(2027, 6, 30), ActionKind.PROCUREMENT: date(2027, 2, 1)}
    assert found == {ActionKind.ENDS: date(2028, 6, 30), **begins}


def test_nothing_is_late_when_it_is_decided_that_nothing_follows():
    late = replace(FIXED, end=date(2027, 3, 31))
    assert follow_up(late, deadline(late, TODAY), TODAY).late
    settled = replace(late, renewal_strategy=RenewalStrategy.END)
    assert not follow_up(settled, deadline(settled, TODAY), TODAY).late


def test_a_procurement_that_is_done_between_notice_and_end_is_decided_with_the_notice():
    assert days(replace(RENEWING, procurement_lead_months=1)) == {ActionKind.NOTICE: date(2026, 12, 30)}


def test_a_late_procurement_is_not_told_of_a_contract_that_goes_on_by_itself():
    assert ActionKind.DECISION not in days(replace(RENEWING, procurement_lead_months=24))


def test_a_late_procurement_is_not_told_of_a_contract_that_an_option_can_prolong():
    contract = replace(FIXED, end=date(2027, 3, 31), extension_options=1, option_months=24)
    assert days(contract) == {ActionKind.OPTION: date(2027, 3, 31)}


def test_a_contract_that_ends_by_itself_needs_a_decision_in_time_for_a_procurement():
    assert days(FIXED) == {ActionKind.DECISION: date(2027, 6, 30), ActionKind.ENDS: date(2028, 6, 30)}


def test_a_late_decision_about_a_contract_that_ends_is_told_as_late():
    found = {action.kind: action for action in asked(replace(FIXED, end=date(2027, 3, 31)))}
    assert found[ActionKind.DECISION].late(TODAY)
    assert not found[ActionKind.ENDS].late(TODAY)


def test_once_the_procurement_has_begun_nothing_is_left_to_decide():
    contract = replace(FIXED, procurement_stage=ProcurementStage.PUBLISHED, procurement_start=date(2026, 1, 1))
    assert days(contract) == {ActionKind.ENDS: date(2028, 6, 30)}


def test_an_option_left_must_be_called_before_the_contract_ends():
    contract = replace(FIXED, extension_options=2, options_used=1, option_months=12)
    assert days(contract)[ActionKind.OPTION] == date(2029, 6, 29)  # the 30th is a Saturday
    option = next(action for action in asked(contract) if action.kind is ActionKind.OPTION)
    assert str(option.why) == "Option 2 of 2 must be called before it ends 2029-06-30"


def test_the_planned_start_of_a_procurement_is_told_until_it_has_begun():
    contract = replace(FIXED, procurement_start=date(2027, 5, 3))
    assert days(contract)[ActionKind.PROCUREMENT] == date(2027, 5, 3)


def test_a_contract_under_notice_ends_and_asks_what_follows():
    contract = replace(RENEWING, terminated_on=date(2026, 11, 1), procurement_lead_months=1)
    assert days(contract) == {ActionKind.ENDS: date(2027, 3, 31), ActionKind.DECISION: date(2027, 2, 26)}


@pytest.mark.parametrize(
    "contract",
    [Written(notice_period=3), Written(), replace(RENEWING, notice_period=None), Written(end=date(2020, 12, 31))],
    ids=["open-ended", "nothing entered", "notice period unknown", "ended"],
)
def test_a_contract_without_a_last_day_has_nothing_in_the_list(contract):
    assert asked(contract) == ()


def test_contradictory_terms_are_refused_not_guessed():
    with pytest.raises(TermsContradict):
        asked(replace(FIXED, start=date(2029, 1, 1)))


def test_on_the_weekend_before_the_last_day_the_working_day_has_gone_and_the_day_itself_stands():
    sunday = date(2026, 11, 22)
    contract = Written(end=date(2026, 12, 22), notice_period=1, renewal_period=12)
    [action] = [action for action in asked(contract, sunday) if action.kind is ActionKind.NOTICE]
    assert action.day == sunday
    assert not action.late(sunday)


def test_what_is_not_entered_is_read_in_the_usual_way_and_said():
    assert terms_of(RENEWING, TODAY).notice_rule is NoticeRule.END_OF_TERM
    assert terms_of(Written(notice_period=3), TODAY).notice_rule is NoticeRule.RUNNING
    said = [str(assumption) for assumption in assumptions(RENEWING)]
    assert said == [
        "To which day notice ends the contract is not entered; reckoned as: End of the current term",
        "How long a procurement takes is not entered; reckoned as 12 months",
    ]
    assert assumptions(replace(RENEWING, notice_rule=NoticeRule.RUNNING, procurement_lead_months=3)) == ()


@pytest.mark.parametrize(
    ("contract", "instead"),
    [
        (replace(RENEWING, procurement_lead_months=24), "2027-03-31; the contract renews itself unless notice is given"),
        (replace(RENEWING, notice_period=None), "2027-03-31; the contract renews itself unless notice is given"),
        (
            replace(FIXED, end=date(2027, 3, 31), extension_options=1, option_months=24),
            "2027-03-31; the contract can be prolonged",
        ),
    ],
    ids=["renews itself", "renews itself, notice period unknown", "option left"],
)
def test_a_contract_that_goes_on_is_never_late_but_warned_of(contract, instead):
    follows = follow_up(contract, deadline(contract, TODAY), TODAY)
    assert not follows.late
    assert str(follows.warning) == f"No new procurement can be finished by {instead}"


@pytest.mark.parametrize("stage", list(ProcurementStage))
def test_only_a_contract_that_ends_undecided_is_late(stage):
    contract = replace(FIXED, end=date(2027, 3, 31), procurement_stage=stage)
    follows = follow_up(contract, deadline(contract, TODAY), TODAY)
    assert follows.late is (stage is ProcurementStage.NOT_STARTED)
    assert follows.warning is None
    assert follows.late is any(action.late(TODAY) for action in asked(contract)), "the list says the same"


def test_the_line_warns_that_no_procurement_can_be_finished_and_says_why_the_day_was_moved():
    [action] = asked(replace(RENEWING, procurement_lead_months=24))
    assert [str(note) for note in action.notes] == [
        "2026-12-31 is not a working day: act by 2026-12-30",
        "No new procurement can be finished by 2027-03-31; the contract renews itself unless notice is given",
    ]


def test_a_day_that_is_a_working_day_needs_no_word_about_it():
    [action] = asked(replace(RENEWING, end=date(2027, 6, 30), procurement_lead_months=1))
    assert action.day.isoweekday() <= 5
    assert action.notes == ()
