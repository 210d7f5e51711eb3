"""Whether a contract's recurring costs rise faster than the index that its price follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from registry.contracts.costs import CostLine
from registry.contracts.models import Contract
from registry.core.costs import AgainstIndex, against_index
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import CostKind, PriceIndex
from registry.procurement.spending import prices

RECURRING = (CostKind.LICENCE, CostKind.MAINTENANCE, CostKind.HOSTING)
"""Development and other work is ordered when it is needed; its cost says nothing about the price."""

PUBLISHED = (PriceIndex.KPI, PriceIndex.AKI, PriceIndex.PPI)
"""Indices with a value for every year. A fixed price stays as it is; a supplier's own list says nothing beforehand."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A contract's recurring costs against its index, by year, and in words what they are held against."""

    years: Mapping[int, AgainstIndex]
    words: Text


def of_contract(session: Session, contract: Contract) -> Followed | None:
    """How one contract's recurring costs follow its index; None when it follows nothing or nothing is paid.

    No years, and the reason in words, when its index cannot say what the price should be.
    """
    index = contract.price_index
    paid = _paid(session, contract.id) if index is not None else {}
    if index is None or not paid:
        return None
    if index is PriceIndex.SUPPLIER:
        return Followed({}, _("The price follows the supplier's own list: no index tells what it should be."))
    years = against_index(paid, _values(session, index, paid))
    if len(years) < 2:
        return Followed({}, _("Nothing to hold against “{index}”: values of two years with costs are needed.", index=index.label))
    base = min(years)
    return Followed(
        years,
        _(
            "Licence, maintenance and hosting of {base}, carried by “{index}”. What lies above may be a price that rose "
            "too much, or more that was bought: ask for volumes before you claim.",
            base=str(base),
            index=index.label,
        ),
    )


def _paid(session: Session, contract: int) -> dict[int, int]:
    query = select(CostLine.year, func.sum(CostLine.actual)).where(CostLine.contract_id == contract, CostLine.kind.in_(RECURRING))
    return {year: int(kronor) for year, kronor in session.execute(query.group_by(CostLine.year)) if kronor}


def _values(session: Session, index: PriceIndex, years: Iterable[int]) -> Mapping[int, int]:
    return dict.fromkeys(years, 1) if index is PriceIndex.FIXED else prices(session, index)


@dataclass(frozen=True, slots=True)
class Above:
    """A contract whose recurring cost of a year lies above the year before's carried by its index."""

    key: str
    name: str
    index: PriceIndex
    before: int
    year: AgainstIndex


def above(session: Session, year: int, most: int) -> list[Above]:
    """The contracts that lie furthest above their index in `year`, in kronor; picked out by the database."""
    values = {index: _values(session, index, (year - 1, year)) for index in (PriceIndex.FIXED, *PUBLISHED)}
    known = {index: found for index, found in values.items() if year in found and year - 1 in found}
    now, before = (func.sum(case((CostLine.year == each, CostLine.actual))) for each in (year, year - 1))
    rise = case({index: found[year] / found[year - 1] for index, found in known.items()}, value=Contract.price_index)
    query = (
        select(Contract.key, Contract.name, Contract.price_index, before, now)
        .join(CostLine, CostLine.contract_id == Contract.id)
        .where(CostLine.year.in_((year - 1, year)), CostLine.kind.in_(RECURRING), Contract.price_index.in_(list(known)))
        .group_by(Contract.id, Contract.key, Contract.name, Contract.price_index)
        .having(before > 0, now > before * rise)
        .order_by((now - before * rise).desc(), Contract.key)
        .limit(most)
    )
    found = []
    for key, name, index, then, paid in session.execute(query):
        carried = against_index({year - 1: int(then), year: int(paid)}, known[index])
        found.append(Above(key, name, index, int(then), carried[year]))
    return [each for each in found if each.year.above > 0]
