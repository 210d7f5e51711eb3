"""The shares of a contract are at most 100 percent together, whichever door they come in by."""

import pytest
from conftest import csrf_of
from kit.test_transfer import figures, upload, write

from registry.contracts.costs import CostLine
from registry.contracts.models import Contract, Coverage
from registry.core.vocabulary import ContractKind, CostKind
from registry.kit.access import Role
from registry.organisations.models import Organisation
from registry.suppliers.models import Supplier
from registry.systems.models import System

TOO_MUCH = "The shares of Ekonomen come to 110 percent; at most 100 is accepted"
HEAD = "contract;system;cost_share\n"


@pytest.fixture
def buyer(client_as, session):
    """Ekonomen covers A for 70 percent and B for 30; Diariet covers C, which has no share. D is not covered."""
    supplier = Supplier(key="NORR", name="Norrdata")
    systems = {key: System(key=key, name=f"System {key}") for key in "ABCD"}
    session.add_all([supplier, *systems.values()])
    session.flush()
    for contract, shares in (("Ekonomen", {"A": 70, "B": 30}), ("Diariet", {"C": None})):
        made = Contract(key=contract.upper(), name=contract, kind=ContractKind.LICENCE, supplier_id=supplier.id)
        session.add(made)
        session.flush()
        for system, share in shares.items():
            number = systems[system].id
            session.add(Coverage(key=f"COV-{system}", contract_id=made.id, system_id=number, cost_share=share))
    session.commit()
    return client_as(Role.PROCUREMENT)


def shares(session):
    session.expire_all()
    return {row.system.key: (row.contract.key, row.cost_share) for row in session.query(Coverage)}


def test_a_form_says_which_contract_what_sum_and_what_is_accepted(buyer, session):
    page = buyer.get("/coverage/COV-B/edit").text
    form = {"contract": "EKONOMEN", "system": "B", "cost_share": "40", "row_version": "1", "csrf_token": csrf_of(page)}
    refused = buyer.post("/coverage/COV-B/edit", data=form)
    assert refused.status_code == 422
    assert TOO_MUCH in refused.text
    assert 'value="40"' in refused.text
    assert buyer.post("/coverage/COV-B/edit", data={**form, "cost_share": "20"}).status_code == 302
    assert shares(session)["B"] == ("EKONOMEN", 20)


def test_rest_refuses_a_share_too_much_whether_changed_added_or_moved(buyer, session):
    headers = {"X-CSRFToken": csrf_of(buyer.get("/me").text)}
    changed = buyer.patch("/api/v1/coverage/COV-B", json={"cost_share": 40}, headers=headers)
    assert (changed.status_code, changed.json["errors"][0]["field"]) == (422, "cost_share")
    assert TOO_MUCH in changed.json["errors"][0]["message"]
    new = {"contract": "EKONOMEN", "system": "D", "cost_share": 10}
    assert TOO_MUCH in buyer.post("/api/v1/coverage/", json=new, headers=headers).text
    assert buyer.post("/api/v1/coverage/", json={**new, "cost_share": None}, headers=headers).status_code == 201
    assert buyer.patch("/api/v1/coverage/COV-C", json={"cost_share": 10}, headers=headers).status_code == 200
    assert TOO_MUCH in buyer.patch("/api/v1/coverage/COV-C", json={"contract": "EKONOMEN"}, headers=headers).text
    assert shares(session)["C"] == ("DIARIET", 10)


def test_a_file_is_judged_by_what_all_its_rows_come_to(buyer, session):
    page = upload(buyer, "coverage", f"{HEAD}EKONOMEN;A;20\nEKONOMEN;B;70\nEKONOMEN;D;10\nDIARIET;C;100\n")
    assert figures(page) == [1, 3, 0, 0]
    assert write(buyer, page).status_code == 302
    assert {key: share for key, (_contract, share) in shares(session).items()} == {"A": 20, "B": 70, "C": 100, "D": 10}


def test_a_file_that_comes_to_too_much_is_refused_once_a_contract(buyer, session):
    page = upload(buyer, "coverage", f"{HEAD}DIARIET;C;100\nEKONOMEN;A;60\nEKONOMEN;D;20\n")
    assert page.status_code == 422
    assert page.text.count(TOO_MUCH) == 1
    assert shares(session)["A"] == ("EKONOMEN", 70)


def test_shares_from_before_the_rule_stop_nothing_but_shares(buyer, session):
    session.query(Coverage).filter_by(key="COV-A").one().cost_share = 80
    session.commit()
    headers = {"X-CSRFToken": csrf_of(buyer.get("/me").text)}
    assert buyer.patch("/api/v1/coverage/COV-B", json={"note": "Drift"}, headers=headers).status_code == 200
    assert buyer.patch("/api/v1/coverage/COV-B", json={"cost_share": None}, headers=headers).status_code == 200


def test_the_contracts_page_shows_parts_that_can_be_recomputed(buyer, session):
    made = session.query(Contract).filter_by(key="EKONOMEN").one()
    session.query(Coverage).filter_by(key="COV-B").one().cost_share = None
    organisation = Organisation(key="ORG", name="Granvik")
    session.add_all(
        [organisation, Coverage(key="COV-D", contract_id=made.id, system_id=session.query(System).filter_by(key="D").one().id)]
    )
    session.flush()
    cost = {"organisation_id": organisation.id, "supplier_id": made.supplier_id, "contract_id": made.id}
    session.add(CostLine(key="COST", year=2025, kind=CostKind.LICENCE, actual=1_001, **cost))
    session.commit()
    page = buyer.get("/contracts/EKONOMEN").text
    assert "Shares entered: 70 percent of SEK\u00a01,001. The other 30 percent is divided equally between the 2 systems" in page
    table = page.split("<h3>2025 by system</h3>")[1].split("</table>")[0]
    assert [cell.split("<")[0] for cell in table.split('data-label="Cost">')[1:]] == [
        "SEK\u00a0701",
        "SEK\u00a0150",
        "SEK\u00a0150",
    ]
