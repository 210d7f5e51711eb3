"""What the municipality has with its suppliers, how concentrated that is, and what happens if one of them goes."""

from datetime import date

import pytest

from registry.contracts.models import Contract
from registry.core.vocabulary import ContractKind, Criticality, DependencyKind, Lifecycle, Strength, SupplierRelation
from registry.kit.access import Role
from registry.procurement import market
from registry.suppliers.models import Supplier
from registry.suppliers.reviews import RelationAction, RelationReview, SubSupplier
from registry.systems.models import Dependency, System

TODAY = date(2026, 11, 24)


@pytest.fixture
def suppliers(app, session):
    """Two suppliers: one with the ledger that another's system cannot do without, one behind it."""
    app.config["TODAY"] = TODAY
    big, small = Supplier(key="BIG", name="Norrdata"), Supplier(key="SMALL", name="Söderdata")
    session.add_all([big, small])
    session.flush()
    ledger = System(key="LEDGER", name="Ledger", domain="Economy", supplier_id=big.id, criticality=Criticality.CRITICAL)
    budget = System(key="BUDGET", name="Budget", domain="Economy", supplier_id=big.id, criticality=Criticality.LOW)
    gone = System(key="GONE", name="Gone", domain="Economy", supplier_id=small.id, lifecycle=Lifecycle.RETIRED)
    web = System(key="WEB", name="Web shop", domain="Web", supplier_id=small.id, criticality=Criticality.HIGH)
    app_ = System(key="APP", name="App", domain="Web")
    session.add_all([ledger, budget, gone, web, app_])
    session.flush()
    for key, source, target, strength in (
        ("D1", web, ledger, Strength.HARD),
        ("D2", app_, web, Strength.HARD),
        ("D3", app_, ledger, Strength.SOFT),
    ):
        kind = DependencyKind.FILE_TRANSFER
        session.add(Dependency(key=key, source_id=source.id, target_id=target.id, kind=kind, strength=strength))
    for key, supplier, value, end in (
        ("CON-1", big, 750_000, None),
        ("CON-2", small, 250_000, date(2027, 6, 30)),
        ("CON-3", small, 999_000, date(2025, 6, 30)),
    ):
        kind = ContractKind.LICENCE
        session.add(Contract(key=key, name=f"Avtal {key}", kind=kind, supplier_id=supplier.id, annual_value=value, end=end))
    session.add(SubSupplier(key="SUB-1", supplier_id=small.id, delivers_to_id=big.id))
    review = RelationReview(key="REV-1", supplier_id=big.id, reviewed_on=date(2026, 5, 1), relation=SupplierRelation.STRAINED)
    session.add(review)
    session.flush()
    for key, due, done in (("ACT-1", date(2026, 6, 1), None), ("ACT-2", date(2026, 6, 1), date(2026, 5, 30))):
        session.add(RelationAction(key=key, name=key, review_id=review.id, due_on=due, done_on=done))
    session.commit()


def test_shares_count_what_is_in_use_and_in_force(session, suppliers):
    held = {each.key: (each.systems, each.critical, each.paid) for each in market.holders(session, TODAY, 10)}
    assert held == {"BIG": (2, 1, 750_000), "SMALL": (1, 1, 250_000)}
    assert market.total_spend(session, TODAY) == 1_000_000


def test_domains_are_judged_by_how_their_systems_are_divided(session, suppliers):
    (economy,) = market.parts_by_domain(session)
    assert (economy.name, economy.systems, economy.suppliers, economy.hhi, economy.largest) == (
        "Economy",
        2,
        1,
        10_000,
        "Norrdata",
    )


def test_the_concentration_page_counts_money_for_procurement_and_systems_for_others(client_as, suppliers):
    page = client_as(Role.PROCUREMENT).get("/concentration").text
    assert "The three largest suppliers have 100 percent of what is paid: highly concentrated (HHI 6,250)." in page
    assert "SEK\u00a0750,000" in page
    others = client_as(Role.READER).get("/concentration").text
    assert "100 percent of the critical systems: highly concentrated (HHI 5,000)." in others
    assert "750,000" not in others
    assert client_as(Role.READER).get("/concentration.csv").status_code == 403
    assert '"BIG";"Norrdata";"2";"1";"750000"' in client_as(Role.ADMINISTRATOR).get("/concentration.csv").text


def test_the_suppliers_page_tells_what_we_have_with_it(client_as, suppliers):
    page = client_as(Role.PROCUREMENT).get("/suppliers/BIG").text
    assert "2 systems in use, 1 of them critical or high; 1 contract that may be in force." in page
    assert "75 percent of all contracts" in page
    assert "1 agreed action is not done, 1 of them late" in page
    assert "Strained" in page
    assert "Söderdata" in page
    reader = client_as(Role.READER).get("/suppliers/BIG").text
    assert "2 systems in use, 1 of them critical or high." in reader
    assert "750,000" not in reader


def test_when_a_supplier_goes_what_depends_on_it_over_hard_dependencies_stands_still(client_as, suppliers):
    page = client_as(Role.PROCUREMENT).get("/suppliers/BIG/exit").text
    assert "2 systems are left without their supplier; 2 other systems stand still without them." in page
    assert "Systems of others that cannot do without them (1)" in page
    assert "Avtal CON-1" in page
    assert "Avtal CON-1" not in client_as(Role.READER).get("/suppliers/BIG/exit").text
    assert client_as(Role.READER).get("/suppliers/NOBODY/exit").status_code == 404
