"""What the municipality has with one supplier, and what happens if the supplier goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from registry.apis.models import Api, ApiVersion
from registry.contracts.models import Contract
from registry.core.agreements import Deadline, TermsContradict
from registry.core.landscape.graph import Initiative as LandscapeInitiative
from registry.core.landscape.graph import Landscape
from registry.core.landscape.parts import ApiUse
from registry.core.landscape.parts import System as Node
from registry.core.vocabulary import Criticality, InitiativeStatus, Strength
from registry.initiatives.models import Initiative, SystemTouched
from registry.landscape import operations as landscapes
from registry.landscape.loading import Loader
from registry.landscape.operations import LandscapeTooLarge, profile
from registry.procurement.market import CRITICAL, IN_USE, may_be_in_force
from registry.procurement.operations import TERM_COLUMNS, deadline, with_lists
from registry.suppliers.models import Supplier
from registry.suppliers.reviews import RelationAction, RelationReview, SubSupplier
from registry.systems.models import Dependency, System

SHOWN = 200


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """Counts about one supplier. `blocked` is None when the register is too large to tell while a page is shown."""

    systems: int
    critical: int
    highest: Criticality | None
    contracts: int
    paid: int
    apis: int
    compliant: int
    failing: int
    blocked: tuple[LandscapeInitiative, ...] | None
    open_actions: int
    late_actions: int
    behind: Sequence[tuple[str, str]]  # sub-suppliers: (key, name)


def facts_of(session: Session, supplier: Supplier, today: date) -> SupplierFacts:
    """What the catalogue knows about a supplier, in a fixed number of queries."""
    by_criticality: dict[Criticality | None, int] = {
        criticality: int(count)
        for criticality, count in session.execute(
            select(System.criticality, func.count())
            .where(System.supplier_id == supplier.id, System.lifecycle.in_(IN_USE))
            .group_by(System.criticality)
        )
    }
    money = select(func.count(), func.sum(Contract.annual_value)).where(
        Contract.supplier_id == supplier.id, may_be_in_force(today)
    )
    contracts, paid = session.execute(money).one()
    judged = [use.compliant for use in _apis(session, supplier, today)]
    actions = select(func.count(RelationAction.id)).join(RelationReview, RelationReview.id == RelationAction.review_id)
    open_ones = actions.where(RelationReview.supplier_id == supplier.id, RelationAction.done_on.is_(None))
    return SupplierFacts(
        systems=sum(by_criticality.values()),
        critical=sum(by_criticality.get(each, 0) for each in CRITICAL),
        highest=next((each for each in Criticality if by_criticality.get(each)), None),
        contracts=contracts,
        paid=int(paid or 0),
        apis=len(judged),
        compliant=judged.count(True),
        failing=judged.count(False),
        blocked=_blocked(session, supplier, today),
        open_actions=session.scalar(open_ones) or 0,
        late_actions=session.scalar(open_ones.where(RelationAction.due_on < today)) or 0,
        behind=_behind(session, supplier),
    )


def _apis(session: Session, supplier: Supplier, today: date) -> list[ApiUse]:
    versions = (select(ApiVersion.id).join(Api, Api.id == ApiVersion.api_id).join(System, System.id == Api.system_id)).where(
        System.supplier_id == supplier.id
    )
    return list(Loader(session, profile(), today).api_uses(versions).values())


def _behind(session: Session, supplier: Supplier) -> Sequence[tuple[str, str]]:
    query = select(Supplier.key, Supplier.name).join(SubSupplier, SubSupplier.supplier_id == Supplier.id)
    rows = session.execute(query.where(SubSupplier.delivers_to_id == supplier.id).order_by(Supplier.name))
    return [(key, name) for key, name in rows]


def _blocked(session: Session, supplier: Supplier, today: date) -> tuple[LandscapeInitiative, ...] | None:
    """The active initiatives that a system of the supplier stands in the way of."""
    try:
        blocked, whole = landscapes.blocked_by(session, today), landscapes.landscape(session, today)
    except LandscapeTooLarge:
        return None
    keys = session.scalars(select(System.key).where(System.supplier_id == supplier.id))
    return tuple(whole.initiatives[key] for key in sorted({key for system in keys for key in blocked.get(system, ())}))


@dataclass(frozen=True, slots=True)
class Leaving:
    """A contract that ends with its supplier, and the next notice day; None when its terms contradict each other."""

    key: str
    name: str
    annual_value: int | None
    notice: Deadline | None


@dataclass(frozen=True, slots=True)
class Exit:
    """What hangs on a supplier. `further` are all that stand still over hard dependencies, None when too many to walk."""

    systems: Sequence[tuple[str, str, Criticality | None]]
    more_systems: int
    dependents: Sequence[tuple[str, str, Criticality | None]]
    more_dependents: int
    further: tuple[Node, ...] | None
    initiatives: Sequence[tuple[str, str, InitiativeStatus]]
    contracts: tuple[Leaving, ...]


def exit_of(session: Session, supplier: Supplier, today: date) -> Exit:
    """What is lost, hit and freed when the supplier goes."""
    systems = _listed(session, supplier, dependents=False)
    dependents = _listed(session, supplier, dependents=True)
    return Exit(
        systems[:SHOWN],
        max(0, len(systems) - SHOWN),
        dependents[:SHOWN],
        max(0, len(dependents) - SHOWN),
        _further(session, [key for key, _name, _criticality in systems], today),
        _initiatives(session, supplier),
        _leaving(session, supplier, today),
    )


def _listed(session: Session, supplier: Supplier, *, dependents: bool) -> list[tuple[str, str, Criticality | None]]:
    """Its systems in use, or the systems of others that cannot do without them; the most critical first."""
    query = select(System.key, System.name, System.criticality).where(System.lifecycle.in_(IN_USE))
    if dependents:
        theirs = aliased(System)
        hit = (
            select(Dependency.source_id)
            .join(theirs, theirs.id == Dependency.target_id)
            .where(theirs.supplier_id == supplier.id, theirs.lifecycle.in_(IN_USE), Dependency.strength == Strength.HARD)
        )
        others = or_(System.supplier_id.is_(None), System.supplier_id != supplier.id)
        query = query.where(System.id.in_(hit), others)
    else:
        query = query.where(System.supplier_id == supplier.id)
    rows = session.execute(query.order_by(System.name).limit(10 * SHOWN))
    ranks = list(Criticality)
    found = [(key, name, criticality) for key, name, criticality in rows]
    return sorted(found, key=lambda each: ranks.index(each[2]) if each[2] is not None else len(ranks))


def _further(session: Session, keys: Sequence[str], today: date) -> tuple[Node, ...] | None:
    try:
        whole: Landscape = landscapes.landscape(session, today)
    except LandscapeTooLarge:
        return None
    hit = {system.key: system for key in keys if key in whole for system in whole.impact_of(key).systems}
    own = set(keys)
    return tuple(system for key, system in sorted(hit.items()) if key not in own)


def _initiatives(session: Session, supplier: Supplier) -> Sequence[tuple[str, str, InitiativeStatus]]:
    living = (InitiativeStatus.ACTIVE, InitiativeStatus.ASSESSED, InitiativeStatus.PAUSED)
    query = (
        select(Initiative.key, Initiative.name, Initiative.status)
        .join(SystemTouched, SystemTouched.initiative_id == Initiative.id)
        .join(System, System.id == SystemTouched.system_id)
        .where(System.supplier_id == supplier.id, Initiative.status.in_(living))
        .distinct()
        .order_by(Initiative.name)
        .limit(SHOWN)
    )
    return [(key, name, status) for key, name, status in session.execute(query)]


def _leaving(session: Session, supplier: Supplier, today: date) -> tuple[Leaving, ...]:
    columns = (getattr(Contract, name) for name in TERM_COLUMNS)
    query = select(Contract.id, Contract.key, Contract.name, Contract.annual_value, *columns)
    rows = session.execute(
        query.where(Contract.supplier_id == supplier.id, may_be_in_force(today)).order_by(Contract.name).limit(SHOWN)
    )
    found = []
    for row in with_lists(session, rows):
        try:
            notice = deadline(row, today)
        except TermsContradict:
            notice = None
        found.append(Leaving(row.key, row.name, row.annual_value, notice))
    return tuple(found)
