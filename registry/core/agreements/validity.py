"""Whether a contract holds today, answered with reasons: validity is reckoned, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.core.agreements.chain import first_end
from registry.core.agreements.deadlines import Deadline, Standing, last_notice_day
from registry.core.agreements.terms import Terms
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _


class ReasonName(Term):
    """What can be said against a contract on a given day."""

    START_NOT_PASSED = "start_not_passed", _("Has not begun")
    END_PASSED = "end_passed", _("Has ended")
    TERMINATED = "terminated", _("Ended by notice")
    NOTICE_GIVEN = "notice_given", _("Under notice")
    NOTICE_DAY_PASSED = "notice_day_passed", _("Last notice day has passed")
    PARENT_INVALID = "parent_invalid", _("The contract it rests on does not hold")


_WARNINGS = {ReasonName.NOTICE_GIVEN, ReasonName.NOTICE_DAY_PASSED}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in words with its days; `invalidates` tells whether the contract does not hold because of it."""

    name: ReasonName
    text: Text

    @property
    def invalidates(self) -> bool:
        """Notice given and a notice day passed are worth knowing, but the contract holds on."""
        return self.name not in _WARNINGS


def holds(reasons: Iterable[Reason]) -> bool:
    """Whether a contract with these reasons is in force."""
    return not any(reason.invalidates for reason in reasons)


def validity(terms: Terms, today: date, parent: tuple[Reason, ...] = ()) -> tuple[Reason, ...]:
    """Everything that speaks against the contract on `today`; nothing when it holds without remark.

    `parent` is the validity of the contract this one cannot stand without. A call-off made in time outlives its framework
    agreement: give none for it. Raises TermsContradict when the terms cannot hold together.
    """
    return tuple(_reasons(terms, today, last_notice_day(terms, today), parent))


def _reasons(terms: Terms, today: date, notice: Deadline, parent: tuple[Reason, ...]) -> Iterator[Reason]:
    if terms.start and terms.start > today:
        yield Reason(ReasonName.START_NOT_PASSED, _("The contract begins {day}", day=terms.start))
    if terms.terminated_on and notice.standing is Standing.ENDED:
        yield Reason(ReasonName.TERMINATED, _("Notice given {given} ended it {day}", given=terms.terminated_on, day=notice.ends))
    elif terms.terminated_on and notice.ends:
        yield Reason(ReasonName.NOTICE_GIVEN, _("Notice is given; the contract ends {day}", day=notice.ends))
    elif terms.terminated_on:
        yield Reason(ReasonName.NOTICE_GIVEN, _("Notice is given; no notice period is entered, so the end is not known"))
    elif notice.standing is Standing.ENDED:
        yield Reason(ReasonName.END_PASSED, _("The contract ended {day}", day=first_end(terms)))
    elif notice.passed(today):
        yield Reason(ReasonName.NOTICE_DAY_PASSED, _("The last notice day was {day}", day=notice.day))
    if not holds(parent):
        yield Reason(ReasonName.PARENT_INVALID, _("The contract it rests on does not hold"))
