"""What must be done about a contract, and by when: the lines of the renewals page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from registry.core.agreements import Deadline, Standing, next_option
from registry.core.agreements.periods import Period
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import ProcurementStage, RenewalStrategy
from registry.procurement.operations import LEAD_MONTHS, WrittenTerms, decision, terms_of

UNDECIDED = frozenset({None, ProcurementStage.NOT_STARTED})
WITHOUT_WORK = frozenset({RenewalStrategy.PROLONG, RenewalStrategy.END})
"""Ways forward that need no procurement, and no building of one's own."""


class ActionKind(Term):
    """What kind of thing must happen."""

    NOTICE = "notice", _("Give notice or let it renew")
    DECISION = "decision", _("Decide what follows")
    OPTION = "option", _("Call the option or let it end")
    BEGIN = "begin", _("Begin the procurement")
    PROCUREMENT = "procurement", _("Begin the planned procurement")
    AWARD = "award", _("Send the award decision")
    EXIT = "exit", _("Begin exit and data export")
    ENDS = "ends", _("Contract ends")


TO_DECIDE = frozenset({ActionKind.NOTICE, ActionKind.DECISION, ActionKind.OPTION})
"""Kinds that wait for somebody's decision; the others are plans and facts."""

TO_ACT = TO_DECIDE | {ActionKind.BEGIN}
"""Kinds with a last day that the contract itself sets: to decide, and to begin what is decided."""


class Plan(WrittenTerms, Protocol):
    """A contract's terms and what is planned after it."""

    @property
    def procurement_start(self) -> date | None: ...
    @property
    def procurement_stage(self) -> ProcurementStage | None: ...
    @property
    def renewal_strategy(self) -> RenewalStrategy | None: ...


PLAN_COLUMNS = ("procurement_start", "procurement_stage", "renewal_strategy")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, the day to do it by (a working day), why then, and what else to know before deciding."""

    kind: ActionKind
    day: date
    why: Text
    notes: tuple[Text, ...] = ()

    def late(self, today: date) -> bool:
        """Whether it should have been done already."""
        return self.day < today


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The last day to decide what follows a contract, and what it means that the day has gone by.

    `late` when the contract ends before a procurement begun today is done; `warning` instead when it goes on meanwhile.
    """

    decision: Deadline
    late: bool = False
    warning: Text | None = None


def follow_up(contract: Plan, notice: Deadline, today: date) -> FollowUp:
    """Whether there is time left to decide what follows the contract, whose next notice day is `notice`. Raises TermsContradict.

    Nothing is late or warned of once the procurement that follows has begun, or when it is decided that none will.
    """
    found = decision(contract, today)
    if not _awaits_procurement(contract) or not found.passed(today):
        return FollowUp(found)
    if notice.standing in {Standing.DATED, Standing.UNKNOWN}:
        renews = _(
            "No new procurement can be finished by {day}; the contract renews itself unless notice is given", day=found.ends
        )
        return FollowUp(found, warning=renews)
    if notice.standing is Standing.NOT_NEEDED and next_option(terms_of(contract, today), today):
        prolonged = _("No new procurement can be finished by {day}; the contract can be prolonged", day=found.ends)
        return FollowUp(found, warning=prolonged)
    return FollowUp(found, late=True)


def actions(contract: Plan, notice: Deadline, today: date) -> tuple[Action, ...]:
    """Everything that must happen with the contract, whose next notice day is `notice`, the first first. Raises TermsContradict.

    A decision that is late is told only of contracts that end: one that renews itself, or can be prolonged, goes on meanwhile,
    and its last notice day or option is told instead. Nothing is to be decided once the procurement that follows has begun, or
    when it is decided that none will.
    """
    found = [*_about_notice(contract, notice, today), *_about_procurement(contract)]
    return tuple(sorted(found, key=lambda action: (action.day, action.kind)))


