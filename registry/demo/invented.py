"""The rows of an invented landscape, table by table, one at a time: what `large` writes.

A row holds a table's own columns. `title` is not a column: it is what the search box shows where no single column is the title.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from registry.core.api_vocabulary import ApiStage, Authentication, Environment, VersionStatus
from registry.core.vocabulary import (
    Criticality,
    DependencyKind,
    Hosting,
    Lifecycle,
    OrganisationKind,
    ResponsibilityRole,
    Strength,
    SupplierRelation,
)
from registry.demo.shape import ORGANISATIONS, PEOPLE, Shape

Row = dict[str, Any]

DOMAINS = (
    *("Ärende och diarium", "Bygglov", "Miljö", "Gata", "Geodata", "Vatten", "Avfall", "Energi", "Fastighet", "Bostäder"),
    *("Skola", "Förskola", "Socialtjänst", "Äldreomsorg", "Hälsovård", "Kultur", "Bibliotek", "Fritid"),
    *("Ekonomi", "Inköp", "Lön", "Identitet", "Integration", "Arkiv"),
)
TECHNOLOGIES = (
    *(("Windows Server", "2022"), ("Windows Server", "2019"), ("Red Hat Enterprise Linux", "9"), ("Debian", "13")),
    *(("SQL Server", "2019"), ("SQL Server", "2022"), ("PostgreSQL", "17"), ("PostgreSQL", "16")),
    *((".NET Framework", "4.8"), ("Tomcat", "10.1")),
)
ENDED_TECHNOLOGIES = (
    *(("Windows Server", "2012 R2"), ("Windows Server", "2008 R2"), ("CentOS", "7")),
    *(("SQL Server", "2014"), ("Oracle Database", "11.2"), ("PostgreSQL", "11")),
    *((".NET Framework", "4.6"), ("Tomcat", "8.5"), ("PHP", "7.4"), ("Python", "2.7")),
)
LEGACY_SHARE = 0.12


def is_worn(shape: Shape, system: int) -> bool:
    """Whether a system is to be legacy, the same answer for every table."""
    return Random(f"{shape.seed}:worn:{system}").random() < LEGACY_SHARE  # noqa: S311 (a demonstration, not a secret)


def organisations(shape: Shape) -> Iterator[Row]:
    for municipality in range(shape.municipalities):
        first = municipality * ORGANISATIONS + 1
        yield _organisation(f"Kommun {municipality + 1:03d}", OrganisationKind.MUNICIPALITY, None)
        for number in range(1, ORGANISATIONS):
            yield _organisation(f"Förvaltning {number}, kommun {municipality + 1:03d}", OrganisationKind.ADMINISTRATION, first)


def _organisation(name: str, kind: OrganisationKind, parent: int | None) -> Row:
    return {"name": name, "kind": kind, "parent_id": parent}


def people(shape: Shape) -> Iterator[Row]:
    for number in range(shape.municipalities * PEOPLE):
        municipality, person = divmod(number, PEOPLE)
        yield {
            "name": f"Handläggare {number + 1:05d}",
            "email": f"handlaggare.{number + 1}@kommun{municipality + 1:03d}.example",
            "organisation_id": municipality * ORGANISATIONS + 1 + person % ORGANISATIONS,
        }


def suppliers(shape: Shape) -> Iterator[Row]:
    random = shape.random("supplier")
    for number in range(1, shape.suppliers + 1):
        relation = random.choices(list(SupplierRelation), weights=(50, 30, 12, 8))[0]
        reviewed = _past(random, shape, 600)
        yield {"name": f"Leverantör {number:05d} AB", "active": True, "relation": relation, "relation_reviewed_on": reviewed}


def systems(shape: Shape) -> Iterator[Row]:
    random = shape.random("system")
    for number in range(1, shape.systems + 1):
        municipality = shape.municipality_of(number)
        domain = random.choice(DOMAINS)
        worn = is_worn(shape, number)
        grades = (1, 2, 2, 3) if worn else random.choice(((4, 4, 4, 4), (5, 5, 4, 4), (4, 4, 3, 4), (3, 4, 3, 3)))
        yield {
            "name": f"{domain} {number:06d}",
            "domain": domain,
            "lifecycle": random.choices(tuple(Lifecycle), weights=(2, 3, 85, 7, 3))[0],
            "hosting": random.choice(tuple(Hosting)),
            "supplier_id": _supplier_of(random, shape),
            "owner_organisation_id": municipality * ORGANISATIONS + random.randint(1, ORGANISATIONS),
            "owner_id": municipality * PEOPLE + random.randint(1, PEOPLE),
            "criticality": random.choices(tuple(Criticality), weights=(8, 22, 45, 25))[0],
            "personal_data": random.random() < 0.6,
            "can_be_developed": grades[0],
            "can_be_secured": grades[1],
            "competence": grades[2],
            "business_fit": grades[3],
            "assessed_on": _past(random, shape, 700),
            "supplier_support_ends": _past(random, shape, 900) if worn else None,
            "maintenance_cost": random.randint(1, 60) * 25_000,
            "last_attested": None,
        }


def _supplier_of(random: Random, shape: Shape) -> int:
    """A few suppliers have many systems: the square favours low numbers."""
    return int(random.random() ** 2 * shape.suppliers) + 1


def technologies(shape: Shape) -> Iterator[Row]:
    """1.3 per system: one each, and a second one for three in ten."""
    random = shape.random("technology")
    for system in range(1, shape.systems + 1):
        known = ENDED_TECHNOLOGIES if is_worn(shape, system) else TECHNOLOGIES
        for product, version in random.sample(known, 2 if random.random() < 0.3 else 1):
            yield {"system_id": system, "product": product, "version": version, "title": f"{product} {version}"}


def apis(shape: Shape) -> Iterator[Row]:
    for number, system in enumerate(shape.providers(), 1):
        yield {
            "name": f"Records {number:05d}",
            "stage": ApiStage.PRODUCTION,
            "system_id": system,
            "owner_organisation_id": shape.municipality_of(system) * ORGANISATIONS + 1,
            "authentication": Authentication.OAUTH2,
            "protection_level": number % 4,
        }


def api_versions(shape: Shape) -> Iterator[Row]:
    """Every API has the active version 2.0 (with the API's own number, so that dependencies can name it)."""
    for number, _system in enumerate(shape.providers(), 1):
        active = shape.today - timedelta(days=30 + number % 900)
        title = f"Records {number:05d} 2.0"
        yield {"api_id": number, "version": "2.0", "status": VersionStatus.ACTIVE, "active_on": active, "title": title}


def api_environments(shape: Shape) -> Iterator[Row]:
    for number, _system in enumerate(shape.providers(), 1):
        for environment in Environment:
            url = f"https://{environment}.api.example/records-{number}/2.0"
            yield {"api_version_id": number, "environment": environment, "url": url}


def dependencies(shape: Shape, calls: array[int]) -> Iterator[Row]:
    """One row per edge; appends to `calls` the API version and the system of every one that runs through an API."""
    random = shape.random("dependency")
    version_of = {system: number for number, system in enumerate(shape.providers(), 1)}
    closed = (DependencyKind.FILE_TRANSFER, DependencyKind.SHARED_DATABASE, DependencyKind.PLATFORM, DependencyKind.WEB_SERVICE)
    for source, target in shape.edges():
        version = version_of.get(target) if random.random() < 0.55 else None
        if version is not None:
            calls.extend((version, source))
        yield {
            "source_id": source,
            "target_id": target,
            "kind": random.choice(closed) if version is None else DependencyKind.API,
            "strength": Strength.HARD if random.random() < 0.3 else Strength.SOFT,
            "api_version_id": version,
            "verified_on": _past(random, shape, 1000) if random.random() < 0.5 else None,
        }


def consumers(calls: array[int]) -> Iterator[Row]:
    for place in range(0, len(calls), 2):
        yield {"api_version_id": calls[place], "system_id": calls[place + 1]}


def responsibilities(shape: Shape) -> Iterator[Row]:
    random = shape.random("responsibility")
    for system in range(1, shape.systems + 1, 20):
        person = shape.municipality_of(system) * PEOPLE + random.randint(1, PEOPLE)
        yield {"person_id": person, "role": ResponsibilityRole.OBJECT_OWNER_BUSINESS, "system_id": system}


def _past(random: Random, shape: Shape, most_days: int) -> date:
    return shape.today - timedelta(days=random.randint(1, most_days))
