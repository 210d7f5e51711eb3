"""Worked examples of contract dates, each reasoned by hand; the same table stands in the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import registry
from registry.core.agreements import Option, OptionStanding, Standing, Terms, last_notice_day, next_notice_day, option_days
from registry.core.agreements.periods import Period
from registry.core.vocabulary import NoticeRule, OptionDecision, PeriodUnit

DOC = Path(registry.__file__).parent / "docs" / "contract-dates.md"


def day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


@dataclass(frozen=True)
class Case:
    """One example: the contract in words and as terms, the day we ask, and what a careful clerk would answer."""

    says: str
    terms: Terms
    today: str
    notice: str | None
    ends: str | None
    if_missed: str | None = None
    standing: Standing = Standing.DATED

    @property
    def row(self) -> str:
        shown = self.notice or f"none ({str(self.standing.label).lower()})"
        return f"| {self.says} | {self.today} | {shown} | {self.ends or 'not known'} | {self.if_missed or ''} |"


def renewing(end: str, notice: int | None, renewal: int, **more: object) -> Terms:
    terms = {"notice_rule": NoticeRule.END_OF_TERM, "tacit_renewal": True, "renewal_period": renewal, **more}
    return Terms(end=day(end), notice_period=notice, **terms)  # type: ignore[arg-type]


def open_ended(notice: int | None, rule: NoticeRule = NoticeRule.RUNNING, **more: object) -> Terms:
    return Terms(start=date(2020, 1, 1), notice_period=notice, notice_rule=rule, **more)  # type: ignore[arg-type]


ANNUAL = renewing("2025-12-31", 3, 12)
DAYS, WEEKS = PeriodUnit.DAYS, PeriodUnit.WEEKS
CALLED, DECLINED = OptionDecision.CALLED, OptionDecision.DECLINED

CASES = (
    Case(
        "Ends 2026-12-31, not renewed",
        Terms(end=date(2026, 12, 31)),
        "2026-05-01",
        None,
        "2026-12-31",
        standing=Standing.NOT_NEEDED,
    ),
    Case(
        "Ended 2024-12-31, not renewed", Terms(end=date(2024, 12, 31)), "2026-05-01", None, "2024-12-31", standing=Standing.ENDED
    ),
    Case(
        "Ends 2025-03-31, 2 of 2 options of 12 months used",
        Terms(end=date(2025, 3, 31), extension_options=2, options_used=2, option_period=12),
        "2026-05-01",
        None,
        "2027-03-31",
        standing=Standing.NOT_NEEDED,
    ),
    Case("Ends 2025-12-31, renews 12 months, notice 3 months", ANNUAL, "2025-05-01", "2025-09-30", "2025-12-31", "2026-12-31"),
    Case("The same on the last notice day itself", ANNUAL, "2025-09-30", "2025-09-30", "2025-12-31", "2026-12-31"),
    Case("The same the day after: the day stays, passed", ANNUAL, "2025-10-01", "2025-09-30", "2025-12-31", "2026-12-31"),
    Case("The same on its last day", ANNUAL, "2025-12-31", "2025-09-30", "2025-12-31", "2026-12-31"),
    Case("The same renewed: counted from the renewed end", ANNUAL, "2026-01-01", "2026-09-30", "2026-12-31", "2027-12-31"),
    Case("The same renewed four times", ANNUAL, "2029-07-01", "2029-09-30", "2029-12-31", "2030-12-31"),
    Case(
        "Ends 2019-06-30, renews 24 months, notice 6 months",
        renewing("2019-06-30", 6, 24),
        "2024-09-01",
        "2024-12-31",
        "2025-06-30",
        "2027-06-30",
    ),
    Case(
        "Ends 2025-02-28, renews 6 months, notice 3 months",
        renewing("2025-02-28", 3, 6),
        "2025-03-01",
        "2025-05-31",
        "2025-08-31",
        "2026-02-28",
    ),
    Case(
        "Ends 2023-02-28, renews 12 months, in a leap year",
        renewing("2023-02-28", 1, 12),
        "2024-01-10",
        "2024-01-31",
        "2024-02-29",
        "2025-02-28",
    ),
    Case(
        "Ends 2024-02-29, renews 12 months, not a leap year",
        renewing("2024-02-29", 1, 12),
        "2025-01-10",
        "2025-01-31",
        "2025-02-28",
        "2026-02-28",
    ),
    Case(
        "Ends 2026-03-30, notice 1 month over February",
        renewing("2026-03-30", 1, 12),
        "2026-01-01",
        "2026-02-28",
        "2026-03-30",
        "2027-03-30",
    ),
    Case(
        "Ends 2026-01-30, renews 1 month, in February",
        renewing("2026-01-30", 0, 1),
        "2026-02-05",
        "2026-02-28",
        "2026-02-28",
        "2026-03-30",
    ),
    Case(
        "The same in March: the 30th comes back",
        renewing("2026-01-30", 0, 1),
        "2026-03-05",
        "2026-03-30",
        "2026-03-30",
        "2026-04-30",
    ),
    Case(
        "Ends 2026-06-30, renews 12 months, notice 90 days",
        renewing("2026-06-30", 90, 12, notice_unit=DAYS),
        "2026-01-01",
        "2026-04-01",
        "2026-06-30",
        "2027-06-30",
    ),
    Case(
        "Ends 2026-06-30, renews 52 weeks, notice 4 weeks",
        renewing("2026-06-30", 4, 52, notice_unit=WEEKS, renewal_unit=WEEKS),
        "2026-01-01",
        "2026-06-02",
        "2026-06-30",
        "2027-06-29",
    ),
    Case(
        "Notice 18 months, renews 12 months: always passed",
        renewing("2026-12-31", 18, 12),
        "2026-01-01",
        "2025-06-30",
        "2026-12-31",
        "2027-12-31",
    ),
    Case(
        "Ends 2026-12-31, renews 12 months, irrevocable until 2027-06-30",
        renewing("2026-12-31", 3, 12, irrevocable_until=date(2027, 6, 30)),
        "2026-02-01",
        "2027-09-30",
        "2027-12-31",
        "2028-12-31",
    ),
    Case(
        "Ends 2025-12-31, 1 of 1 option of 6 months used, renews 12 months",
        renewing("2025-12-31", 3, 12, extension_options=1, options_used=1, option_period=6),
        "2026-02-01",
        "2026-03-31",
        "2026-06-30",
        "2027-06-30",
    ),
    Case(
        "Ends 2026-12-31, renews 12 months, notice 3 months running",
        renewing("2026-12-31", 3, 12, notice_rule=NoticeRule.RUNNING),
        "2026-02-01",
        "2026-09-30",
        "2026-12-31",
        "2027-01-01",
    ),
    Case(
        "Ends 2027-02-15, renews 12 months, notice 6 months to end of quarter",
        renewing("2027-02-15", 6, 12, notice_rule=NoticeRule.END_OF_QUARTER),
        "2026-03-01",
        "2026-06-30",
        "2026-12-31",
        "2027-03-31",
    ),
    Case(
        "Ends 2026-06-30, renews 6 months, notice 1 month to end of year",
        renewing("2026-06-30", 1, 6, start=date(2026, 1, 1), notice_rule=NoticeRule.END_OF_YEAR),
        "2026-03-01",
        "2026-11-30",
        "2026-12-31",
        "2027-12-31",
    ),
    Case(
        "Ends 2026-12-31, renews 12 months, notice period not entered",
        renewing("2026-12-31", None, 12),
        "2026-03-01",
        None,
        "2026-12-31",
        standing=Standing.UNKNOWN,
    ),
    Case("No end, notice 3 months", open_ended(3), "2026-05-15", None, "2026-08-15", standing=Standing.ANY_DAY),
    Case("No end, notice 1 month, asked 31 January", open_ended(1), "2026-01-31", None, "2026-02-28", standing=Standing.ANY_DAY),
    Case(
        "No end, 3 months to end of month",
        open_ended(3, NoticeRule.END_OF_MONTH),
        "2026-05-15",
        None,
        "2026-08-31",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "No end, 3 months to end of quarter",
        open_ended(3, NoticeRule.END_OF_QUARTER),
        "2026-05-15",
        None,
        "2026-09-30",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "No end, 1 month to end of half-year",
        open_ended(1, NoticeRule.END_OF_HALF_YEAR),
        "2026-05-30",
        None,
        "2026-06-30",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "The same two days later",
        open_ended(1, NoticeRule.END_OF_HALF_YEAR),
        "2026-06-01",
        None,
        "2026-12-31",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "No end, 6 months to end of year",
        open_ended(6, NoticeRule.END_OF_YEAR),
        "2026-07-01",
        None,
        "2027-12-31",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "No end, notice 3 months, irrevocable until 2027-12-31",
        open_ended(3, irrevocable_until=date(2027, 12, 31)),
        "2026-05-15",
        None,
        "2027-12-31",
        standing=Standing.ANY_DAY,
    ),
    Case("No end, notice period not entered", open_ended(None), "2026-05-15", None, None, standing=Standing.UNKNOWN),
    Case(
        "No end, notice 3 months given 2026-04-10",
        open_ended(3, terminated_on=date(2026, 4, 10)),
        "2026-05-15",
        None,
        "2026-07-10",
        standing=Standing.NOTICE_GIVEN,
    ),
    Case(
        "Ends 2025-12-31, renews 12 months, notice given 2025-10-05: too late for 2025",
        renewing("2025-12-31", 3, 12, terminated_on=date(2025, 10, 5)),
        "2026-05-15",
        None,
        "2026-12-31",
        standing=Standing.NOTICE_GIVEN,
    ),
    # Cases from reports of wrong dates in another registry: glpi-project/glpi issues 23084, 15893, 6004, 14703 and 18954.
    Case(
        "Ends 2025-08-28, renews 12 months, notice 2 months, renewed once (GLPI 23084)",
        renewing("2025-08-28", 2, 12),
        "2026-02-11",
        "2026-06-28",
        "2026-08-28",
        "2027-08-28",
    ),
    Case(
        "First term of 36 months to 2023-07-31, renews 12 months, notice 3 months (GLPI 15893)",
        renewing("2023-07-31", 3, 12, start=date(2020, 8, 1)),
        "2023-10-31",
        "2024-04-30",
        "2024-07-31",
        "2025-07-31",
    ),
    Case(
        "First term of 36 months to 2021-09-26, asked in its first year (GLPI 6004)",
        renewing("2021-09-26", 3, 12, start=date(2018, 9, 27)),
        "2019-06-07",
        "2021-06-26",
        "2021-09-26",
        "2022-09-26",
    ),
    Case(
        "First term of 60 months to 2022-12-31, renews 12 months: 72 months, not 120 (GLPI 14703)",
        renewing("2022-12-31", 3, 12, start=date(2018, 1, 1)),
        "2023-01-01",
        "2023-09-30",
        "2023-12-31",
        "2024-12-31",
    ),
    Case(
        "Ends 2025-01-31, notice 3 months, not renewed: the year's end plays no part (GLPI 18954)",
        Terms(start=date(2024, 2, 1), end=date(2025, 1, 31), notice_period=3),
        "2024-12-10",
        None,
        "2025-01-31",
        standing=Standing.NOT_NEEDED,
    ),
    Case(
        "Ends 2026-03-31, renews 3 months, notice 1 month: the last day of next month, from February",
        renewing("2026-03-31", 1, 3),
        "2026-02-10",
        "2026-02-28",
        "2026-03-31",
        "2026-06-30",
    ),
    Case(
        "No end, notice to the last day of next month",
        open_ended(1, NoticeRule.END_OF_MONTH),
        "2026-01-31",
        None,
        "2026-02-28",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "The same a day later",
        open_ended(1, NoticeRule.END_OF_MONTH),
        "2026-02-01",
        None,
        "2026-03-31",
        standing=Standing.ANY_DAY,
    ),
    Case(
        "Ends 2026-12-31, renews 12 months, notice 2 weeks",
        renewing("2026-12-31", 2, 12, notice_unit=WEEKS),
        "2026-06-01",
        "2026-12-17",
        "2026-12-31",
        "2027-12-31",
    ),
    Case(
        "Ends 2025-03-31, option 1 called (12 months), option 2 not: it ends with option 1",
        Terms(end=date(2025, 3, 31), options=(Option(1, 12, decision=CALLED), Option(2, 12, decision=DECLINED))),
        "2026-01-15",
        None,
        "2026-03-31",
        standing=Standing.NOT_NEEDED,
    ),
    Case(
        "Ends 2025-06-30, options of 24 and 12 months called, renews 12 months, notice 3 months",
        renewing("2025-06-30", 3, 12, options=(Option(1, 24, decision=CALLED), Option(2, 12, decision=CALLED))),
        "2026-01-15",
        "2028-03-31",
        "2028-06-30",
        "2029-06-30",
    ),
)


@dataclass(frozen=True)
class OptionCase:
    """One example of options: the contract, the day we ask, the option asked about and what can be done about it."""

    says: str
    terms: Terms
    today: str
    number: int
    call_by: str
    prolongs_to: str
    standing: OptionStanding

    @property
    def row(self) -> str:
        return (
            f"| {self.says} | {self.today} | {self.number} | {self.call_by} | {self.prolongs_to} | "
            f"{str(self.standing.label).lower()} |"
        )


def with_options(*options: Option) -> Terms:
    return Terms(start=date(2022, 8, 1), end=date(2026, 7, 31), options=options)


BEFORE = Period(3)
FIRST, SECOND = Option(1, 12, call_before=BEFORE), Option(2, 24, call_before=BEFORE)
FIRST_CALLED = Option(1, 12, call_before=BEFORE, decision=CALLED)
FIRST_DECLINED = Option(1, 12, call_before=BEFORE, decision=DECLINED)
OPTION_CASES = (
    OptionCase(
        "Ends 2026-07-31, options of 12 and 24 months, called 3 months before",
        with_options(FIRST, SECOND),
        "2026-01-15",
        1,
        "2026-04-30",
        "2027-07-31",
        OptionStanding.OPEN,
    ),
    OptionCase(
        "The same, its second option",
        with_options(FIRST, SECOND),
        "2026-01-15",
        2,
        "2027-04-30",
        "2029-07-31",
        OptionStanding.WAITING,
    ),
    OptionCase(
        "The same when the first is called",
        with_options(FIRST_CALLED, SECOND),
        "2026-09-01",
        2,
        "2027-04-30",
        "2029-07-31",
        OptionStanding.OPEN,
    ),
    OptionCase(
        "The same on the last day to call it",
        with_options(FIRST, SECOND),
        "2026-04-30",
        1,
        "2026-04-30",
        "2027-07-31",
        OptionStanding.OPEN,
    ),
    OptionCase(
        "The same a day too late", with_options(FIRST, SECOND), "2026-05-01", 1, "2026-04-30", "2027-07-31", OptionStanding.LAPSED
    ),
    OptionCase(
        "The same a day too late, its second option",
        with_options(FIRST, SECOND),
        "2026-05-01",
        2,
        "2027-04-30",
        "2029-07-31",
        OptionStanding.FALLEN,
    ),
    OptionCase(
        "The first is not called: the second falls with it",
        with_options(FIRST_DECLINED, SECOND),
        "2026-02-01",
        2,
        "2027-04-30",
        "2029-07-31",
        OptionStanding.FALLEN,
    ),
    OptionCase(
        "Its last day to call is named",
        with_options(Option(1, 12, call_by=date(2026, 1, 31))),
        "2026-01-15",
        1,
        "2026-01-31",
        "2027-07-31",
        OptionStanding.OPEN,
    ),
    OptionCase(
        "No day is entered: until the contract ends",
        with_options(Option(1, 12)),
        "2026-07-31",
        1,
        "2026-07-31",
        "2027-07-31",
        OptionStanding.OPEN,
    ),
    OptionCase(
        "Ends 2024-02-29, option of 12 months, called 1 month before",
        Terms(end=date(2024, 2, 29), options=(Option(1, 12, call_before=Period(1)),)),
        "2024-01-15",
        1,
        "2024-01-31",
        "2025-02-28",
        OptionStanding.OPEN,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.says}, {case.today}")
def test_last_notice_day_is_what_a_careful_clerk_would_find(case: Case) -> None:
    found = last_notice_day(case.terms, date.fromisoformat(case.today))
    assert (found.day, found.ends, found.ends_if_missed, found.standing) == (
        day(case.notice),
        day(case.ends),
        day(case.if_missed),
        case.standing,
    )


def test_next_notice_day_after_a_missed_one_is_that_of_the_renewed_term() -> None:
    found = next_notice_day(ANNUAL, date(2025, 10, 1))
    assert (found.day, found.ends) == (date(2026, 9, 30), date(2026, 12, 31))
    assert "The last notice day of the term that ends 2025-12-31 was 2025-09-30" in [str(step.text) for step in found.steps]


def test_next_notice_day_skips_terms_a_long_notice_period_cannot_reach() -> None:
    found = next_notice_day(renewing("2026-12-31", 18, 12), date(2026, 7, 1))
    assert (found.day, found.ends) == (date(2027, 6, 30), date(2028, 12, 31))


@pytest.mark.parametrize("case", OPTION_CASES, ids=lambda case: f"{case.says}, {case.today}, {case.number}")
def test_an_option_can_be_called_until_the_day_a_careful_clerk_would_find(case: OptionCase) -> None:
    (found,) = (each for each in option_days(case.terms, date.fromisoformat(case.today)) if each.option.number == case.number)
    assert (found.day, found.prolongs_to, found.standing) == (day(case.call_by), day(case.prolongs_to), case.standing)


def test_the_documentation_shows_these_examples_and_no_others() -> None:
    page = DOC.read_text(encoding="utf-8").split("## Worked examples")[1]
    shown = [
        line
        for line in page.splitlines()
        if line.startswith("| ") and not line.startswith(("| The contract |", "| The option |"))
    ]
    assert shown == [case.row for case in (*CASES, *OPTION_CASES)]
    assert len(shown) >= 40
