"""What a contract says about its own time, and whether what it says can be true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from registry.core.agreements.periods import Period, move_end
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import NoticeRule, OptionDecision, PeriodUnit

LONGEST_YEARS = 100
"""No period in a contract is longer; a longer one is a slip of the pen (2024 typed as a number of months)."""

_PER_YEAR = {PeriodUnit.DAYS: 366, PeriodUnit.WEEKS: 53, PeriodUnit.MONTHS: 12}

Problem = tuple[str, Text]
"""The field that is wrong and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Option:
    """The buyer's right to prolong a contract once, by `months`.

    The last day to call it is `call_by`, or `call_before` the end it moves, or else that end itself. `decision` None means
    that nobody has decided yet.
    """

    number: int
    months: int
    call_by: date | None = None
    call_before: Period | None = None
    decision: OptionDecision | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates and periods of one contract, as written.

    Days are whole: `start` is the first day and `end` the last day the contract holds, before any extension or renewal.
    `end` is None for a contract that runs until notice is given. `terminated_on` is the day notice was given, by either
    party; the contract then holds on until the notice has run out. `notice_period` None means that nobody has entered it, 0
    that none is needed. `extension_options` are the buyer's right to prolong by `option_period` months each; `options_used`
    of them are called; `options` lists them one by one and then stands before the three numbers. With `tacit_renewal` the
    contract renews itself by `renewal_period` each time its end passes without notice. `procurement_lead_months` is how long
    a new procurement takes for this contract.
    """

    start: date | None = None
    end: date | None = None
    irrevocable_until: date | None = None
    notice_period: int | None = None
    notice_unit: PeriodUnit = PeriodUnit.MONTHS
    notice_rule: NoticeRule = NoticeRule.RUNNING
    tacit_renewal: bool = False
    renewal_period: int | None = None
    renewal_unit: PeriodUnit = PeriodUnit.MONTHS
    extension_options: int = 0
    options_used: int = 0
    option_period: int | None = None
    options: tuple[Option, ...] = ()
    terminated_on: date | None = None
    procurement_lead_months: int | None = None

    @property
    def notice(self) -> Period | None:
        """The notice period, or None when it is not known."""
        return None if self.notice_period is None else Period(self.notice_period, self.notice_unit)

    @property
    def renewal(self) -> Period | None:
        """By how much the contract renews itself, or None when it does not."""
        return Period(self.renewal_period, self.renewal_unit) if self.tacit_renewal and self.renewal_period else None

    @property
    def options_in_order(self) -> tuple[Option, ...]:
        """Every option, the first to be called first; made from the numbers when they are not listed one by one."""
        if self.options:
            return tuple(sorted(self.options, key=lambda option: option.number))
        called = OptionDecision.CALLED
        months = self.option_period or 0
        listed = min(self.extension_options, LONGEST_YEARS * 12 + 1)  # enough for the check to find them too many
        return tuple(
            Option(number, months, decision=called if number <= self.options_used else None) for number in range(1, listed + 1)
        )

    @property
    def called(self) -> tuple[Option, ...]:
        """The options that have prolonged the contract."""
        return tuple(takewhile(lambda option: option.decision is OptionDecision.CALLED, self.options_in_order))

    @property
    def extension(self) -> Period:
        """By how much the options called so far have prolonged the contract."""
        return Period(sum(option.months for option in self.called))

    @property
    def longest_extension(self) -> Period:
        """By how much all options together can prolong the contract."""
        return Period(sum(option.months for option in self.options_in_order))


class TermsContradict(ValueError):
    """The terms cannot hold together; `problems` names each field and what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems))
        self.problems = problems


def check(terms: Terms) -> None:
    """Raise TermsContradict, with every problem at once, when the terms cannot hold together."""
    problems = (*_periods(terms), *_order(terms), *_options(terms), *_renewal(terms), *_open_ended(terms))
    if problems:
        raise TermsContradict(problems)


def _periods(terms: Terms) -> Iterator[Problem]:
    for field, count, unit in (
        ("notice_period", terms.notice_period, terms.notice_unit),
        ("renewal_period", terms.renewal_period, terms.renewal_unit),
        ("option_period", terms.option_period, PeriodUnit.MONTHS),
        ("procurement_lead_months", terms.procurement_lead_months, PeriodUnit.MONTHS),
    ):
        if count is not None and count < 0:
            yield field, _("A period cannot be less than nothing")
        if count is not None and count > LONGEST_YEARS * _PER_YEAR[unit]:
            yield field, _("A period cannot be longer than {years} years", years=LONGEST_YEARS)


def _order(terms: Terms) -> Iterator[Problem]:
    if terms.start and terms.end and terms.end < terms.start:
        yield "end", _("The contract ends {end}, before it starts {start}", end=terms.end, start=terms.start)
    if terms.start and terms.irrevocable_until and terms.irrevocable_until < terms.start:
        yield "irrevocable_until", _("Irrevocable until {day}, before the contract starts", day=terms.irrevocable_until)
    if terms.end and terms.irrevocable_until and not terms.tacit_renewal:
        latest = move_end(terms.end, terms.longest_extension)
        if terms.irrevocable_until > latest:
            yield (
                "irrevocable_until",
                _("Irrevocable until {day}, but the contract ends {end}", day=terms.irrevocable_until, end=latest),
            )


def _options(terms: Terms) -> Iterator[Problem]:
    yield from _listed_options(terms) if terms.options else _counted_options(terms)
    if terms.longest_extension.count > LONGEST_YEARS * 12:
        yield "extension_options", _("The options together cannot prolong more than {years} years", years=LONGEST_YEARS)
    if terms.end is None and (terms.options or terms.extension_options > 0):
        yield "extension_options", _("A contract without an end has nothing for an option to prolong")


def _counted_options(terms: Terms) -> Iterator[Problem]:
    if terms.extension_options < 0:
        yield "extension_options", _("The number of options cannot be less than nothing")
    if not 0 <= terms.options_used <= max(terms.extension_options, 0):
        yield "options_used", _("{used} of {all} options cannot be used", used=terms.options_used, all=terms.extension_options)
    if terms.extension_options > 0 and not terms.option_period:
        yield "option_period", _("State how many months an option prolongs the contract")


def _listed_options(terms: Terms) -> Iterator[Problem]:
    """One that is called after one that is not, and one that can only be called when the contract has ended, are slips."""
    ends, earlier = terms.end, None
    for option in terms.options_in_order:
        if option.months <= 0:
            yield "extension_options", _("Option {number} must prolong the contract", number=option.number)
        if option.decision is OptionDecision.CALLED and earlier is not None:
            yield (
                "extension_options",
                _("Option {number} is called, but option {earlier} before it is not", number=option.number, earlier=earlier),
            )
        if ends and option.call_by and option.call_by > ends:
            yield (
                "extension_options",
                _(
                    "Option {number} can be called by {day}, after the end it moves, {end}",
                    number=option.number,
                    day=option.call_by,
                    end=ends,
                ),
            )
        if option.decision is not OptionDecision.CALLED:
            earlier = option.number
        ends = None if ends is None else move_end(ends, Period(max(option.months, 0)))


def _renewal(terms: Terms) -> Iterator[Problem]:
    if terms.tacit_renewal and not terms.renewal_period:
        yield "renewal_period", _("State by how long the contract renews itself")
    if terms.tacit_renewal and terms.end is None:
        yield "end", _("A contract that renews itself needs the end of its first term")


def _open_ended(terms: Terms) -> Iterator[Problem]:
    if terms.end is None and terms.notice_rule is NoticeRule.END_OF_TERM:
        yield "notice_rule", _("A contract without an end has no term to end with")
