"""The last day to give notice and the last day to decide, each with the steps that led there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.core.agreements.chain import SPAN_MONTHS, ContractTerm, current_term, end_after_notice, first_end, term_in_reach
from registry.core.agreements.options import next_option
from registry.core.agreements.periods import Period, after, move_end
from registry.core.agreements.steps import Step, practical
from registry.core.agreements.terms import Terms, check
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _


class Standing(Term):
    """Why a deadline has a day, or has none."""

    DATED = "dated", _("Act by the day shown")
    ANY_DAY = "any_day", _("Notice can be given any day")
    NOT_NEEDED = "not_needed", _("Ends by itself, no notice needed")
    NOTICE_GIVEN = "notice_given", _("Notice is given")
    ENDED = "ended", _("Has ended")
    UNKNOWN = "unknown", _("Notice period not known")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day to act and how it was found.

    `day` is None when there is no such day; `standing` and the steps tell why. `practical_day` is the last working day up
    to `day`. `ends` is the day the contract ends when acted on in time (for an open-ended contract: when notice is given
    today). `missed` tells what follows when the day goes by; `ends_if_missed` is the earliest end then, so what lies
    between the two is the price of missing it.
    """

    standing: Standing
    steps: tuple[Step, ...]
    day: date | None = None
    practical_day: date | None = None
    ends: date | None = None
    missed: Text | None = None
    ends_if_missed: date | None = None

    def passed(self, today: date) -> bool:
        """Whether the day to act lies behind."""
        return self.day is not None and self.day < today


def last_notice_day(terms: Terms, today: date) -> Deadline:
    """Last day on which notice ends the contract at the end of its current term, also when that day has passed.

    The current term is the one that holds `today` after all renewals. Raises TermsContradict when the terms cannot hold
    together.
    """
    check(terms)
    return _without_choice(terms, today) or _of_renewing(terms, today, ahead=False)


def next_notice_day(terms: Terms, today: date) -> Deadline:
    """The first last notice day that has not passed: that of the current term, or of a later one when it has.

    Raises TermsContradict when the terms cannot hold together.
    """
    check(terms)
    return _without_choice(terms, today) or _of_renewing(terms, today, ahead=True)


def decision_deadline(terms: Terms, today: date, lead_months: int) -> Deadline:
    """Last day to decide what follows the contract, for a new procurement to be done when it ends and notice to be given in
    time.

    `lead_months` is the municipality's usual procurement time; the contract's own stands before it. The day can have
    passed: then a procurement begun today is not done in time. Raises TermsContradict when the terms cannot hold together.
    """
    notice = next_notice_day(terms, today)
    lead = Period(lead_months if terms.procurement_lead_months is None else terms.procurement_lead_months)
    if notice.standing is Standing.ENDED or notice.ends is None:
        return replace(notice, missed=None)
    if notice.standing is Standing.ANY_DAY:
        done = after(today, lead)
        step = Step(_("A procurement that takes {lead} and begins today is done {day}", lead=lead.text(), day=done), done)
        return replace(notice, steps=(*notice.steps, step), missed=None)
    start = move_end(notice.ends, _back(lead))
    steps = [*notice.steps, Step(_("A new procurement takes {lead}: begin by {day}", lead=lead.text(), day=start), start)]
    missed = _("A procurement begun later is not done when the contract ends {end}", end=notice.ends)
    day = start
    if notice.day and notice.day < start:
        day, missed = notice.day, notice.missed or missed
        steps.append(Step(_("Notice must be given before that: decide by {day}", day=day), day))
    act_by, moved = practical(day)
    return replace(notice, standing=Standing.DATED, day=day, practical_day=act_by, steps=(*steps, *moved), missed=missed)


def _without_choice(terms: Terms, today: date) -> Deadline | None:
    """The deadline of a contract that does not renew itself or is under notice; None for the others."""
    if terms.terminated_on:
        return _under_notice(terms, terms.terminated_on, today)
    end = first_end(terms)
    if end is None:
        return _open_ended(terms, today)
    return _fixed(terms, end, today) if terms.renewal is None else None


def _under_notice(terms: Terms, given: date, today: date) -> Deadline:
    ends = end_after_notice(terms, given) or (first_end(terms) if terms.renewal is None else None)
    steps = [Step(_("Notice was given {day}", day=given), given)]
    if ends is None:
        steps.append(Step(_("No notice period is entered, so the end cannot be reckoned")))
    else:
        steps.append(Step(_("The contract ends {day}", day=ends), ends))
    ended = ends is not None and ends < today
    return Deadline(Standing.ENDED if ended else Standing.NOTICE_GIVEN, tuple(steps), ends=ends)


