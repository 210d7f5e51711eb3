"""A catalogue with at least one record of every noun, and secrets in every confidential place of two contracts and a system.

What nobody but procurement, administrators and the person responsible may learn is planted so that it is found again in
whatever form a page, a file or an answer writes it.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from conftest import PASSWORD
from portfolio.catalogue import blocked_catalogue
from procurement.catalogue import RESPONSIBLE
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registry.accounts.operations import ensure_account, set_person
from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.costs import CostLine
from registry.contracts.documents import ContractDocument
from registry.contracts.models import Contract, Coverage
from registry.contracts.plans import ProcurementStep
from registry.core.vocabulary import (
    AmendedTerm,
    ContractKind,
    CostKind,
    DataExport,
    NoticeRule,
    PeriodUnit,
    ProcurementStage,
    ResponsibilityRole,
)
from registry.db.base import Record
from registry.db.search import SearchEntry
from registry.kit.access import EVERYONE, Role
from registry.kit.resource import Field, Resource, fields_of
from registry.organisations.models import Organisation, Person, Responsibility
from registry.procurement.documents import NOUN
from registry.procurement.files import Store, keep
from registry.resources import RESOURCES
from registry.suppliers.models import Supplier
from registry.systems.models import System

OWN, OTHERS = "CON-OWN", "CON-OTHERS"
WORDS = {OWN: "egenhemlis", OTHERS: "andrahemlis"}
AMOUNTS = {OWN: 918273645, OTHERS: 192837465}
ENDS = {OWN: date(2031, 3, 17), OTHERS: date(2033, 5, 19)}
NOTICES = {OWN: date(2030, 12, 17), OTHERS: date(2033, 2, 19)}
EXPORTS = {OWN: DataExport.OPEN_FORMAT, OTHERS: DataExport.PROPRIETARY_FORMAT}
MONTHS = {2: ("februari", "feb.", "Feb"), 3: ("mars", "Mar"), 5: ("maj", "May"), 12: ("december", "dec.", "Dec")}
RESTRICTED = [resource for resource in RESOURCES if resource.policy.read != EVERYONE]
CONFIDENTIAL = {
    resource.name: [
        field
        for field in resource.fields.values()
        if (field.confidential or resource in RESTRICTED) and field.kind not in {"reference", "key"}
    ]
    for resource in RESOURCES
}
SAMPLES: dict[str, Any] = {
    "date": date(2026, 1, 15),
    "money": 1,
    "boolean": False,
    "url": "https://granvik.example/",
    "email": "nagon@granvik.example",
    "organisation_number": "212000-2411",
    "country": "SE",
}


def plant(session: Session, instance: Path) -> None:
    """Put the whole catalogue into `session`; the contracts' files go to the instance folder."""
    blocked_catalogue(session)
    person, other = Person(key="PER-1", name="Amanda Vikholm", email="amanda@granvik.example"), Person(key="PER-2", name="Berit")
    supplier, organisation = Supplier(key="SUP-1", name="Norrdata"), Organisation(key="ORG-1", name="Granvik")
    session.add_all([person, other, supplier, organisation])
    session.flush()
    set_person(session, ensure_account(session, RESPONSIBLE, "Amanda Vikholm", [Role.READER], PASSWORD), person.id)
    system = session.scalars(select(System).where(System.key == "OLD")).one()
    system.supplier_id = supplier.id
    system.maintenance_cost = system.development_cost = AMOUNTS[OTHERS]
    for key, responsible in ((OWN, person.id), (OTHERS, None)):
        made = _contract(key, supplier.id)
        made.responsible_id = responsible
        session.add(made)
        session.flush()
        session.add_all(_belongings(key, made, system, organisation, other))
        _document(session, instance, key, made)
    session.commit()
    for made in session.scalars(select(Contract)):  # the history then holds values before and after
        made.total_value, made.exit_terms = AMOUNTS[made.key], WORDS[made.key]
    session.add(Responsibility(key="ROLE-1", person_id=other.id, role=ResponsibilityRole.OWNER, system_id=system.id))
    for resource in RESOURCES:
        if session.scalar(select(resource.model.id).limit(1)) is None:
            _specimen(session, resource)


def _contract(key: str, supplier: int) -> Contract:
    secrets = {"date": ENDS[key], "money": AMOUNTS[key], "long": WORDS[key], "text": WORDS[key]}
    confidential = [field for field in fields_of(Contract).values() if field.confidential and field.kind in secrets]
    terms: dict[str, Any] = {
        **{field.attribute: secrets[field.kind] for field in confidential},
        "start": date(2020, 1, 1),
        "terminated_on": None,
        "irrevocable_until": None,
        "notice_period": 3,
        "notice_unit": PeriodUnit.MONTHS,
        "notice_rule": NoticeRule.END_OF_TERM,
        "renewal_period": 12,
        "renewal_unit": PeriodUnit.MONTHS,
        "data_export": EXPORTS[key],
        "alternatives": 7,
        "total_value": AMOUNTS[key] + 1,
        "exit_terms": f"{WORDS[key]} förut",
    }
    return Contract(key=key, name=f"Avtal {key[-3:].lower()}", kind=ContractKind.LICENCE, supplier_id=supplier, **terms)


