"""What must happen when a contract is left for another: the award decision in time for its standstill, exit and data export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from registry.core.agreements import Deadline, Standing
from registry.core.agreements.conflicts import Limit
from registry.core.agreements.periods import Period, move_end
from registry.core.agreements.standstill import ELECTRONIC_DAYS, last_award_day
from registry.core.agreements.workdays import working_day_before
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import ProcurementStage, RenewalStrategy
from registry.procurement.actions import Action, ActionKind

EXIT_MONTHS = 3
"""How long exit and data export take, in months, where the contract does not say."""

PROCURING = frozenset({RenewalStrategy.PROCURE, RenewalStrategy.CALL_OFF, RenewalStrategy.JOINT})
LEAVING = PROCURING | {RenewalStrategy.IN_HOUSE, RenewalStrategy.END}
BEFORE_AWARD = frozenset(
    {None, ProcurementStage.NOT_STARTED, ProcurementStage.PREPARING, ProcurementStage.PUBLISHED, ProcurementStage.EVALUATING}
)


class Leaving(Protocol):
    """The columns of a contract that tell how it is left."""

    @property
    def renewal_strategy(self) -> RenewalStrategy | None: ...
    @property
    def procurement_stage(self) -> ProcurementStage | None: ...
    @property
    def switching_months(self) -> int | None: ...


LEAVING_COLUMNS = tuple(name for name, value in vars(Leaving).items() if isinstance(value, property))


def leaving(contract: Leaving, notice: Deadline, standstill: Limit | None) -> Iterator[Action]:
    """What must happen before the contract, whose next notice day is `notice`, ends and another takes over.

    `standstill` is the law's figure in force, in days; without one the usual days are reckoned with, and that is said.
    Nothing for a contract that goes on: one that renews itself or can be prolonged, unless somebody has chosen to leave it.
    """
    ends = notice.ends
    if ends is None or not _is_left(contract, notice):
        return
    months = EXIT_MONTHS if contract.switching_months is None else contract.switching_months
    begin = working_day_before(move_end(ends, Period(-months)))
    assumed: tuple[Text, ...] = ()
    if contract.switching_months is None:
        assumed = (_("How long a change of supplier takes is not entered; reckoned as {months} months", months=months),)
    if contract.renewal_strategy in PROCURING and contract.procurement_stage in BEFORE_AWARD:
        yield _award(begin, standstill, assumed)
    why = _("It ends {ends}, and exit with data export takes {time}", ends=ends, time=Period(months).text())
    yield Action(ActionKind.EXIT, begin, why, assumed)


def _award(sign_by: date, standstill: Limit | None, assumed: tuple[Text, ...]) -> Action:
    days = ELECTRONIC_DAYS if standstill is None else standstill.value
    why = _("The new contract must be signed by {sign}; before that comes a standstill of {days} days", sign=sign_by, days=days)
    if standstill is None:
        assumed += (_("The standstill is not among the limits in procurement law; reckoned as {days} days", days=days),)
    else:
        why = _("{before} ({source})", before=why, source=standstill.source)
        if not standstill.verified:
            assumed += (_("Nobody has checked the length of the standstill against its source"),)
    return Action(ActionKind.AWARD, last_award_day(sign_by, days), why, assumed)


def _is_left(contract: Leaving, notice: Deadline) -> bool:
    if contract.renewal_strategy is not None:
        return contract.renewal_strategy in LEAVING and notice.standing is not Standing.ENDED
    return notice.standing is Standing.NOTICE_GIVEN