def _open_ended(terms: Terms, today: date) -> Deadline:
    steps = [Step(_("The contract has no end: it runs until notice is given"))]
    ends = end_after_notice(terms, today)
    if terms.notice is None or ends is None:
        steps.append(Step(_("No notice period is entered, so the end cannot be reckoned")))
        return Deadline(Standing.UNKNOWN, tuple(steps))
    runs_out = after(today, terms.notice)
    steps.append(Step(_("Notice of {period} given today runs out {day}", period=terms.notice.text(), day=runs_out), runs_out))
    steps += _irrevocable(terms, runs_out)
    if terms.notice_rule in SPAN_MONTHS:
        steps.append(Step(_("Notice ends the contract: {rule}", rule=terms.notice_rule.label), ends))
        latest = move_end(ends, _back(terms.notice))
        steps.append(Step(_("Notice given by {day} leads to the same end", day=latest), latest))
    missed = _("The contract runs on until notice is given")
    return Deadline(Standing.ANY_DAY, tuple(steps), ends=ends, missed=missed)


def _fixed(terms: Terms, end: date, today: date) -> Deadline:
    steps = _to_first_end(terms, end)
    if end < today:
        return Deadline(Standing.ENDED, (*steps, Step(_("The contract has ended"), end)), ends=end)
    steps.append(Step(_("The contract ends by itself: no notice is needed"), end))
    option = next_option(terms, today)
    if option is not None:
        text = _(
            "Option {number} can be called by {day}: it prolongs it to {end}",
            number=option.option.number,
            day=option.day,
            end=option.prolongs_to,
        )
        steps.append(Step(text, option.prolongs_to))
    earlier = end_after_notice(terms, today)
    if terms.notice and earlier and earlier < end:
        steps.append(Step(_("Notice given today would end it earlier, {day}", day=earlier), earlier))
    return Deadline(Standing.NOT_NEEDED, tuple(steps), ends=end)


def _of_renewing(terms: Terms, today: date, *, ahead: bool) -> Deadline:
    end, renewal = first_end(terms), terms.renewal
    assert end is not None, "open-ended contracts are answered by _without_choice"
    assert renewal is not None, "contracts that do not renew are answered by _without_choice"
    steps = _to_first_end(terms, end)
    term = current_term(terms, end, renewal, today)
    if terms.notice is None:
        steps += [
            *_renewed(term, renewal),
            Step(_("No notice period is entered, so the last notice day cannot be reckoned")),
        ]
        missed = _renews(move_end(end, renewal.times(term.renewals + 1)))
        return Deadline(Standing.UNKNOWN, tuple(steps), ends=term.end, missed=missed)
    if ahead and (gone := move_end(term.exit, _back(terms.notice))) < today:
        steps.append(Step(_("The last notice day of the term that ends {end} was {day}", end=term.end, day=gone), gone))
        term = term_in_reach(terms, end, renewal, terms.notice, today)
    steps += [*_renewed(term, renewal), *_irrevocable(terms, term.end)]
    return _dated(terms, term, move_end(end, renewal.times(term.renewals + 1)), steps)


def _dated(terms: Terms, term: ContractTerm, renewed_end: date, steps: list[Step]) -> Deadline:
    assert terms.notice is not None, "asked only of contracts with a known notice period"
    if term.exit != term.end:
        steps.append(Step(_("Notice ends the contract: {rule}", rule=terms.notice_rule.label), term.exit))
    day = move_end(term.exit, _back(terms.notice))
    steps.append(Step(_("Notice must be given {period} before: by {day}", period=terms.notice.text(), day=day), day))
    act_by, moved = practical(day)
    next_end = end_after_notice(terms, min(day, date.max - timedelta(days=1)) + timedelta(days=1))
    return Deadline(
        Standing.DATED,
        (*steps, *moved),
        day,
        act_by,
        term.exit,
        missed=_renews(renewed_end, next_end),
        ends_if_missed=next_end,
    )


def _to_first_end(terms: Terms, end: date) -> list[Step]:
    steps = [Step(_("The contract as written ends {day}", day=terms.end), terms.end)]
    if terms.called:
        used, options = len(terms.called), len(terms.options_in_order)
        prolonged = _("{used} of {all} options are used: it ends {day}", used=used, all=options, day=end)
        steps.append(Step(prolonged, end))
    return steps


def _renewed(term: ContractTerm, renewal: Period) -> list[Step]:
    if not term.renewals:
        return []
    if term.renewals == 1:
        return [Step(_("Renewed once by {period}, it ends {day}", period=renewal.text(), day=term.end), term.end)]
    times = _("Renewed {times} times by {period}, it ends {day}", times=term.renewals, period=renewal.text(), day=term.end)
    return [Step(times, term.end)]


def _irrevocable(terms: Terms, otherwise: date) -> list[Step]:
    until = terms.irrevocable_until
    return [Step(_("Irrevocable until {day}", day=until), until)] if until and until > otherwise else []


def _renews(renewed_end: date, next_end: date | None = None) -> Text:
    if next_end is None or next_end == renewed_end:
        return _("The contract renews itself to {day}", day=renewed_end)
    return _(
        "The contract renews itself to {day}; notice can then end it {earliest} at the earliest",
        day=renewed_end,
        earliest=next_end,
    )


def _back(period: Period) -> Period:
    return period.times(-1)
