"""No page of the answers tells a contract's terms or a system's costs to those who may not see them."""

from datetime import date

import pytest
from portfolio.catalogue import TODAY, blocked_catalogue

from registry.contracts.models import Contract, Coverage
from registry.core.vocabulary import ContractKind, PeriodUnit
from registry.kit.access import Role
from registry.suppliers.models import Supplier
from registry.systems.models import System

SECRETS = (
    "987654321",
    "987,654,321",
    "987\u00a0654\u00a0321",
    "2031-03-17",
    "17 Mar 2031",
    "2030-12-17",
    "17 Dec 2030",
    "876543",
    "876,543",
)
ADDRESSES = (
    "/",
    "/blockers",
    "/blockers/initiatives.csv",
    "/blockers/systems.csv",
    "/initiatives/FAR",
    "/initiatives/NEAR",
    "/systems/OLD",
    "/contracts/CON-1",
    "/contracts/",
    "/stale",
    "/support",
    "/concentration",
    "/suppliers/SUP-1",
    "/suppliers/SUP-1/exit",
)


@pytest.fixture
def catalogue(app, session):
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    supplier = Supplier(key="SUP-1", name="Norrdata")
    session.add(supplier)
    session.flush()
    contract = Contract(
        key="CON-1",
        name="Registret, underhåll",
        kind=ContractKind.MAINTENANCE,
        supplier_id=supplier.id,
        start=date(2020, 1, 1),
        end=date(2031, 3, 17),
        notice_period=3,
        notice_unit=PeriodUnit.MONTHS,
        renewal_period=12,
        renewal_unit=PeriodUnit.MONTHS,
        annual_value=987_654_321,
        exit_terms="hemligt utträde",
    )
    system = session.query(System).filter_by(key="OLD").one()
    system.maintenance_cost = 876_543
    session.add(contract)
    session.flush()
    session.add(Coverage(key="COV-1", contract_id=contract.id, system_id=system.id))
    session.commit()


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ARCHITECT])
def test_terms_and_prices_are_nowhere_on_the_answers_pages(catalogue, client_as, role):
    client = client_as(role)
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        for secret in (*SECRETS, "hemligt utträde"):
            assert secret not in answer.text, (address, secret)


def test_procurement_does_see_them_so_that_the_test_above_looks_for_the_right_words(catalogue, client_as):
    client = client_as(Role.PROCUREMENT)
    page = client.get("/contracts/CON-1").text
    assert "17 Dec 2030" in page
    assert "17 Mar 2031" in page
    assert "SEK\u00a0987,654,321" in page
    assert "987,654,321" in client.get("/renewals?days=all").text
    assert "987654321" in client.get("/renewals.csv").text
    assert "876,543" in client.get("/systems/OLD").text
