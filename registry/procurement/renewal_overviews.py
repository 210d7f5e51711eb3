"""Renewals seen from further away: how much a time asks for, day by day, and by who has not decided; summed by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.sql.selectable import Subquery

from registry.contracts.models import Contract
from registry.contracts.reckoned import ReckonedDay
from registry.organisations.models import Person
from registry.procurement.actions import TO_DECIDE
from registry.procurement.contract_rows import UNDECIDED_CONTRACT
from registry.procurement.reckoning import Renewal
from registry.procurement.renewals import ORDER, Renewals


@dataclass(frozen=True, slots=True)
class Ahead:
    """What asks for something up to a day: `contracts`, their `value` in kronor a year, how many of them are `undecided`.

    `renewals` is what must happen with the first of them.
    """

    contracts: int
    value: int
    undecided: int
    renewals: tuple[Renewal, ...]


def ahead(found: Renewals, last: date, most: int) -> Ahead:
    """What asks for something up to `last`, with the days of the `most` contracts that must be acted on first."""
    firsts = found.select(Contract.id, Contract.name, func.min(ReckonedDay.day).label("day")).where(ReckonedDay.day <= last)
    firsts = firsts.group_by(Contract.id, Contract.name)
    chosen = select(Contract.annual_value, UNDECIDED_CONTRACT.label("undecided")).where(
        Contract.id.in_(select(firsts.subquery().c.id))
    )
    sums = chosen.subquery()
    totals = select(func.count(), func.sum(sums.c.annual_value), func.count().filter(sums.c.undecided)).select_from(sums)
    number, value, undecided = found.session.execute(totals).one()
    nearest = firsts.order_by(func.min(ReckonedDay.day), Contract.name, Contract.id).limit(most).subquery()
    days = found.places(ReckonedDay.day <= last, ReckonedDay.contract_id.in_(select(nearest.c.id)))
    return Ahead(number, int(value or 0), undecided, found.worded(days))


def day_by_day(found: Renewals, first: date, last: date, most: int) -> tuple[tuple[Renewal, ...], Mapping[date, int]]:
    """What must happen from `first` to `last`, `most` of it a day, and how much there is on each day."""
    every = _numbered(found.select(*ORDER).where(ReckonedDay.day.between(first, last)), ReckonedDay.day, ORDER[1:])
    shown = select(every).where(every.c.place <= most).order_by(every.c.day, every.c.place)
    counts = found.select(ReckonedDay.day, func.count()).where(ReckonedDay.day.between(first, last)).group_by(ReckonedDay.day)
    return found.worded(shown), dict(found.session.execute(counts).all())


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many contracts one person has not decided about, and the first day of some of them, the first day first.

    `person` is None when nobody is responsible. `kronor` is what missing all of these days costs, as far as it is known.
    """

    person: str | None
    number: int
    kronor: int
    renewals: tuple[Renewal, ...]


def undecided(found: Renewals, people: int, most: int) -> tuple[int, int, list[Waiting]]:
    """How many contracts nobody has decided about, of how many people, and who waits: those with the most at stake first.

    Of at most `people` people, at most `most` contracts each.
    """
    kinds = ReckonedDay.kind.in_(sorted(kind.value for kind in TO_DECIDE))
    columns = (*ORDER, Contract.responsible_id, func.coalesce(ReckonedDay.kronor, 0).label("kronor"))
    days = _numbered(
        found.select(*columns).where(kinds, UNDECIDED_CONTRACT), ReckonedDay.contract_id, (ReckonedDay.day, ReckonedDay.kind)
    )
    firsts = select(days).where(days.c.place == 1).subquery()
    sums = select(firsts.c.responsible_id, func.count().label("number"), func.sum(firsts.c.kronor).label("kronor"))
    stakes = sums.group_by(firsts.c.responsible_id).subquery()
    named = select(stakes, Person.name).outerjoin(Person, Person.id == stakes.c.responsible_id)
    rows = found.session.execute(named.order_by(stakes.c.kronor.desc(), Person.name)).all()
    lines = _firsts_of(found, firsts, [row.responsible_id for row in rows[:people]], most)
    waiting = [Waiting(row.name, row.number, int(row.kronor), tuple(lines[row.responsible_id])) for row in rows[:people]]
    return sum(row.number for row in rows), len(rows), waiting


def _firsts_of(found: Renewals, firsts: Subquery, people: Sequence[int | None], most: int) -> Mapping[int | None, list[Renewal]]:
    """The first `most` of what each of the people has not decided about: one query for all of them."""
    theirs = or_(firsts.c.responsible_id.in_([one for one in people if one is not None]), firsts.c.responsible_id.is_(None))
    order = (firsts.c.day, firsts.c.name, firsts.c.contract_id)
    numbered = func.row_number().over(partition_by=firsts.c.responsible_id, order_by=order).label("rank")
    ranked = select(firsts, numbered).where(theirs).subquery()
    lines: dict[int | None, list[Renewal]] = {one: [] for one in people}
    shown = select(ranked).where(ranked.c.rank <= most).order_by(ranked.c.responsible_id, ranked.c.rank)
    for renewal in found.worded(shown):
        if renewal.contract.responsible_id in lines:
            lines[renewal.contract.responsible_id].append(renewal)
    return lines


def _numbered(query: Any, of_each: Any, order: Any) -> Subquery:
    """The query with the `place` of every row among those of the same `of_each`."""
    numbered: Subquery = query.add_columns(func.row_number().over(partition_by=of_each, order_by=order).label("place")).subquery()
    return numbered
