"""What in a contract does not go together with the law's limits, its framework agreement, or the systems it covers.

Every conflict names what was compared with what, so that a buyer can judge it. It is a pointer, never legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from registry.core.agreements.chain import first_end
from registry.core.agreements.periods import Period, move_end
from registry.core.agreements.terms import Terms
from registry.core.costs import WHOLE
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import LegalLimitKind, ProcurementProcedure

NEAR_PERCENT = 90
"""A direct award of so much of the limit, in percent, is near it."""


class ConflictName(Term):
    """What does not go together."""

    ORDERED_AFTER_FRAMEWORK = "ordered_after_framework", _("Ordered when the framework agreement did not hold")
    FRAMEWORK_TOO_LONG = "framework_too_long", _("Framework agreement longer than the law allows")
    OVER_DIRECT_AWARD = "over_direct_award", _("Direct award at or above the limit")
    NEAR_DIRECT_AWARD = "near_direct_award", _("Direct award near the limit")
    VALUE_CHANGED = "value_changed", _("Value changed more than the law allows")
    NO_END = "no_end", _("No end date")
    RETIRED_SYSTEM = "retired_system", _("Pays for a retired system")
    RETIRES_BEFORE_END = "retires_before_end", _("A system retires before the contract ends")
    SHARES_NOT_WHOLE = "shares_not_whole", _("Cost shares do not sum to 100 percent")
    TERMS_CONTRADICT = "terms_contradict", _("The terms contradict each other")


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure of the law in force on a day; `verified` tells whether somebody has checked it against its source."""

    value: int
    source: str
    valid_from: date
    verified: bool


Limits = Mapping[LegalLimitKind, Limit]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that does not go together, in words; `limit` is the figure of the law it rests on, if any."""

    name: ConflictName
    text: Text
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class CoveredSystem:
    """A system that a contract covers: whether it is retired, when it is planned to be, and its share of the cost."""

    name: str
    retired: bool
    planned_retirement: date | None
    cost_share: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is held against each other. Values in kronor over the whole term, options included.

    `signed_value` is the value as signed, `value` as appendices have changed it. `framework` are the terms of the agreement
    that the contract was called off from, as they read when it was `ordered_on`.
    """

    terms: Terms
    is_framework: bool = False
    procedure: ProcurementProcedure | None = None
    signed_value: int | None = None
    value: int | None = None
    ordered_on: date | None = None
    framework: Terms | None = None
    systems: tuple[CoveredSystem, ...] = ()


def conflicts(facts: Facts, limits: Limits) -> tuple[Conflict, ...]:
    """Everything that does not go together, the gravest first. `limits` are those in force; a missing one is skipped."""
    return tuple(found for part in (_framework, _award, _change, _end, _systems, _shares) for found in part(facts, limits))


def _framework(facts: Facts, limits: Limits) -> Iterator[Conflict]:
    ordered, framework = facts.ordered_on, facts.framework
    if ordered is not None and framework is not None:
        ends = first_end(framework)
        if framework.start and ordered < framework.start:
            text = _("Ordered {day}, before the framework agreement began {start}", day=ordered, start=framework.start)
            yield Conflict(ConflictName.ORDERED_AFTER_FRAMEWORK, text)
        elif ends and framework.renewal is None and ordered > ends:
            text = _("Ordered {day}, after the framework agreement ended {end}", day=ordered, end=ends)
            yield Conflict(ConflictName.ORDERED_AFTER_FRAMEWORK, text)
    limit = limits.get(LegalLimitKind.FRAMEWORK_YEARS)
    terms = facts.terms
    if limit is None or not facts.is_framework or terms.start is None or terms.end is None:
        return
    longest = move_end(terms.start - timedelta(days=1), Period(limit.value * 12))
    ends = move_end(terms.end, terms.longest_extension)
    if ends > longest:
        text = _(
            "With all options it lasts to {end}; {years} years from {start} are over {longest}",
            end=ends,
            years=limit.value,
            start=terms.start,
            longest=longest,
        )
        yield Conflict(ConflictName.FRAMEWORK_TOO_LONG, text, limit)


def _award(facts: Facts, limits: Limits) -> Iterator[Conflict]:
    limit = limits.get(LegalLimitKind.DIRECT_AWARD)
    if limit is None or facts.value is None or facts.procedure is not ProcurementProcedure.DIRECT_AWARD:
        return
    if facts.value >= limit.value:
        text = _("Awarded directly for {value} kronor; the limit is {limit} kronor", value=facts.value, limit=limit.value)
        yield Conflict(ConflictName.OVER_DIRECT_AWARD, text, limit)
    elif facts.value * 100 >= limit.value * NEAR_PERCENT:
        text = _(
            "Awarded directly for {value} kronor, {percent} percent of the limit of {limit} kronor",
            value=facts.value,
            percent=100 * facts.value // limit.value,
            limit=limit.value,
        )
        yield Conflict(ConflictName.NEAR_DIRECT_AWARD, text, limit)


def _change(facts: Facts, limits: Limits) -> Iterator[Conflict]:
    limit = limits.get(LegalLimitKind.CHANGE_PERCENT)
    if limit is None or not facts.signed_value or facts.value is None:
        return
    changed = abs(facts.value - facts.signed_value)
    if changed * 100 < facts.signed_value * limit.value:
        return
    text = _(
        "Appendices have changed the value from {signed} to {value} kronor, {percent} percent; below {limit} percent is allowed",
        signed=facts.signed_value,
        value=facts.value,
        percent=round(100 * changed / facts.signed_value, 1),
        limit=limit.value,
    )
    yield Conflict(ConflictName.VALUE_CHANGED, text, limit)


def _end(facts: Facts, _limits: Limits) -> Iterator[Conflict]:
    if facts.terms.end is None and facts.terms.terminated_on is None:
        yield Conflict(ConflictName.NO_END, _("It has no end; public contracts should always be limited in time"))


def _systems(facts: Facts, _limits: Limits) -> Iterator[Conflict]:
    ends = first_end(facts.terms)
    for system in facts.systems:
        if system.retired:
            yield Conflict(ConflictName.RETIRED_SYSTEM, _("It covers {system}, which is retired", system=system.name))
        elif system.planned_retirement and ends and system.planned_retirement < ends and facts.terms.renewal is None:
            text = _(
                "{system} is to be retired {day}, but the contract runs to {end}",
                system=system.name,
                day=system.planned_retirement,
                end=ends,
            )
            yield Conflict(ConflictName.RETIRES_BEFORE_END, text)


def _shares(facts: Facts, _limits: Limits) -> Iterator[Conflict]:
    shares = [system.cost_share for system in facts.systems]
    given = sum(share for share in shares if share is not None)
    if given > WHOLE:
        text = _("The shares of its systems sum to {sum} percent", sum=given)
        yield Conflict(ConflictName.SHARES_NOT_WHOLE, text)
    elif given < WHOLE and shares and None not in shares:
        text = _("The shares of its systems sum to {sum} percent, so the rest of its cost is no system's", sum=given)
        yield Conflict(ConflictName.SHARES_NOT_WHOLE, text)