def _about_notice(contract: Plan, notice: Deadline, today: date) -> Iterator[Action]:
    follows = follow_up(contract, notice, today)
    warnings = () if follows.warning is None else (follows.warning,)
    if notice.standing is Standing.DATED and notice.day is not None:
        day, moved = _day_to_act(notice, notice.day, today)
        yield Action(ActionKind.NOTICE, day, in_short(notice), (*moved, *warnings))
    elif notice.standing in {Standing.NOT_NEEDED, Standing.NOTICE_GIVEN} and notice.ends is not None:
        yield _end(contract, notice, notice.ends, warnings, today)
    else:
        return
    if _awaits_procurement(contract) and follows.warning is None:
        yield from _decision(contract, notice, follows.decision, today)


def _awaits_procurement(contract: Plan) -> bool:
    """Whether a procurement may follow that has not begun."""
    return contract.procurement_stage in UNDECIDED and contract.renewal_strategy not in WITHOUT_WORK


def _end(contract: Plan, notice: Deadline, ends: date, warnings: tuple[Text, ...], today: date) -> Action:
    open_option = next_option(terms_of(contract, today), today) if notice.standing is Standing.NOT_NEEDED else None
    if open_option is not None:
        number, options = open_option.option.number, len(terms_of(contract, today).options_in_order)
        why = _("Option {number} of {options} must be called before it ends {ends}", number=number, options=options, ends=ends)
        day = open_option.day if open_option.practical_day < today else open_option.practical_day
        return Action(ActionKind.OPTION, day, why, warnings)
    if contract.procurement_stage in UNDECIDED:
        return Action(ActionKind.ENDS, ends, _("It ends {ends} and no procurement has begun", ends=ends))
    stage = contract.procurement_stage
    return Action(ActionKind.ENDS, ends, _("It ends {ends}; the procurement that follows: {stage}", ends=ends, stage=stage))


def _decision(contract: Plan, notice: Deadline, found: Deadline, today: date) -> Iterator[Action]:
    if found.day is None or found.day == notice.day:
        return
    months = LEAD_MONTHS if contract.procurement_lead_months is None else contract.procurement_lead_months
    why = _("A procurement takes {time} and the contract ends {ends}", time=Period(months).text(), ends=found.ends)
    day, moved = _day_to_act(found, found.day, today)
    yield Action(ActionKind.DECISION if contract.renewal_strategy is None else ActionKind.BEGIN, day, why, moved)


def _day_to_act(found: Deadline, day: date, today: date) -> tuple[date, tuple[Text, ...]]:
    """The working day before, and that it was moved; on the weekend itself the day stands as the contract has it."""
    practical = found.practical_day
    if practical is None or practical == day or practical < today <= day:
        return day, ()
    return practical, (_("{day} is not a working day: act by {practical}", day=day, practical=practical),)


def _about_procurement(contract: Plan) -> Iterator[Action]:
    planned = contract.procurement_start
    if planned is not None and _awaits_procurement(contract):
        yield Action(ActionKind.PROCUREMENT, planned, _("The procurement is planned to begin {day}", day=planned))


def in_short(notice: Deadline) -> Text:
    """What a deadline means, in one sentence."""
    if notice.standing is Standing.DATED and notice.missed is not None:
        return _("Notice by {day} ends it {ends}. Otherwise: {missed}", day=notice.day, ends=notice.ends, missed=notice.missed)
    if notice.standing is Standing.ANY_DAY:
        return _("Notice can be given any day; given today it ends the contract {ends}", ends=notice.ends)
    if notice.standing is Standing.NOT_NEEDED:
        return _("It ends by itself {ends}; no notice is needed", ends=notice.ends)
    if notice.standing is Standing.NOTICE_GIVEN and notice.ends is not None:
        return _("Notice is given; it ends {ends}", ends=notice.ends)
    if notice.standing is Standing.ENDED:
        return _("It ended {ends}", ends=notice.ends)
    return notice.standing.label
