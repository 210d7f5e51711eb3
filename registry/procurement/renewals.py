"""What must happen with all contracts, in order of time: found by index (registry.procurement.upkeep), worded when it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_
from sqlalchemy.orm import Session

from registry.contracts.models import Contract, Coverage
from registry.contracts.reckoned import ReckonedContract, ReckonedDay
from registry.core.vocabulary import Criticality
from registry.procurement.actions import TO_DECIDE, UNDECIDED
from registry.procurement.contract_rows import AT_A_TIME
from registry.procurement.reckoning import Apart, Reckoned, Renewal, reckoned
from registry.procurement.upkeep import reckon_some, up_to_date
from registry.systems.models import System

Place = tuple[int, str]
"""A contract's number and the kind of a thing to do with it."""

ORDER = (ReckonedDay.day, Contract.name, ReckonedDay.contract_id, ReckonedDay.kind)


@dataclass(frozen=True, slots=True)
class Renewals:
    """All of it on one day, of every contract or of those that the person with the number `person` is responsible for.

    Of `waiting` contracts nothing is known yet, so they may be missing anywhere.
    """

    session: Session
    today: date
    waiting: int
    person: int | None = None

    def of_person(self, person: int) -> Renewals:
        """Of all this, what belongs to the contracts that `person` (a number) is responsible for."""
        return replace(self, person=person)

    def count(self, days: int | None = None) -> int:
        """How much is late or must happen in the coming `days`; ever, when None."""
        return self.session.scalar(self._of_mine(select(func.count()).where(self._within(days)))) or 0

    def lines(self, days: int | None, first: int, most: int) -> tuple[Renewal, ...]:
        """Of what is late or must happen in the coming `days`, `most` from the one numbered `first` (from 0) on."""
        return self.worded(self.places(self._within(days)).offset(first).limit(most))

    def each(self, days: int | None = None) -> Iterator[Renewal]:
        """All that is late or must happen in the coming `days`, read some at a time."""
        query = self.places(self._within(days)).limit(AT_A_TIME)
        rows = self.session.execute(query).all()
        while rows:
            yield from self._worded(rows)
            rows = self.session.execute(query.where(tuple_(*ORDER) > tuple(rows[-1]))).all()

    def to_decide(self, days: int) -> int:
        """How many contracts somebody must decide about in the coming `days`."""
        return self._contracts_to_decide(ReckonedDay.day >= self.today, self._within(days))

    def late(self) -> int:
        """About how many contracts the decision is late."""
        return self._contracts_to_decide(ReckonedDay.day < self.today)

    def unreckoned(self, most: int) -> tuple[int, tuple[Reckoned, ...]]:
        """How many contracts cannot be reckoned, and the first of them."""
        return self._apart(Apart.UNRECKONED, most)

    def any_day(self, most: int) -> tuple[int, tuple[Reckoned, ...]]:
        """How many contracts can be ended any day, and the first of them."""
        return self._apart(Apart.ANY_DAY, most)

    def select(self, *columns: Any) -> Select[Any]:
        """A query of columns of the index of days and of the contracts, for what the database sums up."""
        joined = select(*columns).select_from(ReckonedDay).join(Contract, Contract.id == ReckonedDay.contract_id)
        return joined.where(self._mine())

    def places(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """The query of what must happen under these conditions, in ORDER."""
        return self.select(*ORDER).where(*conditions).order_by(*ORDER)

    def worded(self, query: Select[Any]) -> tuple[Renewal, ...]:
        """What the query finds (columns `contract_id` and `kind`), in its order, without what is no longer so."""
        return self._worded(self.session.execute(query).all())

    def _worded(self, rows: Sequence[Any]) -> tuple[Renewal, ...]:
        places = [(row.contract_id, row.kind) for row in rows]
        found = reworded(self.session, places, self.today)
        return tuple(found[place] for place in places if place in found)

    def _within(self, days: int | None) -> ColumnElement[bool]:
        return true() if days is None else ReckonedDay.day <= self.today + timedelta(days=days)

    def _mine(self) -> ColumnElement[bool]:
        return true() if self.person is None else Contract.responsible_id == self.person

    def _of_mine(self, query: Select[Any]) -> Select[Any]:
        """The contracts need not be asked when everybody's count."""
        if self.person is None:
            return query.select_from(ReckonedDay)
        return query.select_from(ReckonedDay).join(Contract, Contract.id == ReckonedDay.contract_id).where(self._mine())

    def _contracts_to_decide(self, *conditions: ColumnElement[bool]) -> int:
        kinds = ReckonedDay.kind.in_(sorted(kind.value for kind in TO_DECIDE))
        query = select(func.count(ReckonedDay.contract_id.distinct())).where(kinds, *conditions)
        return self.session.scalar(self._of_mine(query)) or 0

    def _apart(self, apart: Apart, most: int) -> tuple[int, tuple[Reckoned, ...]]:
        query = select(Contract.id).join(ReckonedContract, ReckonedContract.contract_id == Contract.id)
        query = query.where(ReckonedContract.apart == apart.value, self._mine())
        number = self.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        chosen = self.session.scalars(query.order_by(Contract.name, Contract.id).limit(most)).all() if number else ()
        found = reckoned(self.session, chosen, self.today)
        return number, tuple(found[one] for one in chosen if one in found and found[one].apart is apart)


def renewals(session: Session, today: date) -> Renewals:
    """What must happen with the contracts of the catalogue as it is now. Commits."""
    return Renewals(session, today, up_to_date(session, today))


def reworded(session: Session, places: Collection[Place], today: date) -> dict[Place, Renewal]:
    """What must happen at each of these places, as its contract reads now; those that are no longer so are left out."""
    found = reckoned(session, {contract for contract, _kind in places}, today)
    every = {(number, one.action.kind.value): one for number, contract in found.items() for one in contract.renewals}
    return {place: every[place] for place in places if place in every}


def past_decision(session: Session, today: date) -> tuple[list[str], list[str]]:
    """Keys of the contracts past their last day to decide: (those with a procurement begun or decided, the undecided).

    Reckons every contract that waits; the caller commits.
    """
    while reckon_some(session, today):
        pass
    query = select(Contract.key, Contract.procurement_stage).join(ReckonedContract, ReckonedContract.contract_id == Contract.id)
    decided: list[str] = []
    undecided: list[str] = []
    for key, stage in session.execute(query.where(ReckonedContract.decide_by < today).order_by(Contract.id)):
        (undecided if stage in UNDECIDED else decided).append(key)
    return decided, undecided


@dataclass(frozen=True, slots=True)
class Covered:
    """The systems a contract covers, the most critical first."""

    systems: tuple[tuple[str, str, Criticality | None], ...]

    @property
    def criticality(self) -> Criticality | None:
        """The highest among them, None when none is known."""
        return min((found for *_, found in self.systems if found is not None), key=list(Criticality).index, default=None)


def covered_by(session: Session, contracts: Collection[int]) -> Mapping[int, Covered]:
    """The systems that each of `contracts` (ids, a page of them) covers, in one query."""
    query = (
        select(Coverage.contract_id, System.key, System.name, System.criticality)
        .join(System, System.id == Coverage.system_id)
        .where(Coverage.contract_id.in_(sorted(contracts)))
        .order_by(System.name, System.id)
    )
    found: dict[int, list[tuple[str, str, Criticality | None]]] = {}
    for number, key, name, criticality in session.execute(query):
        found.setdefault(number, []).append((key, name, criticality))
    return {number: Covered(tuple(sorted(systems, key=_worst_first))) for number, systems in found.items()}


def _worst_first(system: tuple[str, str, Criticality | None]) -> int:
    ranks = list(Criticality)
    return ranks.index(system[2]) if system[2] is not None else len(ranks)
