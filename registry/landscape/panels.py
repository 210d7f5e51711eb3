"""What the landscape adds to the pages of systems, dependencies and API versions."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select

from registry.apis.models import ApiVersion
from registry.core.landscape.conduction import Conduction, conduction
from registry.core.landscape.graph import Dependency as Edge
from registry.core.landscape.graph import Impact, Initiative
from registry.core.landscape.graph import System as Node
from registry.core.scoring import Component
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, Score
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.landscape import operations
from registry.landscape.loading import Loader
from registry.landscape.picture import range_of
from registry.scores.weights import newest
from registry.systems.models import Assessment, Dependency, System


@dataclass(frozen=True, slots=True)
class Consequences:
    """What hangs on a system: what breaks if it retires, and the active initiatives it stands in the way of."""

    impact: Impact
    blocked: tuple[Initiative, ...]


@panel("system")
def legacy(record: System) -> Panel:
    """The legacy score, recomputable by hand: every component with its evidence and where that evidence is kept."""
    assessed = operations.assessment(database.session, record.key, today())
    addresses = {part.key: _evidence_address(part, record) for part in assessed.components}
    answers = {
        "security": record.can_be_secured,
        "development": record.can_be_developed,
        "business_fit": record.business_fit,
        "competence": record.competence,
        "documentation": record.documented,
    }
    values = {"record": record, "assessed": assessed, "range": range_of(assessed), "addresses": addresses}
    values |= {"answers": answers, "version": newest(database.session, Score.LEGACY)}
    return Panel(_("Is it legacy?"), "landscape/legacy_panel.html", values)


@panel("system")
def surroundings(record: System) -> Panel:
    """How many systems it depends on, how many depend on it, and what hangs on it."""
    values = {
        "record": record,
        "depends_on": _count(Dependency.target_id, Dependency.source_id == record.id),
        "dependents": _count(Dependency.source_id, Dependency.target_id == record.id),
        "consequences": _consequences(record),
    }
    return Panel(_("Place in the landscape"), "landscape/surroundings_panel.html", values)


@panel("dependency")
def conducts(record: Dependency) -> Panel:
    """Whether a blockage passes through this dependency, why, and what would stop it."""
    ends = Loader(database.session, operations.profile(), today(), frozenset({record.source_id, record.target_id}))
    near = ends.landscape()
    edge = near.dependencies[record.key]
    return _conduction_panel(conduction(edge, near[edge.target]), edge)


@panel("api_version")
def insulates(record: ApiVersion) -> Panel | None:
    """Whether those who depend on a system through this API version are insulated from it."""
    loader = Loader(database.session, operations.profile(), today())
    use = loader.api_uses([record.id]).get(record.id)
    if use is None:
        return None
    provider = record.api.system
    node = Node(provider.key, provider.name) if provider else Node("", record.api.name)
    edge = Edge("", "", node.key, DependencyKind.API, api=use)
    return _conduction_panel(conduction(edge, node), edge)


def _conduction_panel(judged: Conduction, edge: Edge) -> Panel:
    return Panel(_("Does a blockage pass?"), "landscape/conduction_panel.html", {"judged": judged, "edge": edge})


def _count(column: object, condition: object) -> int:
    return database.session.scalar(select(func.count(func.distinct(column))).where(condition)) or 0  # type: ignore[arg-type]


def _consequences(record: System) -> Consequences | None:
    """None when the register is too large to compute them while a page is shown."""
    session = database.session
    try:
        whole = operations.landscape(session, today())
        keys = operations.blocked_by(session, today()).get(record.key, ())
    except operations.LandscapeTooLarge:
        return None
    return Consequences(whole.impact_of(record.key), tuple(whole.initiatives[key] for key in keys))


def _evidence_address(part: Component, record: System) -> str | None:
    """The page of the records that a component's evidence rests on."""
    if part.key == "technology":
        return url_for("technology.index", system=record.key)
    if part.key == "integration":
        return url_for("dependency.index", target=record.key)
    if part.key == "supplier_relation":
        return url_for("supplier.show", key=record.supplier.key) if record.supplier else None
    if record.assessed_on is not None and _count(Assessment.id, Assessment.system_id == record.id):
        return url_for("assessment.index", system=record.key, sort="-assessed_on")
    return url_for("system.changes", key=record.key)
