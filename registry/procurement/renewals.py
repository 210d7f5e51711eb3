"""What must happen with all contracts, in the order of time, reckoned once per revision of the catalogue and day.

The days are reckoned, not stored, so every contract that may be in force is read (its columns of terms only) and reckoned before
the list can be sorted. That costs about half a millisecond per contract, a fifth of that for those that read as they did the last
time; MOST is the bound, and the page says when it is met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.models import Contract, Coverage
from registry.core.agreements import TermsContradict
from registry.core.vocabulary import Criticality, OptionDecision
from registry.db.history import revision
from registry.landscape.remembered import Remembered
from registry.procurement.actions import TO_DECIDE, UNDECIDED
from registry.procurement.operations import decision, with_lists
from registry.procurement.reckoning import Known, Reckoned, Renewal, contract_columns
from registry.systems.models import System

MOST = 5_000
"""Contracts that are reckoned at most, those that end first before the others."""


@dataclass(frozen=True, slots=True)
class Renewals:
    """All of it on one day. `more` tells that there are more contracts than MOST."""

    today: date
    dated: tuple[Renewal, ...]
    unreckoned: tuple[Reckoned, ...]
    any_day: tuple[Reckoned, ...]
    more: bool = False

    def within(self, days: int | None) -> tuple[Renewal, ...]:
        """What is late or must happen in the coming `days`; everything when None."""
        if days is None:
            return self.dated
        last = self.today + timedelta(days=days)
        return tuple(renewal for renewal in self.dated if renewal.action.day <= last)

    def of_person(self, person: int) -> Renewals:
        """Of all this, what belongs to the contracts that `person` (a number) is responsible for."""
        return replace(
            self,
            dated=tuple(line for line in self.dated if line.contract.responsible_id == person),
            unreckoned=tuple(line for line in self.unreckoned if line.contract.responsible_id == person),
            any_day=tuple(line for line in self.any_day if line.contract.responsible_id == person),
        )

    def to_decide(self, days: int) -> int:
        """How many contracts somebody must decide about in the coming `days`."""
        return len(self._contracts(r for r in self.within(days) if not r.action.late(self.today)))

    def late(self) -> int:
        """About how many contracts the decision is late."""
        return len(self._contracts(r for r in self.dated if r.action.late(self.today)))

    def _contracts(self, renewals: Iterator[Renewal]) -> set[int]:
        return {renewal.contract.id for renewal in renewals if renewal.action.kind in TO_DECIDE}


@dataclass(frozen=True, slots=True)
class Covered:
    """The systems a contract covers, the most critical first."""

    systems: tuple[tuple[str, str, Criticality | None], ...]

    @property
    def criticality(self) -> Criticality | None:
        """The highest among them, None when none is known."""
        return min((found for *_, found in self.systems if found is not None), key=list(Criticality).index, default=None)


_remembered: Remembered[Renewals] = Remembered(4)
_known = Known()


def renewals(session: Session, today: date) -> Renewals:
    """What must happen with the contracts of the catalogue as it is now."""
    address = session.get_bind().engine.url.render_as_string(hide_password=True)
    return _remembered.get((address, revision(session), today), lambda: _reckon(session, today))


def past_decision(session: Session, today: date) -> tuple[list[str], list[str]]:
    """Keys of the contracts past their last day to decide: (those with a procurement begun or decided, the undecided)."""
    decided: list[str] = []
    undecided: list[str] = []
    for row in _rows(session, today)[:MOST]:
        try:
            passed = decision(row, today).passed(today)
        except TermsContradict:
            continue
        if passed:
            (undecided if row.procurement_stage in UNDECIDED else decided).append(row.key)
    return decided, undecided


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


def _reckon(session: Session, today: date) -> Renewals:
    rows = _rows(session, today)
    found = list(_known.reckon(session, rows[:MOST], today))
    dated = [renewal for one in found for renewal in one.renewals]
    dated.sort(key=lambda renewal: (renewal.action.day, renewal.contract.name.casefold(), renewal.contract.id))
    unreckoned = tuple(one for one in found if one.why and not one.any_day)
    return Renewals(today, tuple(dated), unreckoned, tuple(one for one in found if one.any_day), len(rows) > MOST)


def _rows(session: Session, today: date) -> Sequence[Any]:
    """Contracts that may be in force; those that ended by themselves are left out by the database."""
    never = date.max
    query = (
        contract_columns()
        .where(
            or_(
                Contract.end.is_(None),
                Contract.end >= today,
                Contract.renewal_period.is_not(None),
                Contract.options_used > 0,
                Contract.id.in_(select(ContractOption.contract_id).where(ContractOption.decision == OptionDecision.CALLED)),
                Contract.id.in_(select(Amendment.contract_id)),
            )
        )
        .order_by(func.coalesce(Contract.end, never), Contract.id)
        .limit(MOST + 1)
    )
    return with_lists(session, session.execute(query))
