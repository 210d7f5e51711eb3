"""The terms a contract passes through, and the day it ends when notice is given.

Every end is reckoned from the first one (its end as written, and the options called), never from the last: otherwise a
contract from 31 January that renews by the month would lose its month end in February and never find it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from registry.core.agreements.periods import Period, after, end_of_span, last_span_end, move_end, terms_until
from registry.core.agreements.terms import Terms
from registry.core.vocabulary import NoticeRule

SPAN_MONTHS = {
    NoticeRule.END_OF_MONTH: 1,
    NoticeRule.END_OF_QUARTER: 3,
    NoticeRule.END_OF_HALF_YEAR: 6,
    NoticeRule.END_OF_YEAR: 12,
}
"""The calendar spans, in months, with whose end notice runs out."""


@dataclass(frozen=True, slots=True)
class ContractTerm:
    """One term of a contract that renews itself: the renewals before it, its last day, and the last day in it that notice
    can end on.
    """

    renewals: int
    end: date
    exit: date


def first_end(terms: Terms) -> date | None:
    """The end as written moved by the options called, before any renewal; None for a contract without an end."""
    return None if terms.end is None else move_end(terms.end, terms.extension)


def end_after_notice(terms: Terms, given: date) -> date | None:
    """The last day of the contract when notice is given on `given`; None when no notice period is known.

    Notice cannot end a contract before it is revocable, nor prolong one that ends by itself.
    """
    if terms.notice is None:
        return None
    ready = max(after(given, terms.notice), terms.irrevocable_until or date.min, terms.start or date.min)
    end, span = first_end(terms), SPAN_MONTHS.get(terms.notice_rule)
    if span:
        ready = end_of_span(ready, span)
    if end is None:
        return ready
    if terms.renewal is None:
        return end if terms.notice_rule is NoticeRule.END_OF_TERM else min(ready, end)
    return term_reaching(terms, end, terms.renewal, ready).end if terms.notice_rule is NoticeRule.END_OF_TERM else ready


def current_term(terms: Terms, end: date, renewal: Period, today: date) -> ContractTerm:
    """The term that holds `today`, or the first later one that notice can end.

    A later one when the contract is irrevocable for longer, or when no day that the notice rule allows falls within the term.
    """
    renewals = terms_until(end, renewal, today)
    begins = move_end(end, renewal.times(renewals - 1)) + timedelta(days=1) if renewals else terms.start or date.min
    return term_reaching(terms, end, renewal, max(begins, terms.irrevocable_until or date.min))


def term_in_reach(terms: Terms, end: date, renewal: Period, notice: Period, today: date) -> ContractTerm:
    """The first term that notice given on `today` can still end."""
    return term_reaching(terms, end, renewal, max(after(today, notice), terms.irrevocable_until or date.min))


def term_reaching(terms: Terms, end: date, renewal: Period, day: date) -> ContractTerm:
    """The first term of the chain beginning with `end` that notice can end on `day` or later."""
    span = SPAN_MONTHS.get(terms.notice_rule)
    renewals = terms_until(end, renewal, end_of_span(day, span) if span else day)
    ends = move_end(end, renewal.times(renewals))
    return ContractTerm(renewals, ends, last_span_end(ends, span) if span else ends)
