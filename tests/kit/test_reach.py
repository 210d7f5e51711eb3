"""A responsible person sees prices and terms of the own contracts, and of others neither the values nor what would tell them."""

import csv
import io
from datetime import date

import pytest
from conftest import csrf_of
from kit.test_transfer import figures, upload, write
from openpyxl import load_workbook
from procurement.catalogue import contract, responsible

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.costs import CostLine
from registry.contracts.models import Contract, Coverage
from registry.contracts.resource import contract as noun
from registry.core.vocabulary import (
    AmendedTerm,
    CostKind,
    PeriodUnit,
)
from registry.kit import listing
from registry.kit.access import Role
from registry.kit.reach import reach_of
from registry.kit.transfer import HIDDEN
from registry.kit.values import plain
from registry.organisations.models import Organisation

OTHER_VALUES = {
    "date": (date(2020, 1, 1), date(2039, 1, 1)),
    "integer": (1, 9),
    "money": (1, 9_000_000),
    "boolean": (False, True),
    "term": (PeriodUnit.DAYS, PeriodUnit.WEEKS),
    "long": ("a", "ö"),
}
READER = frozenset({Role.READER})


@pytest.fixture
def catalogue(app, session):
    """The person responsible for OWN, and a client that is logged in as that person; FIRST and LAST are others' contracts."""
    person, client = responsible(app, session)
    organisation = Organisation(key="ORG-1", name="Granvik")
    session.add(organisation)
    for key, number in (("FIRST", None), ("OWN", person.id), ("LAST", None)):
        made = contract(session, key, annual_value=5_000, responsible_id=number)
        session.query(Coverage).filter_by(contract_id=made.id).one().cost_share = 100
        values = {"contract_id": made.id, "key": f"OF-{key}"}
        session.add(ContractOption(number=1, months=12, **values))
        session.add(
            Amendment(appendix="Bilaga", applies_from=date(2026, 1, 1), term=AmendedTerm.ANNUAL_VALUE, value="7", **values)
        )
        cost = {"organisation_id": organisation.id, "supplier_id": made.supplier_id, "year": 2026, "kind": CostKind.LICENCE}
        session.add(CostLine(planned=5_000, **cost, **values))
    session.commit()
    return person, client


def test_each_row_of_list_file_and_rest_shows_or_hides_its_own_values(catalogue):
    _person, client = catalogue
    page = client.get("/contracts/?sort=name").text
    cells = [row.split('data-label="Value per year"')[1].split("</td>")[0] for row in page.split("<tr>")[2:]]
    assert ["hidden" in cell for cell in cells] == [True, True, False]
    assert "SEK\u00a05,000" in cells[2]
    rows = list(csv.DictReader(io.StringIO(client.get("/contracts/export.csv").text.lstrip("\ufeff")), delimiter=";"))
    assert {row["key"]: (row["annual_value"], row["notice_unit"]) for row in rows} == {
        "FIRST": (HIDDEN, HIDDEN),
        "OWN": ("5000", "months"),
        "LAST": (HIDDEN, HIDDEN),
    }
    sheet = load_workbook(io.BytesIO(client.get("/coverage/export.xlsx").data)).active
    head, *cells = sheet.iter_rows(values_only=True)
    assert [row[head.index("cost_share")] for row in cells] == [HIDDEN, 100, HIDDEN]
    items = client.get("/api/v1/contracts/").json["items"]
    assert {item["key"]: item.get("annual_value") for item in items} == {"FIRST": None, "OWN": 5000, "LAST": None}
    assert "annual_value" not in client.get("/api/v1/contracts/FIRST").json
    assert client.get("/api/v1/contracts/OWN").json["notice_unit"] == "months"
    assert client.get("/api/v1/coverage/COV-OWN").json["cost_share"] == 100
    assert "cost_share" not in client.get("/api/v1/coverage/COV-LAST").json


def test_neither_order_nor_filter_nor_count_nor_bookmark_depends_on_what_is_hidden(catalogue, session):
    person, _client = catalogue
    reach = reach_of(session, noun, READER, person.id)
    of_each_kind = {field.kind: field for field in noun.fields.values() if field.confidential and field.kind in OTHER_VALUES}
    of_each_kind["term"] = noun.fields["notice_unit"]
    assert of_each_kind.keys() == OTHER_VALUES.keys()

    def answers(field):
        """Everything that lists give about `field`, with the values of the others put in one order and then the other."""
        low, high = OTHER_VALUES[field.kind]
        asked = [("sort", field.name), ("sort", f"-{field.name}")] if field.sortable else []
        asked += [(field.name, plain(value)) for value in (low, high)] + [(field.name, "-")]
        for first, last in ((low, high), (high, low), (None, high), (low, None)):
            session.query(Contract).filter_by(key="FIRST").one().__setattr__(field.attribute, first)
            session.query(Contract).filter_by(key="LAST").one().__setattr__(field.attribute, last)
            session.flush()
            pages = [listing.listing(session, reach, [pair], page_size=2) for pair in asked]
            yield [([one.key for one in page.records], page.count, page.page.paging.bookmark_next) for page in pages]

    for field in of_each_kind.values():
        seen = list(answers(field))
        assert seen == [seen[0]] * len(seen), field.name


