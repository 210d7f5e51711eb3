"""A contract's terms as the catalogue holds them, and the days reckoned from them.

Everything here takes any row that carries the columns of `WrittenTerms`: a whole Contract, or a query of those columns only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, Protocol, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.models import Contract
from registry.core.agreements import (
    Change,
    Deadline,
    Option,
    Reason,
    Terms,
    TermsContradict,
    decision_deadline,
    in_force,
    next_notice_day,
    validity,
)
from registry.core.agreements.periods import Period
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import NoticeRule, PeriodUnit
from registry.kit.resource import fields_of
from registry.kit.values import parse
from registry.landscape.selection import among

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
    @property
    def options(self) -> Sequence[ContractOption]: ...
    @property
    def amendments(self) -> Sequence[Amendment]: ...


LISTS = ("options", "amendments")
TERM_COLUMNS = tuple(name for name, value in vars(WrittenTerms).items() if isinstance(value, property) and name not in LISTS)
"""Names of those columns, for queries that need no more; LISTS come from other tables (`with_lists`)."""


@dataclass(frozen=True, slots=True)
class _InForce:
    """The columns of a contract that an appendix can change, as they read on a day, and the others as they are."""

    contract: WrittenTerms
    changed: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.changed[name] if name in self.changed else getattr(self.contract, name)


def changes_of(contract: WrittenTerms) -> tuple[Change, ...]:
    """What appendices have changed in the contract, in the order of time."""
    fields = fields_of(Contract)
    return tuple(
        Change(each.term.value, parse(fields[each.term.value], each.value), each.applies_from, each.appendix)
        for each in contract.amendments
    )


def as_amended(contract: WrittenTerms, on: date) -> WrittenTerms:
    """The contract with its columns as they read on a day, after the appendices that apply by then."""
    if not contract.amendments:
        return contract
    return cast("WrittenTerms", _InForce(contract, in_force({}, changes_of(contract), on)))


def terms_of(contract: WrittenTerms, on: date) -> Terms:
    """The terms in force on a day, as core reads them. What nobody has entered is read in the usual way, see `assumptions`."""
    return _terms(as_amended(contract, on))


def with_lists(session: Session, rows: Iterable[Any]) -> list[Any]:
    """`rows` of a query of TERM_COLUMNS and the contract's `id`, each with its options and amendments: two queries."""
    found = [dict(row._mapping) for row in rows]
    numbers = [row["id"] for row in found]
    options, amendments = _by_contract(session, ContractOption, numbers), _by_contract(session, Amendment, numbers)
    return [SimpleNamespace(**row, options=options.get(row["id"], ()), amendments=amendments.get(row["id"], ())) for row in found]


def _by_contract(session: Session, model: type[Any], contracts: Sequence[int]) -> dict[int, list[Any]]:
    order = model.number if model is ContractOption else model.applies_from
    found: dict[int, list[Any]] = {}
    for record in session.scalars(select(model).where(among(model.contract_id, contracts)).order_by(order)):
        found.setdefault(record.contract_id, []).append(record)
    return found


def _terms(contract: WrittenTerms) -> Terms:
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
        options=tuple(_option(option) for option in contract.options),
        terminated_on=contract.terminated_on,
        procurement_lead_months=contract.procurement_lead_months,
    )


def _option(option: ContractOption) -> Option:
    unit = option.call_unit or PeriodUnit.MONTHS
    before = None if option.call_period is None else Period(option.call_period, unit)
    return Option(option.number, option.months, option.call_by, before, option.decision)


def assumptions(contract: WrittenTerms) -> tuple[Text, ...]:
    """What the reckoning takes for granted because nobody has entered it; `contract` as it reads today."""
    found = []
    if contract.notice_period is not None and contract.notice_rule is None:
        rule = _usual_rule(contract).label
        found.append(_("To which day notice ends the contract is not entered; reckoned as: {rule}", rule=rule))
    if contract.procurement_lead_months is None:
        found.append(_("How long a procurement takes is not entered; reckoned as {months} months", months=LEAD_MONTHS))
    return tuple(found)


def deadline(contract: WrittenTerms, today: date) -> Deadline:
    """The next last day on which notice ends the contract. Raises TermsContradict."""
    return next_notice_day(terms_of(contract, today), today)


def decision(contract: WrittenTerms, today: date) -> Deadline:
    """The last day to decide what follows the contract. Raises TermsContradict."""
    return decision_deadline(terms_of(contract, today), today, LEAD_MONTHS)


def validity_of(contract: Contract, today: date) -> tuple[Reason, ...]:
    """Everything that speaks against the contract today. Raises TermsContradict.

    A call-off made in time outlives its framework agreement, so the framework speaks against it only when it did not hold on
    the day the call-off was ordered (or began, when that day is not entered).
    """
    return validity(terms_of(contract, today), today, _framework_at_start(contract))


def _framework_at_start(contract: Contract) -> tuple[Reason, ...]:
    """What spoke against the framework agreement when the contract was ordered; nothing when its own terms cannot be reckoned."""
    ordered = contract.signed_on or contract.start
    if contract.framework is None or ordered is None:
        return ()
    try:
        return validity(terms_of(contract.framework, ordered), ordered)
    except TermsContradict:
        return ()


def _usual_rule(contract: WrittenTerms) -> NoticeRule:
    """Notice ends a contract that renews itself with its term, any other when the notice has run out."""
    return NoticeRule.RUNNING if contract.renewal_period is None or contract.end is None else NoticeRule.END_OF_TERM