def _belongings(key: str, made: Contract, system: System, organisation: Organisation, person: Person) -> list[Record]:
    """What belongs to a contract and mentions others, whose deletion must not tell of it."""
    cost = {"organisation_id": organisation.id, "supplier_id": made.supplier_id, "year": 2026, "kind": CostKind.LICENCE}
    decided = {"call_by": ENDS[key], "grounds": WORDS[key], "decided_by_id": person.id}
    changed = {"term": AmendedTerm.ANNUAL_VALUE, "applies_from": date(2026, 1, 1), "value": str(AMOUNTS[key])}
    stage = {"stage": ProcurementStage.PREPARING, "note": WORDS[key], "responsible_id": person.id}
    return [
        Coverage(key=f"COV-{key}", contract_id=made.id, system_id=system.id, cost_share=61),
        ProcurementStep(key=f"PSTEP-{key}", contract_id=made.id, **stage),
        ContractOption(key=f"OPT-{key}", contract_id=made.id, number=1, months=12, **decided),
        Amendment(key=f"AMD-{key}", contract_id=made.id, appendix=WORDS[key], **changed),
        CostLine(key=f"COST-{key}", contract_id=made.id, planned=AMOUNTS[key], note=WORDS[key], **cost),
    ]


def _document(session: Session, instance: Path, key: str, made: Contract) -> None:
    data = WORDS[key].encode()
    named = {"title": WORDS[key], "filename": f"{WORDS[key]}.pdf", "media_type": "application/octet-stream", "added_by": "x"}
    document = ContractDocument(contract_id=made.id, size=len(data), sha256=keep(Store(instance, 1, ""), data), **named)
    session.add(document)
    session.flush()
    entry = {"noun": NOUN, "record_id": document.id, "key": key, "title": WORDS[key], "body": f"avtal {WORDS[key]}"}
    session.execute(insert(SearchEntry).values(**entry))


def _specimen(session: Session, resource: Resource) -> int:
    """A record with what its noun requires and nothing else; what refers twice to a noun refers to two records."""
    model = resource.model
    values: dict[str, Any] = {"key": f"{model.KEY_PREFIX}-SPECIMEN-{session.query(model).count()}"}
    referred: set[int] = set()
    for field in resource.fields.values():
        if field.required and field.target is not None:
            target = RESOURCES[field.target]
            unused = select(target.model.id).where(target.model.id.not_in(referred)).order_by(target.model.id).limit(1)
            values[field.attribute] = session.scalar(unused) or _specimen(session, target)
            referred.add(values[field.attribute])
        elif field.required:
            values[field.attribute] = _sample(field)
    made = model(**values)
    session.add(made)
    session.flush()
    return made.id


def _sample(field: Field) -> Any:
    if field.term is not None:
        return next(iter(field.term))
    return field.minimum or 1 if field.kind == "integer" else SAMPLES.get(field.kind, "Prov")


def _spellings(key: str) -> set[str]:
    """How a secret of the contract is written once spaces and commas are gone; that a record of it is there is one too."""
    days = (ENDS[key], NOTICES[key])
    dates = {f"{day:%Y%m%d}" for day in days} | {day.isoformat() for day in days}
    dates |= {f"{day.day}{month}{day.year}" for day in days for month in MONTHS[day.month]}
    records = {f"{resource.model.KEY_PREFIX}-{key}" for resource in RESTRICTED}
    return (
        dates
        | records
        | {WORDS[key], str(AMOUNTS[key]), f"term-{EXPORTS[key].value}", f'"{EXPORTS[key].value}"', f";{EXPORTS[key].value};"}
    )


SECRETS = {key: re.compile("|".join(map(re.escape, _spellings(key)))) for key in (OWN, OTHERS)}


def betrayed(text: str) -> set[str]:
    """The contracts of which `text` gives something away."""
    squeezed = re.sub(r"[\s,\u00a0\u202f]+", "", text)
    return {key for key, secret in SECRETS.items() if secret.search(squeezed)}


def confidential_values(session: Session) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every confidential value there is, by noun and key of the record."""
    session.expire_all()
    return {
        (resource.name, record.key): tuple(getattr(record, field.attribute) for field in CONFIDENTIAL[resource.name])
        for resource in RESOURCES
        if CONFIDENTIAL[resource.name]
        for record in session.scalars(select(resource.model))
    }
