"""Why a plan is as it is: what each choice frees, why another was left out, and what more money would buy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.core.remediation.frame import Choice, Frame, Plan, Wish
from registry.core.remediation.plan import Barriers, Impossible, best_plan, evaluated
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Funding


@dataclass(frozen=True, slots=True)
class Bought:
    """A chosen remediation with the year it begins.

    `frees` are the initiatives (keys) that would stay blocked without it, `sooner` those that would be freed later.
    """

    choice: Choice
    begun: int
    frees: tuple[str, ...]
    sooner: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A remediation the plan does without; `frees` are the initiatives that it would free if it were added."""

    choice: Choice
    frees: tuple[str, ...]
    benefit: int
    why: Text


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the frontier: kronor to spend, kronor spent, and kronor of benefit over the horizon."""

    money: int
    cost: int
    benefit: int
    freed: int


def bought(choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, plan: Plan) -> tuple[Bought, ...]:
    """Each choice of the plan, in the order they begin, with what it frees."""
    by_key = {choice.key: choice for choice in choices}
    order = sorted(plan.begun.items(), key=lambda begun: (begun[1], begun[0]))
    return tuple(_bought(by_key[key], year, _freed_without(key, choices, wishes, frame, plan), plan) for key, year in order)


def _bought(choice: Choice, year: int, without: Mapping[str, int], plan: Plan) -> Bought:
    frees = tuple(sorted(set(plan.freed) - set(without)))
    sooner = tuple(sorted(key for key, freed in without.items() if freed > plan.freed[key]))
    return Bought(choice, year, frees, sooner)


def left_out(choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, plan: Plan) -> tuple[LeftOut, ...]:
    """Each remediation that was not chosen and why, those that would free most first."""
    found = [_reason(choice, choices, wishes, frame, plan) for choice in choices if choice.key not in plan.begun]
    return tuple(sorted(found, key=lambda one: (-one.benefit, one.choice.cost, one.choice.key)))


def left_of(money: Mapping[tuple[int, Funding], int], choices: Sequence[Choice], plan: Plan) -> dict[tuple[int, Funding], int]:
    """What the plan leaves of the money, by year and funding."""
    by_key = {choice.key: choice for choice in choices}
    left = dict(money)
    for key, begun in plan.begun.items():
        for year, amount in by_key[key].payments(begun).items():
            left[year, by_key[key].funding] = left.get((year, by_key[key].funding), 0) - amount
    return left


def with_more(frame: Frame, funding: Funding, kronor: int) -> Frame:
    """The frame with `kronor` more of one funding in its first year."""
    place = (frame.first, funding)
    return replace(frame, money={**frame.money, place: frame.money.get(place, 0) + kronor})


def frontier(
    choices: Sequence[Choice],
    wishes: Sequence[Wish],
    frame: Frame,
    shares: Sequence[float],
    *,
    seconds: float,
    tolerance: float,
    barriers: Barriers | None = None,
) -> Iterator[Point]:
    """The benefit of the best plan for each share of the money, from little to much; `seconds` for each.

    A share too small for what must be done has no point.
    """
    for share in shares:
        money = {place: int(amount * share) for place, amount in frame.money.items()}
        richer = replace(frame, money=money)
        try:
            plan = best_plan(choices, wishes, richer, seconds=seconds, tolerance=tolerance, barriers=barriers)
        except Impossible:
            continue
        yield Point(sum(money.values()), plan.cost, plan.benefit, len(plan.freed))


def _freed_without(key: str, choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, plan: Plan) -> Mapping[str, int]:
    """What is freed when everything but `key` is done: only those who wait for it can fare worse."""
    begun = {other: year for other, year in plan.begun.items() if other != key}
    waiting = [wish for wish in wishes if wish.key in plan.freed and _helps(key, wish)]
    others = plan.freed.keys() - {wish.key for wish in waiting}
    return {**{wish: plan.freed[wish] for wish in others}, **evaluated(choices, waiting, frame, begun).freed}


def _reason(choice: Choice, choices: Sequence[Choice], wishes: Sequence[Wish], frame: Frame, plan: Plan) -> LeftOut:
    blocked = [wish for wish in wishes if wish.key not in plan.freed]
    waiting = [wish for wish in blocked if _helps(choice.key, wish)]
    if not waiting:
        return LeftOut(choice, (), 0, _nobody(choice, wishes, plan))
    freed = [wish for wish in waiting if wish.gate.open_path({*frame.agreed, *plan.begun, choice.key}) is None]
    if not freed:
        also = _needed_beside(waiting, choices, {*frame.agreed, *plan.begun, choice.key})
        return LeftOut(
            choice, (), 0, _("It frees nobody by itself: {names} would also take {others}", names=_names(waiting), others=also)
        )
    benefit = sum(wish.benefit for wish in freed)
    return LeftOut(choice, tuple(wish.key for wish in freed), benefit, _too_dear(choice, frame, choices, plan))


def _helps(key: str, wish: Wish) -> bool:
    """Whether the remediation stands on any path of the wish at all."""
    return any(option.key == key for options in wish.gate.options.values() for option in options)


def _nobody(choice: Choice, wishes: Sequence[Wish], plan: Plan) -> Text:
    if any(_helps(choice.key, wish) for wish in wishes if wish.key in plan.freed):
        return _("What it would free is freed by the plan already")
    return _("It stands in no initiative's way")


def _needed_beside(waiting: Sequence[Wish], choices: Sequence[Choice], done: set[str]) -> str:
    """What else the first of those who wait would need, by name; a dash when nothing that is proposed would do."""
    known = {other.key: other.title for other in choices}
    needed: list[str] = []
    for _attempt in range(len(choices)):
        path = waiting[0].gate.open_path(done)
        if path is None:
            break
        barrier = sorted(waiting[0].gate.barrier(path) & known.keys() - done)
        if not barrier:
            return "–"
        needed.append(known[barrier[0]])
        done.add(barrier[0])
    return ", ".join(needed)


def _names(wishes: Sequence[Wish]) -> str:
    return ", ".join(f"“{wish.gate.initiative.name}”" for wish in wishes[:3]) + (" …" if len(wishes) > 3 else "")


def _too_dear(choice: Choice, frame: Frame, choices: Sequence[Choice], plan: Plan) -> Text:
    left = left_of(frame.money, choices, plan)
    begins = [year for year in frame.years if choice.last_year(year) <= frame.last and year >= (choice.not_before or year)]
    if not begins:
        return _("It takes {months} months and cannot be done by the end of {year}", months=choice.months, year=str(frame.last))
    missing = {
        year: sum(max(0, paid - left.get((paid_in, choice.funding), 0)) for paid_in, paid in choice.payments(year).items())
        for year in begins
    }
    best = min(begins, key=lambda year: (missing[year], year))
    if missing[best] == 0:
        return _("There is money for it, but what it frees comes too late to count, or other limits forbid it")
    return _(
        "{missing} kronor of {funding} are missing in {year}; what the plan takes instead brings more",
        missing=missing[best],
        funding=choice.funding.label,
        year=str(best),
    )
