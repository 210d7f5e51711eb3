"""The conflicts of all contracts: found by index (registry.procurement.upkeep), worded when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select, tuple_
from sqlalchemy.orm import Session

from registry.contracts.models import Contract
from registry.contracts.reckoned import ReckonedConflict
from registry.core.agreements.conflicts import ConflictName
from registry.procurement.conflicts import Found, found_in
from registry.procurement.contract_rows import AT_A_TIME
from registry.procurement.upkeep import up_to_date

GRAVITY = case({name.value: rank for rank, name in enumerate(ConflictName)}, value=ReckonedConflict.name)
ORDER = (GRAVITY, Contract.name, Contract.id)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All of them on one day. Of `waiting` contracts nothing is known yet."""

    session: Session
    today: date
    waiting: int

    def counts(self) -> dict[ConflictName, int]:
        """How many there are of each kind, the gravest first."""
        query = select(ReckonedConflict.name, func.sum(ReckonedConflict.number)).group_by(ReckonedConflict.name)
        found = {name: int(number) for name, number in self.session.execute(query)}
        return {name: found[name.value] for name in ConflictName if name.value in found}

    def contracts(self) -> int:
        """How many contracts they are about."""
        return self.session.scalar(select(func.count(ReckonedConflict.contract_id.distinct()))) or 0

    def of(self, kind: ConflictName | None) -> Iterator[Found]:
        """Those of one kind, or all: the gravest first, then by the contract's name; read some at a time."""
        query = select(ReckonedConflict.name.label("conflict"), *ORDER).join(
            Contract, Contract.id == ReckonedConflict.contract_id
        )
        if kind is not None:
            query = query.where(ReckonedConflict.name == kind.value)
        query = query.order_by(*ORDER).limit(AT_A_TIME)
        rows = self.session.execute(query).all()
        while rows:
            yield from self._worded(rows)
            rows = self.session.execute(query.where(tuple_(*ORDER) > tuple(rows[-1][1:]))).all()

    def _worded(self, rows: Sequence[Any]) -> Iterator[Found]:
        by_contract = found_in(self.session, {row.id for row in rows}, self.today)
        for row in rows:
            yield from (each for each in by_contract.get(row.id, ()) if each.conflict.name.value == row.conflict)


def all_conflicts(session: Session, today: date) -> Conflicts:
    """The conflicts of every contract that has not ended. Commits."""
    return Conflicts(session, today, up_to_date(session, today))
