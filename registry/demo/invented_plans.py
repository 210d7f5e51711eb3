"""The rows of an invented landscape that tell what is agreed and intended: contracts, initiatives, obstacles and remediations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from registry.core.vocabulary import (
    ContractKind,
    DataExport,
    Funding,
    InitiativeStatus,
    NoticeRule,
    ObstacleCause,
    PeriodUnit,
    ProcurementProcedure,
    RemediationKind,
    RemediationStatus,
    Touch,
    Verdict,
)
from registry.demo.invented import Row, is_worn
from registry.demo.shape import ORGANISATIONS, PEOPLE, Shape

GOALS = ("Kvalitet", "Säkerhet", "Demokrati", "Delaktighet", "Oberoende", "Effektivitet")
WORDS = ("Enklare", "Snabbare", "Öppnare", "Tryggare", "Gemensam", "Digital")
MATTERS = ("ansökan", "planering", "uppföljning", "fakturering", "arkivering", "dialog", "tillsyn", "bokning")


def contracts(shape: Shape) -> Iterator[Row]:
    random = shape.random("contract")
    for number in range(1, shape.contracts + 1):
        system = _covered(shape, number)
        start = shape.today - timedelta(days=random.randint(200, 3000))
        renews = random.random() < 0.6
        annual = random.randint(1, 80) * 25_000
        yield {
            "name": f"Avtal {number:06d}",
            "number": f"DNR {number:06d}",
            "kind": random.choice((ContractKind.LICENCE, ContractKind.MAINTENANCE, ContractKind.CLOUD_SERVICE)),
            "supplier_id": random.randint(1, shape.suppliers),
            "organisation_id": shape.municipality_of(system) * ORGANISATIONS + 1,
            "start": start,
            "end": start + timedelta(days=random.randint(700, 3600)),
            "notice_period": 3 if renews else None,
            "notice_unit": PeriodUnit.MONTHS if renews else None,
            "notice_rule": NoticeRule.END_OF_TERM if renews else None,
            "renewal_period": 12 if renews else None,
            "renewal_unit": PeriodUnit.MONTHS if renews else None,
            "procedure": random.choice(tuple(ProcurementProcedure)),
            "annual_value": annual,
            "total_value": annual * 4,
            "data_export": random.choice(tuple(DataExport)),
            "data_processing_agreement": random.random() < 0.8,
        }


def _covered(shape: Shape, contract: int) -> int:
    """Contracts are spread evenly over the systems."""
    return (contract - 1) * shape.systems // shape.contracts + 1


def coverage(shape: Shape) -> Iterator[Row]:
    for number in range(1, shape.contracts + 1):
        first = _covered(shape, number)
        for system in range(first, min(first + 2, shape.systems + 1)):
            yield {"contract_id": number, "system_id": system}


def verdicts(shape: Shape) -> Iterator[Row]:
    for system in range(1, shape.systems + 1, 500):
        yield {
            "system_id": system,
            "verdict": Verdict.NOT_LEGACY,
            "reason": "Granskat och godtaget.",
            "decided_on": shape.today - timedelta(days=100),
            "review_on": shape.today + timedelta(days=400),
        }


def goals(_shape: Shape) -> Iterator[Row]:
    for name in GOALS:
        yield {"name": name}


def initiatives(shape: Shape) -> Iterator[Row]:
    """Every other one is active."""
    random = shape.random("initiative")
    others = [status for status in InitiativeStatus if status is not InitiativeStatus.ACTIVE]
    for number in range(1, shape.initiatives + 1):
        municipality = random.randrange(shape.municipalities)
        yield {
            "name": f"{random.choice(WORDS)} {random.choice(MATTERS)} {number:05d}",
            "status": InitiativeStatus.ACTIVE if number % 2 else random.choice(others),
            "organisation_id": municipality * ORGANISATIONS + random.randint(1, ORGANISATIONS),
            "sponsor_id": municipality * PEOPLE + random.randint(1, PEOPLE),
            "starts_on": shape.today - timedelta(days=random.randint(10, 500)),
            "needed_by": shape.today + timedelta(days=random.randint(30, 700)),
            "expected_benefit": random.randint(2, 80) * 50_000,
            "budget": random.randint(2, 80) * 50_000,
        }


def touches(shape: Shape) -> Iterator[Row]:
    random = shape.random("system_touched")
    for number in range(1, shape.initiatives + 1):
        chosen = random.sample(range(1, shape.systems + 1), min(random.randint(1, 3), shape.systems))
        for system in chosen:
            touch = random.choice((Touch.CHANGES, Touch.BUILDS_ON))
            yield {"initiative_id": number, "system_id": system, "touch": touch}


def goals_served(shape: Shape) -> Iterator[Row]:
    random = shape.random("goal_served")
    for number in range(1, shape.initiatives + 1):
        for goal in random.sample(range(1, len(GOALS) + 1), 2):
            yield {"initiative_id": number, "goal_id": goal}


def waits(shape: Shape) -> Iterator[Row]:
    for number in range(10, shape.initiatives + 1, 10):
        yield {"initiative_id": number, "depends_on_id": number - 1}


def obstacles(shape: Shape) -> Iterator[Row]:
    random = shape.random("obstacle")
    for number in range(1, max(2, shape.systems // 100) + 1):
        yield {
            "name": f"Hinder {number:05d}",
            "initiative_id": random.randint(1, shape.initiatives),
            "system_id": random.randint(1, shape.systems),
            "cause": random.choice(tuple(ObstacleCause)),
            "observed_on": shape.today - timedelta(days=random.randint(1, 400)),
        }


def remediations(shape: Shape) -> Iterator[Row]:
    """Something is proposed or planned for four in ten of the systems that need it."""
    random = shape.random("remediation")
    for system in range(1, shape.systems + 1):
        if random.random() > 0.4 or not is_worn(shape, system):
            continue
        status = random.choice((RemediationStatus.PROPOSED, RemediationStatus.PLANNED, RemediationStatus.STARTED))
        finish = shape.today + timedelta(days=random.randint(60, 900))
        yield {
            "name": f"Åtgärda system {system:06d}",
            "system_id": system,
            "kind": random.choice((RemediationKind.UPGRADE, RemediationKind.REPLACE, RemediationKind.INSULATE)),
            "status": status,
            "cost": random.randint(2, 100) * 50_000,
            "duration_months": random.randint(2, 24),
            "funding": random.choice(tuple(Funding)),
            "planned_finish": None if status is RemediationStatus.PROPOSED else finish,
        }
