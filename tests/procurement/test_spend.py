"""Spend: the ledger matched with suppliers before anything is written, costs divided between systems, and the page."""

import io
import re
from datetime import date

import pytest

from registry.contracts.costs import CostLine, IndexValue
from registry.contracts.models import Contract, Coverage
from registry.core.vocabulary import ContractKind, CostKind, PriceIndex
from registry.kit.access import Role
from registry.kit.spreadsheets import read_table
from registry.organisations.models import Organisation
from registry.procurement import indexing, spending
from registry.procurement.ledger import match
from registry.suppliers.models import Supplier
from registry.systems.models import System

HEADER = "Organisationsnummer;Leverantör;Datum;Förvaltning;Belopp;Kostnadsslag\n"


@pytest.fixture
def books(app, session):
    """Three suppliers, two of them with one name, and a contract that covers two systems."""
    app.config["TODAY"] = date(2026, 11, 24)
    school = Organisation(key="SCHOOL", name="Skolan", kind="unit")
    suppliers = [
        Supplier(key="NORR", name="Norrdata", organisation_number="556012-5790"),
        Supplier(key="TWIN-1", name="Tvilling"),
        Supplier(key="TWIN-2", name="Tvilling"),
    ]
    session.add_all([school, *suppliers])
    session.flush()
    contract = Contract(key="CON-1", name="Ekonomen", kind=ContractKind.LICENCE, supplier_id=suppliers[0].id)
    systems = [System(key=key, name=key.title()) for key in ("LEDGER", "BUDGET")]
    session.add_all([contract, *systems])
    session.flush()
    for number, system in enumerate(systems):
        session.add(Coverage(key=f"COV-{number}", contract_id=contract.id, system_id=system.id))
    session.commit()
    return contract


def ledger(session, *rows):
    return match(session, read_table((HEADER + "\n".join(rows)).encode(), "ledger.csv"))


