"""A small catalogue in which one initiative is blocked directly, one from two steps away, and one not at all."""

from datetime import date

from sqlalchemy.orm import Session

from registry.core.vocabulary import (
    DependencyKind,
    InitiativeStatus,
    ObstacleCause,
    RemediationKind,
    RemediationStatus,
    Touch,
    Verdict,
)
from registry.initiatives.models import Initiative, Obstacle, Remediation, SystemTouched
from registry.systems.models import Dependency, LegacyVerdict, System

TODAY = date(2026, 11, 24)


def blocked_catalogue(session: Session) -> None:
    """E-tjänsten depends on Navet (REST), Navet on the legacy Registret (file transfer)."""
    systems = {
        key: System(key=key, name=name)
        for key, name in (("WEB", "E-tjänsten"), ("HUB", "Navet"), ("OLD", "Registret"), ("ALONE", "Ensam"))
    }
    session.add_all(systems.values())
    active = {"status": InitiativeStatus.ACTIVE}
    initiatives = [
        Initiative(key="FAR", name="Snabbare svar", needed_by=date(2027, 6, 30), expected_benefit=2_000_000, **active),
        Initiative(key="NEAR", name="Nytt register", expected_benefit=500_000, **active),
        Initiative(key="FREE", name="Öppna data", **active),
        Initiative(key="IDEA", name="En idé", status=InitiativeStatus.IDEA),
        Initiative(key="DONE", name="Klart", status=InitiativeStatus.DONE),
        Initiative(key="VAGUE", name="Otydligt", **active),
    ]
    session.add_all(initiatives)
    session.flush()
    number = {record.key: record.id for record in (*systems.values(), *initiatives)}
    touches = (
        ("FAR", "WEB", Touch.CHANGES),
        ("NEAR", "OLD", Touch.CHANGES),
        ("FREE", "ALONE", Touch.BUILDS_ON),
        ("IDEA", "HUB", Touch.BUILDS_ON),
        ("DONE", "OLD", Touch.CHANGES),
    )
    session.add_all(
        SystemTouched(key=f"T-{key}", initiative_id=number[key], system_id=number[system], touch=touch)
        for key, system, touch in touches
    )
    session.add_all(
        [
            Dependency(key="DEP-1", source_id=number["WEB"], target_id=number["HUB"], kind=DependencyKind.API),
            Dependency(key="DEP-2", source_id=number["HUB"], target_id=number["OLD"], kind=DependencyKind.FILE_TRANSFER),
            LegacyVerdict(
                key="VERD-1",
                system_id=number["OLD"],
                verdict=Verdict.LEGACY,
                reason="Går inte att ändra",
                decided_on=date(2026, 1, 1),
                review_on=date(2030, 1, 1),
            ),
            Remediation(
                key="REM-1",
                name="Byt ut Registret",
                system_id=number["OLD"],
                kind=RemediationKind.REPLACE,
                status=RemediationStatus.PLANNED,
                cost=7_654_000,
                planned_finish=date(2028, 1, 31),
            ),
            Obstacle(
                key="OBS-1",
                name="Filen fastnar",
                initiative_id=number["FAR"],
                system_id=number["OLD"],
                cause=ObstacleCause.INTEGRATION,
                observed_on=date(2026, 5, 2),
            ),
            Obstacle(
                key="OBS-2",
                name="Löst sedan länge",
                initiative_id=number["FAR"],
                cause=ObstacleCause.LAW,
                observed_on=date(2025, 5, 2),
                resolved_on=date(2026, 1, 1),
            ),
        ]
    )
    session.commit()
