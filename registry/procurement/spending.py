"""What the municipality pays for its systems: summed by the database, divided between systems by their contracts' shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.contracts.costs import CostLine, IndexValue
from registry.contracts.models import Contract, Coverage
from registry.contracts.shares import problem_of
from registry.core.costs import SharesWrong, allocate, in_prices_of
from registry.core.text import Text
from registry.core.vocabulary import CostKind, PriceIndex
from registry.landscape.selection import among
from registry.organisations.models import Organisation
from registry.suppliers.models import Supplier
from registry.systems.models import System


@dataclass(frozen=True, slots=True)
class Sum:
    """Kronor planned and paid; None when nothing is entered. `key` leads to the record, when there is one."""

    name: Any
    planned: int | None
    actual: int | None
    key: str | None = None

    @property
    def size(self) -> int:
        """What was paid, or what is planned as long as nothing is."""
        return self.actual if self.actual is not None else self.planned or 0


@dataclass(frozen=True, slots=True)
class BySystem:
    """One year's costs divided between systems, the kronor that are no system's, and how many contracts have wrong shares."""

    sums: tuple[Sum, ...]
    undivided: int
    wrong_shares: int


@dataclass(frozen=True, slots=True)
class Division:
    """How one contract's cost of one year is divided between the systems it covers, so that it can be recomputed by hand.

    `parts` are (key and name of the system, its share in percent or None, its kronor). Of `cost`, `given` percent go by the
    shares entered; `equals` systems without one divide the rest, or `undivided` kronor are left. `problem` when they cannot be.
    """

    year: int
    cost: int
    given: int
    equals: int
    parts: tuple[tuple[str, str, int | None, int | None], ...]
    undivided: int
    problem: Text | None = None


def years(session: Session) -> list[Sum]:
    """Each year's sums, the first year first."""
    return _sums(session, CostLine.year, ())


def of_contract(session: Session, contract: int) -> list[Sum]:
    """One contract's sums year by year, the first year first."""
    return _sums(session, CostLine.year, (CostLine.contract_id == contract,))


def by_kind(session: Session, year: int) -> list[Sum]:
    """One year's sums by kind of cost, in the order of the kinds."""
    found = {each.name: each for each in _sums(session, CostLine.kind, (CostLine.year == year,))}
    return [found[kind] for kind in CostKind if kind in found]


def by_organisation(session: Session, year: int) -> list[Sum]:
    """One year's sums by organisation, the largest first."""
    return _of_records(session, Organisation, CostLine.organisation_id, year)


def by_supplier(session: Session, year: int, most: int) -> list[Sum]:
    """One year's sums of the suppliers that are paid most."""
    return _of_records(session, Supplier, CostLine.supplier_id, year)[:most]


def _sums(session: Session, column: Any, conditions: Sequence[Any]) -> list[Sum]:
    query = select(column, func.sum(CostLine.planned), func.sum(CostLine.actual)).where(*conditions).group_by(column)
    return [Sum(name, _whole(planned), _whole(actual)) for name, planned, actual in session.execute(query.order_by(column))]


def _of_records(session: Session, model: Any, column: Any, year: int) -> list[Sum]:
    query = (
        select(model.key, model.name, func.sum(CostLine.planned), func.sum(CostLine.actual))
        .join(CostLine, column == model.id)
        .where(CostLine.year == year)
        .group_by(model.key, model.name)
    )
    found = [Sum(name, _whole(planned), _whole(actual), key) for key, name, planned, actual in session.execute(query)]
    return sorted(found, key=lambda each: (-each.size, each.name))


def _whole(value: Any) -> int | None:
    """A sum of big integers is a decimal on PostgreSQL."""
    return None if value is None else int(value)


def by_system(session: Session, year: int) -> BySystem:
    """One year's costs divided between the systems that the contracts cover, by the contracts' shares."""
    query = select(CostLine.contract_id, func.sum(CostLine.planned), func.sum(CostLine.actual)).where(CostLine.year == year)
    paid = {
        number: Sum("", _whole(one), _whole(two)) for number, one, two in session.execute(query.group_by(CostLine.contract_id))
    }
    shares = _shares(session, [number for number in paid if number is not None])
    sums: dict[str, list[int]] = {}
    undivided = wrong = 0
    for number, cost in paid.items():
        try:
            divided = allocate(cost.size, shares.get(number, {}))
        except SharesWrong:
            divided, wrong = {}, wrong + 1
        undivided += cost.size - sum(divided.values())
        for system, kronor in divided.items():
            sums.setdefault(system, []).append(kronor)
    names = _names(session, sums)
    found = [Sum(names[key], None, sum(kronor), key) for key, kronor in sums.items()]
    return BySystem(tuple(sorted(found, key=lambda each: (-each.size, each.name))), undivided, wrong)


def division(session: Session, contract: Contract, year: int, cost: int) -> Division | None:
    """How the `cost` of `year`, in kronor, is divided between the systems of `contract`; None when it covers none."""
    query = select(System.key, System.name, Coverage.cost_share).join(Coverage, Coverage.system_id == System.id)
    rows = session.execute(query.where(Coverage.contract_id == contract.id).order_by(System.key)).all()
    if not rows:
        return None
    shares = {key: share for key, _name, share in rows}
    given = sum(share for share in shares.values() if share is not None)
    problem = problem_of(contract.name, shares.values())
    kronor = allocate(cost, shares) if problem is None else {}
    parts = tuple((key, str(name), share, kronor.get(key)) for key, name, share in rows)
    equals = sum(share is None for share in shares.values())
    return Division(year, cost, given, equals, parts, cost - sum(kronor.values()), problem)


def _shares(session: Session, contracts: Sequence[int]) -> Mapping[int | None, dict[str, int | None]]:
    query = select(Coverage.contract_id, System.key, Coverage.cost_share).join(System, System.id == Coverage.system_id)
    found: dict[int | None, dict[str, int | None]] = {}
    for number, key, share in session.execute(query.where(among(Coverage.contract_id, contracts)).order_by(System.key)):
        found.setdefault(number, {})[key] = share
    return found


def _names(session: Session, keys: Mapping[str, Any]) -> dict[str, str]:
    wanted, names = sorted(keys), dict[str, str]()
    for start in range(0, len(wanted), 500):
        query = select(System.key, System.name).where(System.key.in_(wanted[start : start + 500]))
        names.update({key: str(name) for key, name in session.execute(query)})
    return names


def prices(session: Session, index: PriceIndex) -> dict[int, int]:
    """The index's mean of each year, in hundredths."""
    query = select(IndexValue.year, IndexValue.hundredths).where(IndexValue.index == index)
    return {year: int(value) for year, value in session.execute(query)}


def in_prices(sums: Sequence[Sum], values: Mapping[int, int], year: int) -> list[Sum]:
    """Yearly sums in the prices of `year`; years without an index value are left out."""

    def carried(kronor: int | None, then: int) -> int | None:
        return None if kronor is None else in_prices_of(kronor, values[then], values[year])

    return [
        Sum(each.name, carried(each.planned, each.name), carried(each.actual, each.name)) for each in sums if each.name in values
    ]
