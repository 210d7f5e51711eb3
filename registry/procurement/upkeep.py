"""Keeps an index of what is reckoned of every contract: its days, its conflicts, and for how long that holds.

The terms say what must happen and when, but only after they have been reckoned, which costs half a millisecond per contract.
So that a page costs what it shows, every contract is reckoned when it has changed or when a day of it has gone by, and pages
find by index which contracts to reckon again for their words. Whoever changes a contract, or what it is held against, only
notes in the same transaction that it is waiting; whoever reads next reckons those that wait, a certain number at most, and says
how many are left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Select, delete, event, func, insert, inspect, or_, select, union
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, UOWTransaction

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.law import LegalLimit
from registry.contracts.models import Contract, Coverage
from registry.contracts.reckoned import ReckonedConflict, ReckonedContract, ReckonedDay, WaitingContract
from registry.core.vocabulary import LegalLimitKind
from registry.db import locks
from registry.kit.clock import today
from registry.kit.schedule import job
from registry.landscape.selection import among
from registry.procurement.conflicts import all_limits, conflicts_in, in_force
from registry.procurement.contract_rows import AT_A_TIME, contract_rows, systems_of
from registry.procurement.reckoning import reckon
from registry.systems.models import System

MOST_AT_ONCE = 2_000
"""So many contracts are reckoned while somebody waits for a page."""

EVERY = timedelta(minutes=5)
LOCK = "reckoned contracts"
PARTS = (ContractOption, Amendment, Coverage)
NOTED = (LegalLimit, *PARTS)
COMPARED = ("name", "lifecycle", "planned_retirement")
"""What contracts are held against of a system."""


@job("contract days", EVERY)
def keep_up(session: Session) -> None:
    """Reckon whatever waits, so that nobody has to wait for a page."""
    reckon_all(session, today())


def reckon_all(session: Session, day: date) -> None:
    """Reckon every contract that waits. Commits after every AT_A_TIME of them, so that others may write meanwhile."""
    while reckon_some(session, day):
        session.commit()


def up_to_date(session: Session, day: date) -> int:
    """Reckon MOST_AT_ONCE contracts that wait, at most; how many wait on. Commits."""
    if not _any_waits(session, day):
        return 0
    try:
        for _part in range(MOST_AT_ONCE // AT_A_TIME):
            reckoned = reckon_some(session, day)
            session.commit()
            if not reckoned:
                break
    except OperationalError as error:  # somebody else writes all the time: a page is shown with what there is
        session.rollback()
        structlog.get_logger().warning("contracts wait to be reckoned", exc_info=error)
    return _number_waiting(session, day)


def reckon_some(session: Session, day: date) -> int:
    """Reckon AT_A_TIME contracts that wait, at most; how many were. The caller commits. Raises OperationalError (see locks)."""
    if not _any_waits(session, day):
        return 0
    locks.alone(session, LOCK)
    oldest = select(WaitingContract.contract_id).order_by(WaitingContract.id).limit(AT_A_TIME)
    numbers = set(session.scalars(oldest))
    if len(numbers) < AT_A_TIME:
        numbers.update(session.scalars(_outdated(day).limit(AT_A_TIME - len(numbers))))
    numbers -= _being_deleted(session, numbers)
    # the notes before the terms: a change that is noted meanwhile is reckoned once more rather than never
    noted = session.scalars(select(WaitingContract.id).where(among(WaitingContract.contract_id, numbers))).all()
    _write(session, numbers, day)
    session.execute(_plainly(delete(WaitingContract).where(among(WaitingContract.id, noted))))
    return len(numbers)


def _any_waits(session: Session, day: date) -> bool:
    return any(session.scalar(query.limit(1)) is not None for query in (select(WaitingContract.contract_id), _outdated(day)))


def _number_waiting(session: Session, day: date) -> int:
    every = union(select(WaitingContract.contract_id), _outdated(day)).subquery()
    return session.scalar(select(func.count()).select_from(every)) or 0


def _outdated(day: date) -> Select[int]:
    return select(ReckonedContract.contract_id).where(or_(ReckonedContract.holds_until < day, ReckonedContract.holds_from > day))


def _being_deleted(session: Session, numbers: Collection[int]) -> set[int]:
    """Those that another transaction is deleting, so that nothing may refer to them; the others stay until this one is done."""
    there = select(Contract.id).where(among(Contract.id, numbers))
    return set(session.scalars(there)) - set(session.scalars(there.with_for_update(read=True, key_share=True, skip_locked=True)))


def _write(session: Session, numbers: Collection[int], day: date) -> None:
    rows = contract_rows(session, numbers)
    frameworks = contract_rows(session, {row.framework_id for row in rows.values() if row.framework_id})
    systems, laws = systems_of(session, numbers), all_limits(session)
    standstill = in_force(laws, day).get(LegalLimitKind.STANDSTILL_DAYS)
    next_law = min((law.valid_from - timedelta(days=1) for law in laws if law.valid_from > day), default=date.max)
    contracts, days, conflicts = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]]()
    for number, row in rows.items():
        found = reckon(row, standstill, day)
        until, apart = min(found.holds_until, next_law), found.apart.value if found.apart else None
        one = {"contract_id": number}
        contracts.append({**one, "holds_from": day, "holds_until": until, "apart": apart, "decide_by": found.decide_by})
        for each in found.renewals if not found.ended else ():
            kronor = each.missed.kronor if each.missed else None
            days.append({**one, "kind": each.action.kind.value, "day": each.action.day, "kronor": kronor})
        names = Counter(
            conflict.name.value
            for conflict in conflicts_in(row, frameworks.get(row.framework_id), systems.get(number, ()), day, laws)
        )
        conflicts += [{**one, "name": name, "number": times} for name, times in names.items()]
    for model, made in ((ReckonedContract, contracts), (ReckonedDay, days), (ReckonedConflict, conflicts)):
        session.execute(_plainly(delete(model).where(among(model.contract_id, numbers))))
        if made:
            session.execute(insert(model), made)


def _plainly(statement: Any) -> Any:
    """Without looking for rows in the session, which never holds any of these."""
    return statement.execution_options(synchronize_session=False)


def note_all(connection: Connection) -> None:
    """Note that every contract waits, after contracts were written beside the session or the law has changed."""
    connection.execute(insert(WaitingContract).from_select(["contract_id"], select(Contract.id)))


@event.listens_for(Session, "before_flush")
def _note_what_goes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """What hangs on a record that is deleted is only known before."""
    systems = [record.id for record in session.deleted if isinstance(record, System)]
    contracts = [record.id for record in session.deleted if isinstance(record, Contract)]
    _note(session, _covering(systems))
    _note(session, _called_off(contracts))


@event.listens_for(Session, "after_flush")
def _note_what_changed(session: Session, _context: UOWTransaction) -> None:
    """Only now has every new record its number."""
    touched = [record for record in (*session.new, *session.dirty, *session.deleted) if isinstance(record, NOTED)]
    if any(isinstance(record, LegalLimit) for record in touched):
        note_all(session.connection())
        return
    made = {record.id for record in session.new if isinstance(record, Contract)}
    changed = {record.id for record in session.dirty if isinstance(record, Contract)}
    for record in touched:
        if isinstance(record, PARTS):
            changed.update(_contracts_of(record))
    _note(session, _numbered(made | changed))
    _note(session, _called_off(changed - made))
    _note(session, _covering(record.id for record in session.dirty if isinstance(record, System) and _is_compared(record)))


def _contracts_of(part: Any) -> Iterator[int]:
    """The contract that the part belongs to, and the one it belonged to before."""
    yield part.contract_id
    yield from (number for number in inspect(part).attrs["contract_id"].history.deleted or () if number is not None)


def _is_compared(system: System) -> bool:
    return any(inspect(system).attrs[name].history.has_changes() for name in COMPARED)


def _numbered(contracts: Collection[int]) -> Select[int] | None:
    return select(Contract.id).where(among(Contract.id, contracts)) if contracts else None


def _called_off(frameworks: Collection[int]) -> Select[int] | None:
    return select(Contract.id).where(among(Contract.framework_id, frameworks)) if frameworks else None


def _covering(systems: Iterable[int]) -> Select[int] | None:
    numbers = set(systems)
    return select(Coverage.contract_id).where(among(Coverage.system_id, numbers)) if numbers else None


def _note(session: Session, contracts: Select[int] | None) -> None:
    if contracts is not None:
        session.connection().execute(insert(WaitingContract).from_select(["contract_id"], contracts))
