"""What procurement contributes to the municipality's indicators."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.lock_in import hhi
from registry.core.text import text as _
from registry.kit.access import BUYERS
from registry.kit.measures import Measurement, Unit, measure, share
from registry.landscape.selection import among
from registry.procurement.market import spend_by_supplier
from registry.procurement.renewals import past_decision
from registry.suppliers.models import Supplier


@measure(
    "decided-in-time",
    50,
    title=_("Contracts decided in time"),
    definition=_("Whether somebody decides what follows a contract before the contract decides by itself."),
    formula=_("Contracts past their last day to decide with a procurement begun, of all past that day, in percent."),
    met=_("Decided"),
    unmet=_("Not decided"),
    roles=BUYERS,
)
def decided_in_time(session: Session, today: date) -> Measurement:
    decided, undecided = past_decision(session, today)
    return share([f"contract/{key}" for key in decided], [f"contract/{key}" for key in undecided])


@measure(
    "supplier-concentration",
    70,
    title=_("Supplier concentration"),
    definition=_("How much of the money goes to few suppliers: the Herfindahl-Hirschman index over the contracts in force."),
    formula=_(
        "Sum of the squares of every supplier's share, in percent, of the yearly value of contracts in force: "
        "near 0 for many small ones, 10,000 for a single one."
    ),
    met=_("Suppliers with a share of 10 percent or more"),
    unmet=_("Other suppliers"),
    unit=Unit.POINTS,
    more_is_better=False,
    roles=BUYERS,
)
def supplier_concentration(session: Session, today: date) -> Measurement:
    paid = spend_by_supplier(session, today)
    query = select(Supplier.id, Supplier.key).where(among(Supplier.id, paid))
    keys = {number: str(key) for number, key in session.execute(query)}
    values = {keys[number]: value for number, value in paid.items()}
    total = sum(values.values())
    if not total:
        return Measurement(None, None, None)
    large = sorted(key for key, value in values.items() if value * 10 >= total)
    index = hhi(values.values()) or 0
    return Measurement(
        index,
        index,
        total,
        tuple(f"supplier/{key}" for key in large),
        tuple(f"supplier/{key}" for key in sorted(set(values) - set(large))),
    )
