"""The dossier's first part: what must be decided by when, why, and what it costs to let the day go by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.contracts.models import Contract
from registry.core.agreements import Deadline, Standing, TermsContradict, next_option
from registry.core.agreements.conflicts import Limit
from registry.core.text import Text
from registry.core.text import text as _
from registry.procurement.actions import TO_ACT, Action, ActionKind, actions, in_short
from registry.procurement.dossier.framework import framework_words
from registry.procurement.dossier.parts import Cell, Part, Table, cells
from registry.procurement.leaving import leaving
from registry.procurement.missing import Missed, cost_of_missing
from registry.procurement.operations import assumptions, deadline, terms_of, validity_of


@dataclass(frozen=True, slots=True)
class Dates:
    """What a contract's terms come to on a day; `notice` None when the terms contradict each other (`problems`)."""

    notice: Deadline | None
    todo: tuple[tuple[Action, Missed | None], ...] = ()
    problems: tuple[Text, ...] = ()


def dates_of(contract: Contract, today: date, standstill: Limit | None) -> Dates:
    """Everything that must happen with the contract, in order of time, each with the cost of missing it.

    `standstill` is the law's figure in force, in days.
    """
    try:
        notice = deadline(contract, today)
        both = (*actions(contract, notice, today), *leaving(contract, notice, standstill))
        found = sorted(both, key=lambda action: action.day)
        option = next_option(terms_of(contract, today), today)
    except TermsContradict as problem:
        return Dates(None, problems=tuple(message for _field, message in problem.problems))
    months = option.option.months if option is not None else None
    return Dates(notice, tuple((one, cost_of_missing(one, notice, contract.annual_value, months)) for one in found))


def headline(dates: Dates, today: date) -> Text:
    """The answer: what to decide, by when, and what it costs otherwise."""
    if dates.notice is None:
        return _("The terms contradict each other, so no dates are reckoned: mend them first.")
    waiting = [one for one in dates.todo if one[0].kind in TO_ACT]
    if waiting:
        found = _decide(*waiting[0], today)
        for action, missed in waiting[1:]:
            if action.kind is ActionKind.NOTICE and missed is not None and missed.kronor is not None:
                return _(
                    "{first} Without notice by {day} it costs {kronor} kronor.", first=found, day=action.day, kronor=missed.kronor
                )
        return found
    if dates.notice.standing is Standing.ANY_DAY:
        ends = dates.notice.ends
        return _("No day forces a decision: it runs until somebody gives notice. Given today, it ends {ends}.", ends=ends)
    return _sentence(in_short(dates.notice))


def _decide(action: Action, missed: Missed | None, today: date) -> Text:
    left = (action.day - today).days
    if left < 0:
        return _("{kind}: that was to be done by {day}.", kind=action.kind.label, day=action.day)
    decide = _("{kind} by {day}, in {left} days.", kind=action.kind.label, day=action.day, left=left)
    if missed is None or missed.kronor is None:
        return decide
    if action.kind in {ActionKind.DECISION, ActionKind.BEGIN}:
        return _("{decide} Each month of delay costs {kronor} kronor.", decide=decide, kronor=missed.kronor)
    return _("{decide} Missing the day costs {kronor} kronor.", decide=decide, kronor=missed.kronor)


def when(contract: Contract, dates: Dates, today: date, sees_framework: bool) -> Part:
    """The part on dates: what to do by when, the steps of the reckoning, and what was taken for granted.

    What the framework agreement's own terms say is told only to those who may see them (`sees_framework`).
    """
    facts = _framework(contract)
    if dates.notice is None:
        return Part("dates", _("Dates and why"), words=dates.problems, facts=facts)
    of_framework = framework_words(contract, dates.notice.ends, today) if sees_framework else ()
    rows = tuple(cells(action.day, action.kind, _with_notes(action), _cost(missed)) for action, missed in dates.todo)
    head = (_("By"), _("What"), _("Why"), _("Cost of missing it"))
    steps = tuple(_sentence(step.text) for step in dates.notice.steps)
    remark = _joined(assumptions(contract))
    return Part(
        "dates",
        _("Dates and why"),
        words=(*_validity(contract, today), *_still_alive(contract, dates), *steps, *of_framework),
        facts=facts,
        table=Table(head, rows, (0, 2, 4, 4)) if rows else None,
        remark=remark,
    )


def _framework(contract: Contract) -> tuple[tuple[Text, Cell], ...]:
    framework = contract.framework
    return ((_("Called off from"), Cell(framework.name, ("contract", framework.key))),) if framework is not None else ()


def _still_alive(contract: Contract, dates: Dates) -> Iterator[Text]:
    """An open-ended contract: what one more year costs, since no day will ever ask."""
    assert dates.notice is not None, "asked only of terms that hold together"
    if dates.notice.standing is Standing.ANY_DAY and contract.annual_value:
        annual = contract.annual_value
        yield _("Every year that nobody decides costs {annual} kronor. Set yourselves a day to decide.", annual=annual)


def _validity(contract: Contract, today: date) -> Iterator[Text]:
    for reason in validity_of(contract, today):
        yield _sentence(reason.text)


def _with_notes(action: Action) -> Text:
    return _joined((action.why, *action.notes)) or action.why


def _joined(texts: tuple[Text, ...]) -> Text | None:
    if not texts:
        return None
    found: Text = _sentence(texts[0])
    for one in texts[1:]:
        found = _("{before} {after}.", before=found, after=one)
    return found


def _sentence(text: Text) -> Text:
    return _("{sentence}.", sentence=text)


def _cost(missed: Missed | None) -> Cell:
    if missed is None:
        return Cell(_("None by itself"))
    if missed.kronor is None:
        return Cell(missed.why)
    return Cell(_("{kronor}: {why}", kronor=_money(missed.kronor), why=missed.why))


def _money(kronor: int) -> Text:
    return _("{kronor} kronor", kronor=kronor)