@pytest.mark.parametrize("kind", ["date", "integer", "money", "boolean", "term"])
def test_empty_values_come_last_in_either_direction(catalogue, session, kind):
    field = next(field for field in noun.fields.values() if field.kind == kind and field.nullable)
    for key, value in zip(("FIRST", "OWN", "LAST"), (None, *OTHER_VALUES[kind]), strict=True):
        setattr(session.query(Contract).filter_by(key=key).one(), field.attribute, value)
    session.flush()
    reach = reach_of(session, noun, frozenset({Role.PROCUREMENT}), None)
    orders = [listing.listing(session, reach, [("sort", sort)]).records for sort in (field.name, f"-{field.name}")]
    assert [[record.key for record in order] for order in orders] == [["OWN", "LAST", "FIRST"], ["LAST", "OWN", "FIRST"]]


def test_nothing_of_a_noun_that_belongs_to_others_contracts_is_found(catalogue, client_as):
    _person, client = catalogue
    nobody = client_as(Role.READER)
    for path in ("contract-options", "amendments", "cost-lines"):
        assert [item["key"] for item in client.get(f"/api/v1/{path}/").json["items"]] == ["OF-OWN"]
        for page in ("", "/history"):
            assert client.get(f"/{path}/OF-OWN{page}").status_code == 200
            assert client.get(f"/{path}/OF-LAST{page}").status_code == 404
        assert client.get(f"/api/v1/{path}/OF-LAST").status_code == 404
        exported = client.get(f"/{path}/export.csv").text
        assert "OF-OWN" in exported
        assert "OF-LAST" not in exported
        assert client.get(f"/{path}/OF-OWN/edit").status_code == 403
        assert nobody.get(f"/{path}/").status_code == 403
    found = client.get("/search?q=bilaga").text
    assert "OF-OWN" in found
    assert "OF-LAST" not in found
    assert [each["key"] for each in client.get("/lookup/amendment?q=bilaga").json] == ["OF-OWN"]
    page = client.get("/contracts/OWN").text
    for path in ("contract-options", "amendments"):
        assert f"/{path}/OF-OWN" in page


def test_what_forbids_a_deletion_is_told_as_far_as_it_may_be_seen(catalogue, client_as):
    editor, buyer = client_as(Role.EDITOR), client_as(Role.PROCUREMENT)
    page = editor.get("/suppliers/SUP-OWN/delete").text
    assert "/contracts/OWN" in page
    assert "1 record that you may not see" in page
    assert "OF-OWN" not in page
    refused = editor.delete("/api/v1/suppliers/SUP-OWN", headers={"X-CSRFToken": csrf_of(editor.get("/me").text)})
    assert refused.status_code == 409
    assert refused.json["detail"].endswith("used by: Avtal OWN (OWN), and by records that you may not see (1).")
    assert "OF-OWN" in buyer.get("/suppliers/SUP-OWN/delete").text


def test_a_file_with_hidden_values_erases_none_when_somebody_else_imports_it(catalogue, client_as, session):
    _person, client = catalogue
    exported = client.get("/contracts/export.csv").data
    buyer = client_as(Role.PROCUREMENT)
    page = upload(buyer, "contracts", exported.replace(b"Avtal LAST", b"Avtal sist"))
    assert figures(page) == [0, 1, 2, 0]
    assert HIDDEN not in page.text
    assert write(buyer, page).status_code == 302
    session.expire_all()
    last = session.query(Contract).filter_by(key="LAST").one()
    assert (last.name, last.annual_value, last.notice_unit) == ("Avtal sist", 5_000, PeriodUnit.MONTHS)


def test_a_new_record_cannot_be_made_of_hidden_values(catalogue, client_as):
    row = "key;name;kind;supplier;annual_value\nNEW;Nytt;licence;SUP-OWN;[hidden]\n"
    page = upload(client_as(Role.PROCUREMENT), "contracts", row)
    assert page.status_code == 422
    assert "this row is none" in page.text
