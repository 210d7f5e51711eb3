"""A plan with its reasons, reckoned from the catalogue, and as plain values for storing, REST and the command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.core.remediation.frame import Plan, years_of_benefit
from registry.core.remediation.plan import Barriers, best_plan, first_barriers
from registry.core.remediation.reasons import Bought, LeftOut, Point, bought, frontier, left_of, left_out, with_more
from registry.core.strategy.record import text_to_json
from registry.core.vocabulary import Funding
from registry.portfolio.planning import Case

TOLERANCE = 0.002
SECONDS = 3.5
"""For the plan, and as long again for its reasons: under ten seconds in all."""

MORE = 100_000
"""Kronor: what the next krona would buy is asked for so many."""

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class More:
    """What MORE kronor of one funding would add."""

    funding: Funding
    benefit: int
    frees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan of `case` and everything that explains it."""

    case: Case
    plan: Plan
    without: Plan
    bought: tuple[Bought, ...]
    left_out: tuple[LeftOut, ...]
    more: tuple[More, ...]
    frontier: tuple[Point, ...]


def planned(case: Case, seconds: float = SECONDS, progress: Callable[[Plan], None] | None = None) -> Planned:
    """The best plan with its reasons, within about twice `seconds`. Raises Impossible."""
    choices, wishes, frame = case.choices, case.wishes, case.frame
    barriers = first_barriers(choices, wishes, frame)
    plan = best_plan(choices, wishes, frame, seconds=seconds, tolerance=TOLERANCE, progress=progress, barriers=barriers)
    each = seconds / (len(SHARES) + len(Funding))
    return Planned(
        case,
        plan,
        best_plan((), wishes, frame),
        bought(choices, wishes, frame, plan),
        left_out(choices, wishes, frame, plan),
        tuple(_more(case, plan, each, barriers)),
        tuple(_frontier(case, each, barriers)),
    )


def _frontier(case: Case, seconds: float, barriers: Barriers) -> Iterator[Point]:
    limits: dict[str, Any] = {"seconds": seconds, "tolerance": TOLERANCE, "barriers": barriers}
    return frontier(case.choices, case.wishes, case.frame, SHARES, **limits)


def _more(case: Case, plan: Plan, seconds: float, barriers: Barriers) -> Iterator[More]:
    for funding in Funding:
        richer = with_more(case.frame, funding, MORE)
        found = best_plan(case.choices, case.wishes, richer, seconds=seconds, tolerance=TOLERANCE, barriers=barriers)
        gain = found.benefit - plan.benefit
        yield More(funding, max(0, gain), tuple(sorted(set(found.freed) - set(plan.freed))) if gain > 0 else ())


def to_json(found: Planned) -> dict[str, Any]:
    """Everything the plan says, as plain values: kronor, years and keys, with the names people know."""
    case, plan = found.case, found.plan
    left = left_of(case.frame.money, case.choices, plan)
    return {
        "years": [case.frame.first, case.frame.last],
        "horizon": case.frame.horizon,
        "money": [
            {"year": year, "funding": funding.value, "kronor": amount, "left": left[year, funding]}
            for (year, funding), amount in sorted(case.frame.money.items())
        ],
        "benefit": plan.benefit,
        "benefit_without_plan": found.without.benefit,
        "bound": plan.bound,
        "proved": plan.proved,
        "cost": plan.cost,
        "begin": [_bought(case, one) for one in found.bought],
        "free": [_freed(case, plan, key) for key in sorted(plan.freed, key=lambda key: (plan.freed[key], key))],
        "blocked": [
            {"initiative": wish.key, "name": case.initiatives[wish.key].name, "benefit_per_year": wish.benefit}
            for wish in case.wishes
            if wish.key not in plan.freed
        ],
        "left_out": [_left_out(case, one) for one in found.left_out],
        "more": [
            {"funding": one.funding.value, "kronor": MORE, "benefit": one.benefit, "frees": list(one.frees)} for one in found.more
        ],
        "frontier": [
            {"money": one.money, "cost": one.cost, "benefit": one.benefit, "freed": one.freed} for one in found.frontier
        ],
        "unready": [
            {
                "remediation": one.remediation.key,
                "name": one.remediation.name,
                "missing": [text_to_json(what) for what in one.missing],
            }
            for one in case.unready
        ],
        "unweighed": [{"initiative": one.key, "name": one.name} for one in case.unweighed],
    }


def _bought(case: Case, one: Bought) -> dict[str, Any]:
    named = case.remediations[one.choice.key]
    return {
        "remediation": named.key,
        "name": named.name,
        "kind": named.kind.value,
        "system": named.system_key,
        "system_name": named.system,
        "year": one.begun,
        "done": one.choice.last_year(one.begun),
        "cost": one.choice.cost,
        "funding": one.choice.funding.value,
        "must": one.choice.must,
        "payments": [{"year": year, "kronor": amount} for year, amount in sorted(one.choice.payments(one.begun).items())],
        "frees": list(one.frees),
        "sooner": list(one.sooner),
    }


def _freed(case: Case, plan: Plan, key: str) -> dict[str, Any]:
    [wish] = [wish for wish in case.wishes if wish.key == key]
    years = years_of_benefit(wish, plan.freed[key], case.frame)
    initiative = case.initiatives[key]
    return {
        "initiative": key,
        "name": initiative.name,
        "needed_by": initiative.needed_by.isoformat() if initiative.needed_by else None,
        "from": plan.freed[key],
        "benefit_per_year": wish.benefit,
        "years": years,
        "benefit": wish.benefit * years,
    }


def _left_out(case: Case, one: LeftOut) -> dict[str, Any]:
    named = case.remediations[one.choice.key]
    return {
        "remediation": named.key,
        "name": named.name,
        "system": named.system_key,
        "system_name": named.system,
        "cost": one.choice.cost,
        "funding": one.choice.funding.value,
        "frees": list(one.frees),
        "why": text_to_json(one.why),
    }
