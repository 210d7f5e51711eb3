"""What the landscape contributes to the municipality's indicators."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.core.landscape.conduction import is_insulated
from registry.core.text import text as _
from registry.core.vocabulary import Criticality, Lifecycle, Score, Strength
from registry.kit.measures import Measurement, measure, share
from registry.landscape import operations

CRITICAL = frozenset({Criticality.CRITICAL, Criticality.HIGH})
IN_USE = frozenset(Lifecycle) - {Lifecycle.PLANNED, Lifecycle.RETIRED}


@measure(
    "legacy-critical-systems",
    20,
    title=_("Legacy among critical systems"),
    definition=_("How much of what the municipality cannot do without is legacy."),
    formula=_("Systems in use of criticality P1 or P2 that are legacy, of all in use of P1 or P2, in percent."),
    met=_("Legacy"),
    unmet=_("Not legacy, or not known"),
    more_is_better=False,
    score=Score.LEGACY,
)
def legacy_critical_systems(session: Session, today: date) -> Measurement:
    systems = [
        system
        for system in operations.landscape(session, today).systems.values()
        if system.criticality in CRITICAL and system.lifecycle in IN_USE
    ]
    legacy = [f"system/{system.key}" for system in systems if system.is_legacy]
    return share(legacy, [f"system/{system.key}" for system in systems if not system.is_legacy])


@measure(
    "insulated-dependencies",
    30,
    title=_("Insulated dependencies"),
    definition=_("How many of the dependencies could bear that the system behind them is changed."),
    formula=_("Hard dependencies through a published, active and compliant API version, of all hard dependencies, in percent."),
    met=_("Insulated"),
    unmet=_("Conducting"),
)
def insulated_dependencies(session: Session, today: date) -> Measurement:
    found = operations.landscape(session, today).dependencies.values()
    hard = [dependency for dependency in found if dependency.strength is Strength.HARD]
    insulated = [f"dependency/{dependency.key}" for dependency in hard if is_insulated(dependency)]
    return share(insulated, [f"dependency/{dependency.key}" for dependency in hard if not is_insulated(dependency)])
