"""A small catalogue of contracts for these tests, and who may see them."""

from __future__ import annotations

from datetime import date
from typing import Any

from conftest import PASSWORD, logged_in
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from registry.accounts.operations import ensure_account, set_person
from registry.contracts.models import Contract, Coverage
from registry.core.vocabulary import ContractKind, NoticeRule, PeriodUnit
from registry.kit.access import Role
from registry.kit.database import database
from registry.organisations.models import Person
from registry.suppliers.models import Supplier
from registry.systems.models import System

RESPONSIBLE = "amanda@granvik.example"


def contract(session: Session, key: str, **values: Any) -> Contract:
    """A contract with a supplier and a system of its own; it renews itself by the year unless `values` say otherwise."""
    supplier = Supplier(key=f"SUP-{key}", name=f"Leverantör {key}")
    system = System(key=f"SYS-{key}", name=f"System {key}")
    session.add_all([supplier, system])
    session.flush()
    terms: dict[str, Any] = {
        "name": f"Avtal {key}",
        "kind": ContractKind.LICENCE,
        "start": date(2020, 1, 1),
        "end": date(2027, 12, 31),
        "notice_period": 3,
        "notice_unit": PeriodUnit.MONTHS,
        "notice_rule": NoticeRule.END_OF_TERM,
        "renewal_period": 12,
        "renewal_unit": PeriodUnit.MONTHS,
        "annual_value": 1_200_000,
        "supplier_id": supplier.id,
    }
    made = Contract(key=key, **{**terms, **values})
    session.add(made)
    session.flush()
    session.add(Coverage(key=f"COV-{key}", contract_id=made.id, system_id=system.id))
    session.commit()
    return made


def responsible(app: Flask, session: Session, *roles: Role) -> tuple[Person, FlaskClient]:
    """A person, and a client logged in as that person's account, which has `roles` (reader when none are given)."""
    person = Person(key="PER-amanda", name="Amanda Vikholm", email="amanda.vikholm@granvik.example")
    session.add(person)
    session.commit()
    with app.app_context():
        account = ensure_account(database.session, RESPONSIBLE, "Amanda Vikholm", roles or [Role.READER], PASSWORD)
        set_person(database.session, account, person.id)
        database.session.commit()
    return person, logged_in(app, RESPONSIBLE)