def test_rows_are_matched_by_organisation_number_however_it_is_written_and_summed(session, books):
    found = ledger(
        session,
        "5560125790;;2026-01-15;SCHOOL;1 000,60;licence",
        "16556012-5790;Other name;2026-02-15;Skolan;-100,10;Licens",
        "SE556012579001;;2025-12-31;SCHOOL;50;",
    )
    assert (found.matched, found.problems) == (3, [])
    assert list(found.rows()) == [
        ("2025", "SCHOOL", "NORR", "", "other", "50"),
        ("2026", "SCHOOL", "NORR", "", "licence", "901"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "says", "kind"),
    [
        ("5560160680;;2026-01-15;SCHOOL;1;", "organisation_number", "No supplier has “5560160680”", "unmatched"),
        (";Tvilling;2026-01-15;SCHOOL;1;", "supplier", "fits several suppliers: TWIN-1, TWIN-2", "ambiguous"),
        (";;2026-01-15;SCHOOL;1;", "supplier", "The row names no supplier", "wrong"),
        ("5560125790;;2026;NOWHERE;1;", "organisation", "NOWHERE", "wrong"),
        ("5560125790;;2026;;1;", "organisation", "Fill in", "wrong"),
        ("5560125790;;soon;SCHOOL;1;", "date", "“soon” is neither a year nor a date", "wrong"),
        ("5560125790;;2026;SCHOOL;1 000 USD;", "amount", "is not an amount", "wrong"),
        ("5560125790;;2026;SCHOOL;1;gifts", "kind", "is not one of", "wrong"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_place(session, books, row, column, says, kind):
    found = ledger(session, "5560125790;;2026;SCHOOL;1;", row)
    (problem,) = found.problems
    assert (found.matched, problem.row, problem.column) == (1, 3, column)
    assert says in str(problem.message)
    assert getattr(found, kind) == [problem]


def test_missing_columns_are_told_with_the_headers_they_go_by(session, books):
    found = match(session, read_table(b"Leverant\xc3\xb6r;Summa\nNorrdata;1\n", "ledger.csv"))
    assert [problem.column for problem in found.problems] == ["amount", "organisation", "date"]


def upload(client, text, **more):
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/spend/import").text).group(1)
    data = {"csrf_token": csrf, "file": (io.BytesIO(text.encode()), "ledger.csv"), **more}
    return client.post("/spend/import", data=data, content_type="multipart/form-data")


def test_a_ledger_goes_through_the_plan_and_nothing_is_written_before(client_as, session, books):
    buyer = client_as(Role.PROCUREMENT)
    text = HEADER + "5560125790;;2026-01-15;SCHOOL;1000;licence\n999999;;2026-01-15;SCHOOL;70;\n"
    refused = upload(buyer, text)
    assert refused.status_code == 422
    assert "No supplier has “999999”" in refused.text
    assert session.query(CostLine).count() == 0
    page = upload(buyer, text, leave_out="yes")
    assert page.status_code == 200
    plan_url = re.search(r'href="(/cost-lines/import/[^"]+)"', page.text).group(1)
    plan = buyer.get(plan_url)
    assert "row to add" in plan.text
    assert session.query(CostLine).count() == 0
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', plan.text).group(1)
    assert buyer.post(plan_url, data={"csrf_token": csrf}).status_code == 302
    (line,) = session.query(CostLine)
    assert (line.year, line.actual, line.kind, line.supplier.key) == (2026, 1000, CostKind.LICENCE, "NORR")


def test_only_procurement_and_administrators_see_spend(client_as, books):
    for address in ("/spend", "/spend/import", "/contracts/CON-1/cost-shares", "/cost-lines/"):
        assert client_as(Role.ARCHITECT).get(address).status_code == 403, address
        assert client_as(Role.ADMINISTRATOR).get(address).status_code == 200, address


def shares(client, **written):
    page = client.get("/contracts/CON-1/cost-shares").text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    return client.post("/contracts/CON-1/cost-shares", data={"csrf_token": csrf, **written})


def test_shares_are_saved_together_only_when_they_are_a_hundred_at_most(client_as, session, books):
    buyer = client_as(Role.PROCUREMENT)
    refused = shares(buyer, **{"COV-0": "70", "COV-1": "31"})
    assert refused.status_code == 422
    assert f"The shares of {books.name} come to 101 percent; at most 100 is accepted" in refused.text
    assert 'value="70"' in refused.text
    assert shares(buyer, **{"COV-0": "seventy", "COV-1": "30"}).status_code == 422
    assert {row.cost_share for row in session.query(Coverage)} == {None}
    assert shares(buyer, **{"COV-0": "70", "COV-1": "30"}).status_code == 302
    session.expire_all()
    assert [row.cost_share for row in session.query(Coverage).order_by(Coverage.key)] == [70, 30]


def test_costs_are_divided_between_systems_and_the_rest_is_told(session, books):
    norr = session.query(Supplier).filter_by(key="NORR").one().id
    school = session.query(Organisation).one().id
    for key, contract, planned, actual in (("C1", books.id, 90, 1000), ("C2", None, None, 55)):
        session.add(
            CostLine(
                key=key,
                year=2026,
                organisation_id=school,
                supplier_id=norr,
                contract_id=contract,
                kind=CostKind.LICENCE,
                planned=planned,
                actual=actual,
            )
        )
    first, second = session.query(Coverage).order_by(Coverage.key)
    first.cost_share, second.cost_share = 70, 30
    session.commit()
    found = spending.by_system(session, 2026)
    assert [(each.key, each.actual) for each in found.sums] == [("LEDGER", 700), ("BUDGET", 300)]
    assert (found.undivided, found.wrong_shares) == (55, 0)
    second.cost_share = 20
    session.commit()
    left = spending.by_system(session, 2026)
    assert ([each.actual for each in left.sums], left.undivided, left.wrong_shares) == ([700, 200], 155, 0)
    second.cost_share = 40  # as it may stand from before there was a rule
    session.commit()
    wrong = spending.by_system(session, 2026)
    assert (wrong.sums, wrong.undivided, wrong.wrong_shares) == ((), 1055, 1)


def test_the_page_says_how_much_more_than_planned_and_shows_years_in_one_years_prices(client_as, session, books):
    norr = session.query(Supplier).filter_by(key="NORR").one().id
    school = session.query(Organisation).one().id
    for year, planned, actual, index in ((2025, 1000, 1000, 40_000), (2026, 1000, 1100, 42_000)):
        line = {"organisation_id": school, "supplier_id": norr, "kind": CostKind.HOSTING}
        session.add(CostLine(key=f"C{year}", year=year, planned=planned, actual=actual, **line))
        session.add(IndexValue(key=f"I{year}", index=PriceIndex.KPI, year=year, hundredths=index, source="test"))
    session.commit()
    buyer = client_as(Role.PROCUREMENT)
    page = buyer.get("/spend").text
    assert "In 2026 SEK\u00a01,100 was paid, 10 percent more than planned." in page
    assert "SEK\u00a01,050" not in page
    assert "SEK\u00a01,050" in buyer.get("/spend?prices=fixed").text
    assert buyer.get("/spend?year=1066").status_code == 200


def test_an_empty_page_offers_the_first_step(client_as, app):
    assert "What is paid for systems appears here" in client_as(Role.PROCUREMENT).get("/spend").text


@pytest.fixture
def followed(session, books):
    """A contract whose price follows the labour cost index, which rose by 3 percent while the supplier's bill rose by 5."""
    norr = session.query(Supplier).filter_by(key="NORR").one().id
    school = session.query(Organisation).one().id
    books.price_index = PriceIndex.AKI
    for year, licence, development, index in ((2024, 100_000, 0, 10_000), (2025, 105_000, 900_000, 10_300)):
        session.add(IndexValue(key=f"I{year}", index=PriceIndex.AKI, year=year, hundredths=index, source="test"))
        line = {"year": year, "organisation_id": school, "supplier_id": norr, "contract_id": books.id}
        session.add(CostLine(key=f"L{year}", kind=CostKind.LICENCE, actual=licence, **line))
        session.add(CostLine(key=f"D{year}", kind=CostKind.DEVELOPMENT, actual=development, **line))
    session.commit()
    return books


def test_recurring_costs_are_held_against_the_contracts_own_index(session, followed):
    found = indexing.of_contract(session, followed)
    assert {year: (each.paid, each.by_index, each.above) for year, each in found.years.items()} == {
        2024: (100_000, 100_000, 0),
        2025: (105_000, 103_000, 2_000),
    }
    (above,) = indexing.above(session, 2025, 10)
    assert (above.key, above.before, above.year.by_index, above.year.above) == ("CON-1", 100_000, 103_000, 2_000)
    assert indexing.above(session, 2024, 10) == []


@pytest.mark.parametrize(
    ("index", "above", "says"),
    [
        (PriceIndex.FIXED, 5_000, "Fixed price"),
        (PriceIndex.SUPPLIER, None, "no index tells"),
        (PriceIndex.PPI, None, "values of two years"),
    ],
)
def test_a_fixed_price_may_not_rise_and_what_no_index_tells_is_said(session, followed, index, above, says):
    followed.price_index = index
    session.commit()
    found = indexing.of_contract(session, followed)
    assert says in str(found.words)
    assert [each.above for each in found.years.values()][1:] == ([] if above is None else [above])
    assert [each.year.above for each in indexing.above(session, 2025, 10)] == ([] if above is None else [above])


def test_what_lies_above_the_index_is_on_the_pages_of_spend_and_contract_and_in_the_dossier(client_as, followed):
    buyer = client_as(Role.PROCUREMENT)
    for address in ("/spend?year=2025", "/contracts/CON-1", "/contracts/CON-1/dossier"):
        page = buyer.get(address).text
        assert "Above it" in page, address
        assert "SEK\u00a02,000" in page, address
