"""The contract's systems, what depends on them, how their APIs follow the strategy, and what they stand in the way of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.contracts.models import Contract, Coverage
from registry.core.landscape.conduction import conduction
from registry.core.landscape.graph import Landscape
from registry.core.landscape.parts import ApiUse
from registry.core.text import Text
from registry.core.text import text as _
from registry.initiatives.models import Obstacle
from registry.landscape import operations
from registry.landscape.loading import Loader
from registry.procurement.dossier.graph_picture import graph_picture
from registry.procurement.dossier.parts import Cell, Part, Table, cells
from registry.systems.models import Dependency, System

MOST_NEIGHBOURS = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The systems a contract covers (rows), the landscape near them, and the judged API versions of theirs."""

    systems: Sequence[System]
    near: Landscape
    hidden: int
    apis: Sequence[ApiUse]


def surroundings_of(session: Session, contract: Contract, today: date) -> Surroundings:
    """What lies around the contract's systems: at most MOST_NEIGHBOURS dependents, with a fixed number of queries."""
    covered = select(Coverage.system_id).where(Coverage.contract_id == contract.id)
    systems = session.scalars(select(System).where(System.id.in_(covered)).order_by(System.name)).all()
    sources = (
        select(Dependency.source_id).where(Dependency.target_id.in_(covered), Dependency.source_id.not_in(covered)).distinct()
    )
    numbers = session.scalars(sources.limit(MOST_NEIGHBOURS + 1)).all()
    profile = operations.profile()
    only = frozenset([*(system.id for system in systems), *numbers[:MOST_NEIGHBOURS]])
    near = Loader(session, profile, today, only).landscape() if only else Landscape((), ())
    versions = select(ApiVersion.id).join(Api, Api.id == ApiVersion.api_id).where(Api.system_id.in_(covered))
    apis = list(Loader(session, profile, today).api_uses(versions).values())
    return Surroundings(
        systems, near, max(0, len(numbers) - MOST_NEIGHBOURS), sorted(apis, key=lambda api: (api.name, api.version))
    )


def systems_part(found: Surroundings) -> Part:
    """The systems and what depends on them, as picture, sentence and table."""
    own = {system.key for system in found.systems}
    edges = [edge for edge in found.near.dependencies.values() if edge.target in own and edge.source not in own]
    judged = [(edge, conduction(edge, found.near[edge.target])) for edge in edges]
    dependents = sorted({edge.source for edge in edges}, key=lambda key: found.near[key].name)
    rows = tuple(
        cells(
            Cell(found.near[edge.source].name, ("system", edge.source)),
            Cell(found.near[edge.target].name, ("system", edge.target)),
            edge.kind,
            found.near[edge.source].criticality,
            _("{sentence}.", sentence=result.reason),
        )
        for edge, result in sorted(judged, key=lambda pair: (not pair[1].conducts, found.near[pair[0].source].name))
    )
    facts = tuple((_("System"), Cell(_of_system(system, found.near), ("system", system.key))) for system in found.systems)
    head = (_("Depends on it"), _("System"), _("How"), _("Criticality"), _("Does a blockage pass?"))
    picture = graph_picture(
        [(system.key, system.name) for system in found.systems],
        [(key, found.near[key].name) for key in dependents],
        [(edge.source, edge.target, result.conducts) for edge, result in judged],
    )
    return Part(
        "systems",
        _("Systems and what depends on them"),
        words=(_count(len(found.systems), len(dependents) + found.hidden),),
        facts=facts,
        table=Table(head, rows, (2, 2, 1, 1, 4)) if rows else None,
        picture=picture,
    )


def _count(systems: int, dependents: int) -> Text:
    if not systems:
        return _("Nobody has entered which systems the contract covers, so nothing is known of what depends on it.")
    return _(
        "Systems covered: {systems}. Other systems that depend on them: {dependents}.", systems=systems, dependents=dependents
    )


