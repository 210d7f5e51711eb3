"""Options to prolong a contract, decided one by one: which is open, until when it can be called, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.core.agreements.periods import Period, move_end
from registry.core.agreements.steps import Step, practical
from registry.core.agreements.terms import Option, Terms, check
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import OptionDecision


class OptionStanding(Term):
    """What can be done about an option on a given day."""

    CALLED = "called", _("Called")
    DECLINED = "declined", _("Not called")
    OPEN = "open", _("Can be called")
    WAITING = "waiting", _("Waits for the option before it")
    LAPSED = "lapsed", _("Was not called in time")
    FALLEN = "fallen", _("Fell with the option before it")


@dataclass(frozen=True, slots=True)
class OptionDay:
    """One option on a given day: `day` is the last one to call it, `practical_day` the last working day up to it.

    Called in time it prolongs the contract from `ends` to `prolongs_to`. The steps tell how the day was found.
    """

    option: Option
    standing: OptionStanding
    ends: date
    prolongs_to: date
    day: date
    practical_day: date
    steps: tuple[Step, ...]


def option_days(terms: Terms, today: date) -> tuple[OptionDay, ...]:
    """Every option of a contract, in order; none for a contract without an end. Raises TermsContradict."""
    check(terms)
    return tuple(_option_days(terms, today)) if terms.end is not None else ()


def next_option(terms: Terms, today: date) -> OptionDay | None:
    """The option that can be called now, if any. Raises TermsContradict."""
    return next((found for found in option_days(terms, today) if found.standing is OptionStanding.OPEN), None)


def _option_days(terms: Terms, today: date) -> Iterator[OptionDay]:
    assert terms.end is not None, "asked only of contracts with an end"
    before: OptionStanding = OptionStanding.CALLED
    months = 0
    for option in terms.options_in_order:
        ends = move_end(terms.end, Period(months))
        months += option.months
        longer = move_end(terms.end, Period(months))
        day, steps = _last_day(option, ends)
        act_by, moved = practical(day)
        before = _standing(option, before, day, today)
        called = Step(_("Called in time it prolongs the contract to {day}", day=longer), longer)
        yield OptionDay(option, before, ends, longer, day, act_by, (*steps, *moved, called))


def _standing(option: Option, before: OptionStanding, day: date, today: date) -> OptionStanding:
    if before in {OptionStanding.DECLINED, OptionStanding.LAPSED, OptionStanding.FALLEN}:
        return OptionStanding.FALLEN
    if option.decision is OptionDecision.CALLED:
        return OptionStanding.CALLED
    if option.decision is OptionDecision.DECLINED:
        return OptionStanding.DECLINED
    if before in {OptionStanding.OPEN, OptionStanding.WAITING}:
        return OptionStanding.WAITING
    return OptionStanding.LAPSED if day < today else OptionStanding.OPEN


def _last_day(option: Option, ends: date) -> tuple[date, list[Step]]:
    steps = [Step(_("The contract ends {day} without option {number}", day=ends, number=option.number), ends)]
    if option.call_by is not None:
        return option.call_by, [
            *steps,
            Step(_("The contract names the last day to call it: {day}", day=option.call_by), option.call_by),
        ]
    if option.call_before is None or option.call_before.count == 0:
        text: Text = _("No earlier day to call it is entered: it can be called until the contract ends")
        return ends, [*steps, Step(text, ends)]
    day = move_end(ends, option.call_before.times(-1))
    return day, [*steps, Step(_("It must be called {period} before: by {day}", period=option.call_before.text(), day=day), day)]
