"""The one rule of cost shares: those of a contract are at most 100 percent together; the systems without one divide the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.contracts.models import Contract, Coverage
from registry.core.costs import SharesWrong, check_shares
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.lookup import BATCH
from registry.kit.resource import Change


def problem_of(contract: str, shares: Iterable[int | None]) -> Text | None:
    """What is wrong with all `shares` of the contract of that name, in percent; None when they can divide its cost."""
    try:
        check_shares(shares)
    except SharesWrong as wrong:
        return _(
            "The shares of {contract} come to {sum} percent; at most 100 is accepted, and systems without one divide the rest.",
            contract=contract,
            sum=wrong.sum,
        )
    return None


def fit_together(session: Session, changes: Sequence[Change]) -> Iterator[tuple[int, str, Text]]:
    """What is wrong with the shares once all of `changes` to covered systems are written: (place among them, field, message).

    A contract is judged when a share of it is given, changed or moved, and then as a whole. Its row is locked, so that two who
    write at the same moment are judged one after the other.
    """
    registered = _registered(session, Coverage.id, {change.number for change in changes if change.number is not None})
    will_be: dict[int, list[int | None]] = {}
    judged: dict[int, int] = {}
    for place, change in enumerate(changes):
        before = registered.get(change.number or 0, (None, None))
        contract, share = (change.values.get(name, old) for name, old in zip(("contract_id", "cost_share"), before, strict=True))
        will_be.setdefault(contract, []).append(share)
        if share is not None and (contract, share) != before:
            judged.setdefault(contract, place)
    names = lock(session, judged)
    for number, (contract, share) in _registered(session, Coverage.contract_id, judged).items():
        if number not in registered:
            will_be[contract].append(share)
    for contract, place in judged.items():
        problem = problem_of(names[contract], will_be[contract])
        if problem is not None:
            yield place, "cost_share", problem


def lock(session: Session, contracts: Collection[int]) -> dict[int, str]:
    """The names of `contracts`, whose shares nobody else writes before this transaction ends (SQLite has one writer anyway)."""
    names: dict[int, str] = {}
    for batch in _batches(contracts):
        query = select(Contract.id, Contract.name).where(Contract.id.in_(batch)).order_by(Contract.id).with_for_update()
        names.update((number, name) for number, name in session.execute(query))
    return names


def _registered(session: Session, column: object, numbers: Collection[int]) -> dict[int, tuple[int, int | None]]:
    """Covered systems whose `column` is one of `numbers`: contract and share by their own number."""
    found: dict[int, tuple[int, int | None]] = {}
    for batch in _batches(numbers):
        query = select(Coverage.id, Coverage.contract_id, Coverage.cost_share).where(column.in_(batch))  # type: ignore[attr-defined]
        found.update((number, (contract, share)) for number, contract, share in session.execute(query))
    return found


def _batches(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