def _of_system(system: System, near: Landscape) -> Text:
    legacy = near[system.key].legacy
    criticality = system.criticality.label if system.criticality else _("Criticality not known")
    if legacy is None:
        return _("{name} ({criticality})", name=system.name, criticality=criticality)
    score = {"low": legacy.low, "high": legacy.high}
    return _("{name} ({criticality}, legacy score {low}–{high} of 100)", name=system.name, criticality=criticality, **score)


def apis_part(found: Surroundings) -> Part:
    """How the systems' APIs follow the strategy, the failing ones first."""
    order = {False: 0, None: 1, True: 2}
    rows = tuple(
        cells(str(api), api.status, _verdict(api), ", ".join(api.failed_clauses))
        for api in sorted(found.apis, key=lambda api: order[api.compliant])
    )
    failing = sum(api.compliant is False for api in found.apis)
    words = _("API versions: {all}. Failing the strategy: {failing}.", all=len(rows), failing=failing)
    if not rows:
        words = _("The systems have no API in the catalogue: data passes in other ways, or nobody has entered them.")
    head = (_("API version"), _("Status"), _("Verdict"), _("Clauses it fails"))
    return Part("apis", _("APIs and the strategy"), words=(words,), table=Table(head, rows, (3, 1, 2, 3)) if rows else None)


def _verdict(api: ApiUse) -> Text:
    if not api.published:
        return _("Not published")
    if api.compliant is None:
        return _("Not checked")
    return _("Follows the strategy") if api.compliant else _("Fails the strategy")


def blocked_part(session: Session, contract: Contract, found: Surroundings, today: date) -> Part:
    """Obstacles that people have logged, and active initiatives that these systems stand in the way of."""
    words: tuple[Text, ...]
    rows: list[tuple[Cell, ...]] = []
    try:
        blocked, whole = operations.blocked_by(session, today), operations.landscape(session, today)
    except operations.LandscapeTooLarge:
        words = (_("The register is too large to reckon blocked initiatives here; see the systems' own pages."),)
    else:
        names = {system.key: system.name for system in found.systems}
        pairs = [(key, initiative) for key in names for initiative in blocked.get(key, ())]
        rows = [_of_initiative(names[key], whole.initiatives[initiative]) for key, initiative in pairs]
        words = (_("Active initiatives that its systems stand in the way of: {count}.", count=len({one for _key, one in pairs})),)
    rows += [_of_obstacle(one) for one in _obstacles(session, contract, found)]
    head = (_("What"), _("Because of"), _("What it is"))
    table = Table(head, tuple(rows), (3, 2, 4)) if rows else None
    return Part("blocked", _("Obstacles and blocked initiatives"), words=words, table=table)


def _of_initiative(system: str, initiative: Any) -> tuple[Cell, ...]:
    benefit: Text = _("Blocked initiative; its benefit is not entered")
    if initiative.benefit:
        benefit = _("Blocked initiative, worth {benefit} kronor a year", benefit=initiative.benefit)
    return cells(Cell(initiative.name, ("initiative", initiative.key)), system, benefit)


def _obstacles(session: Session, contract: Contract, found: Surroundings) -> Sequence[Obstacle]:
    numbers = [system.id for system in found.systems]
    here = or_(Obstacle.system_id.in_(numbers), Obstacle.supplier_id == contract.supplier_id)
    return session.scalars(
        select(Obstacle).where(Obstacle.resolved_on.is_(None), here).order_by(Obstacle.observed_on).limit(40)
    ).all()


def _of_obstacle(obstacle: Obstacle) -> tuple[Cell, ...]:
    of = obstacle.system or obstacle.supplier
    seen = _("Obstacle observed on {day}: {cause}", day=obstacle.observed_on, cause=obstacle.cause.label)
    return cells(Cell(obstacle.name, ("obstacle", obstacle.key)), of.title if of else "", seen)
