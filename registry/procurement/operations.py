"""A contract's terms as the catalogue holds them, and the days reckoned from them.

Everything here takes any row that carries the columns of `WrittenTerms`: a whole Contract, or a query of those columns only.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from registry.contracts.models import Contract
from registry.core.agreements import Deadline, Reason, Terms, TermsContradict, decision_deadline, next_notice_day, validity
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import NoticeRule, PeriodUnit

LEAD_MONTHS = 12
"""How long a new procurement takes, in months, where the contract does not say."""


class WrittenTerms(Protocol):
    """The columns of a contract that its days are reckoned from."""

    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def irrevocable_until(self) -> date | None: ...
    @property
    def notice_period(self) -> int | None: ...
    @property
    def notice_unit(self) -> PeriodUnit | None: ...
    @property
    def notice_rule(self) -> NoticeRule | None: ...
    @property
    def renewal_period(self) -> int | None: ...
    @property
    def renewal_unit(self) -> PeriodUnit | None: ...
    @property
    def extension_options(self) -> int | None: ...
    @property
    def options_used(self) -> int | None: ...
    @property
    def option_months(self) -> int | None: ...
    @property
    def terminated_on(self) -> date | None: ...
    @property
    def procurement_lead_months(self) -> int | None: ...


TERM_COLUMNS = tuple(name for name, value in vars(WrittenTerms).items() if isinstance(value, property))
"""Names of those columns, for queries that need no more."""


def terms_of(contract: WrittenTerms) -> Terms:
    """The terms as core reads them. What nobody has entered is read in the usual way, see `assumptions`."""
    return Terms(
        start=contract.start,
        end=contract.end,
        irrevocable_until=contract.irrevocable_until,
        notice_period=contract.notice_period,
        notice_unit=contract.notice_unit or PeriodUnit.MONTHS,
        notice_rule=contract.notice_rule or _usual_rule(contract),
        tacit_renewal=contract.renewal_period is not None,
        renewal_period=contract.renewal_period,
        renewal_unit=contract.renewal_unit or PeriodUnit.MONTHS,
        extension_options=contract.extension_options or 0,
        options_used=contract.options_used or 0,
        option_period=contract.option_months,
        terminated_on=contract.terminated_on,
        procurement_lead_months=contract.procurement_lead_months,
    )


def assumptions(contract: WrittenTerms) -> tuple[Text, ...]:
    """What the reckoning takes for granted because nobody has entered it."""
    found = []
    if contract.notice_period is not None and contract.notice_rule is None:
        rule = _usual_rule(contract).label
        found.append(_("To which day notice ends the contract is not entered; reckoned as: {rule}", rule=rule))
    if contract.procurement_lead_months is None:
        found.append(_("How long a procurement takes is not entered; reckoned as {months} months", months=LEAD_MONTHS))
    return tuple(found)


def deadline(contract: WrittenTerms, today: date) -> Deadline:
    """The next last day on which notice ends the contract. Raises TermsContradict."""
    return next_notice_day(terms_of(contract), today)


def decision(contract: WrittenTerms, today: date) -> Deadline:
    """The last day to decide what follows the contract. Raises TermsContradict."""
    return decision_deadline(terms_of(contract), today, LEAD_MONTHS)


def validity_of(contract: Contract, today: date) -> tuple[Reason, ...]:
    """Everything that speaks against the contract today. Raises TermsContradict.

    A call-off made in time outlives its framework agreement, so the framework speaks against it only when it did not hold on
    the day the call-off began.
    """
    return validity(terms_of(contract), today, _framework_at_start(contract))


def _framework_at_start(contract: Contract) -> tuple[Reason, ...]:
    """What spoke against the framework agreement when the contract began; nothing when its own terms cannot be reckoned."""
    if contract.framework is None or contract.start is None:
        return ()
    try:
        return validity(terms_of(contract.framework), contract.start)
    except TermsContradict:
        return ()


def _usual_rule(contract: WrittenTerms) -> NoticeRule:
    """Notice ends a contract that renews itself with its term, any other when the notice has run out."""
    return NoticeRule.RUNNING if contract.renewal_period is None or contract.end is None else NoticeRule.END_OF_TERM
