"""The renewals page and the dates on a contract's page, as each role sees them."""

from datetime import date

import pytest
from sqlalchemy import select

from registry.contracts.models import Contract, Coverage
from registry.core.vocabulary import ContractKind, Criticality, PeriodUnit, ProcurementStage
from registry.kit.access import Role
from registry.procurement.renewals import covered_by, renewals
from registry.suppliers.models import Supplier
from registry.systems.models import System

TODAY = date(2026, 11, 24)
MONTHS = PeriodUnit.MONTHS


@pytest.fixture
def buyer(app, client_as):
    app.config["TODAY"] = TODAY
    return client_as(Role.PROCUREMENT)


@pytest.fixture
def add(session):
    """Adds a contract with what a test is about, in force since 2020."""
    supplier = Supplier(key="SUP-1", name="Norrdata")
    session.add(supplier)
    session.flush()

    def make(key, **terms):
        written = {"name": f"Avtal {key}", "kind": ContractKind.LICENCE, "start": date(2020, 1, 1), **terms}
        contract = Contract(key=key, supplier_id=supplier.id, **written)
        session.add(contract)
        session.commit()
        return contract

    return make


def renewing(end, **more):
    return {"end": end, "notice_period": 3, "notice_unit": MONTHS, "renewal_period": 12, "renewal_unit": MONTHS, **more}


def test_the_headline_counts_contracts_to_decide_and_those_that_are_late(buyer, add):
    add("CON-1", **renewing(date(2027, 3, 31)))
    add("CON-2", **renewing(date(2027, 10, 31)))
    add("CON-3", end=date(2027, 6, 30), procurement_lead_months=12)
    page = buyer.get("/renewals").text
    assert "1 contract must be decided within 90 days." in page
    assert "1 decision is already late." in page


def test_lines_come_in_the_order_of_time_under_their_month_and_late_ones_first(buyer, add):
    add("CON-1", **renewing(date(2027, 3, 31), annual_value=125000))
    add("CON-2", **renewing(date(2027, 5, 31)))
    add("CON-3", end=date(2027, 6, 30), procurement_lead_months=12)
    page = buyer.get("/renewals?days=all").text
    expected = ("Late</th>", "Avtal CON-3", "December 2026", "Avtal CON-1", "February 2027", "Avtal CON-2")
    places = [page.index(words) for words in expected]
    assert places == sorted(places)
    assert "36 days left" in page
    assert "SEK\u00a0125,000" in page


@pytest.mark.parametrize(("days", "shown"), [("30", False), ("90", True), ("all", True), ("nonsense", True)])
def test_the_horizon_says_how_far_ahead_to_look(buyer, add, days, shown):
    add("CON-1", **renewing(date(2027, 3, 31)))
    page = buyer.get(f"/renewals?days={days}").text
    assert ("Avtal CON-1" in page) is shown
    assert ("Nothing must happen in this time." in page) is not shown


def test_a_contract_whose_terms_contradict_each_other_is_told_with_the_reason(buyer, add):
    add("CON-1", end=date(2019, 1, 1), renewal_period=12)
    add("CON-2", end=date(2027, 12, 31), renewal_period=12)
    page = buyer.get("/renewals").text
    assert "Cannot be reckoned (2)" in page
    assert "The contract ends 1 Jan 2019, before it starts 1 Jan 2020" in page
    assert "No notice period is entered" in page


def test_a_contract_that_can_be_ended_any_day_is_listed_apart(buyer, add):
    add("CON-1", notice_period=6, notice_unit=MONTHS)
    page = buyer.get("/renewals").text
    assert "Can be ended any day (1)" in page
    assert "given today it ends the contract 24 May 2027" in page


def test_a_contract_that_ended_or_has_its_procurement_going_asks_for_nothing(buyer, add, session):
    add("CON-1", end=date(2024, 12, 31))
    add("CON-2", end=date(2027, 1, 31), procurement_stage=ProcurementStage.EVALUATING)
    found = renewals(session, TODAY)
    assert [line.contract.key for line in found.each()] == ["CON-2"]
    assert (found.to_decide(90), found.late()) == (0, 0)


def test_an_ended_contract_prolonged_by_an_option_is_still_there(add, session):
    add("CON-1", end=date(2026, 1, 31), extension_options=2, options_used=1, option_months=24)
    assert {line.contract.key for line in renewals(session, TODAY).each()} == {"CON-1"}


def test_a_changed_contract_is_reckoned_anew(add, session):
    contract = add("CON-1", **renewing(date(2027, 3, 31)))
    assert renewals(session, TODAY).to_decide(90) == 1
    contract.terminated_on = date(2026, 11, 20)
    session.commit()
    assert {line.action.kind.value for line in renewals(session, TODAY).each()} == {"ends", "decision", "exit"}


def test_systems_covered_are_shown_with_the_highest_criticality(buyer, add, session):
    contract = add("CON-1", **renewing(date(2027, 3, 31)))
    systems = [
        System(key="SYS-1", name="Arkiv"),
        System(key="SYS-2", name="Byggia", criticality=Criticality.CRITICAL),
        System(key="SYS-3", name="Diariet", criticality=Criticality.LOW),
    ]
    session.add_all(systems)
    session.flush()
    session.add_all(Coverage(key=f"COV-{s.key}", contract_id=contract.id, system_id=s.id) for s in systems)
    session.commit()
    covered = covered_by(session, [contract.id])[contract.id]
    assert [key for key, *_ in covered.systems] == ["SYS-2", "SYS-3", "SYS-1"]
    page = buyer.get("/renewals").text
    assert "/systems/SYS-2" in page
    assert "P1 Critical" in page


def test_the_page_asks_the_database_as_often_for_fifty_contracts_as_for_one(buyer, add, session, count_queries):
    add("CON-1", **renewing(date(2027, 3, 31)))
    with count_queries() as few:
        buyer.get("/renewals")
    for number in range(2, 51):
        add(f"CON-{number}", **renewing(date(2027, 3, 31)))
    with count_queries() as many:
        buyer.get("/renewals")
    assert len(many) == len(few)


def test_a_long_list_is_cut_into_pages(buyer, add):
    for number in range(60):
        add(f"CON-{number:02}", **renewing(date(2027, 3, 31)))
    first, second = buyer.get("/renewals").text, buyer.get("/renewals?page=2").text
    assert "Avtal CON-49" in first
    assert "Avtal CON-50" not in first
    assert "Avtal CON-50" in second
    assert "page 2 of 2" in second
    assert buyer.get("/renewals?page=99999999999999999999").status_code == 200


def test_the_list_can_be_taken_home_as_a_spreadsheet(buyer, add):
    add("CON-1", **renewing(date(2027, 3, 31), annual_value=125000))
    lines = buyer.get("/renewals.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"day";"days_left";"what"')
    assert '"2026-12-30";"36";"Give notice or let it renew";"CON-1"' in lines[1]


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ARCHITECT])
@pytest.mark.parametrize("address", ["/renewals", "/renewals.csv"])
def test_renewals_are_for_procurement_and_administrators(client_as, role, address):
    client = client_as(role)
    assert client.get(address).status_code == 403
    assert 'href="/renewals"' not in client.get("/systems/").text


def test_the_contract_page_tells_every_step_to_the_last_notice_day(buyer, add):
    add("CON-1", **renewing(date(2025, 3, 31)))
    page = buyer.get("/contracts/CON-1").text
    for step in (
        "The contract as written ends 31 Mar 2025.",
        "Renewed 2 times by 12 months, it ends 31 Mar 2027.",
        "Notice must be given 3 months before: by 31 Dec 2026.",
        "31 Dec 2026 is not a working day: act by 30 Dec 2026.",
        "The contract renews itself to 31 Mar 2028",
        "In force",
        "37 days left to give notice",
    ):
        assert step in page, step


def test_the_contract_page_tells_when_to_decide_and_what_was_taken_for_granted(buyer, add):
    add("CON-1", end=date(2029, 6, 30))
    page = buyer.get("/contracts/CON-1").text
    assert "Decide by 30 Jun 2028." in page
    assert "How long a procurement takes is not entered; reckoned as 12 months." in page


def test_contradictory_terms_are_told_by_the_names_of_their_fields(buyer, add):
    add("CON-1", start=date(2021, 1, 1), end=date(2020, 1, 1), extension_options=1)
    page = buyer.get("/contracts/CON-1").text
    assert "The terms contradict each other" in page
    assert "Ends according to the contract: The contract ends 1 Jan 2020, before it starts 1 Jan 2021." in page
    assert "Months per option: State how many months an option prolongs the contract." in page


def test_a_call_off_made_in_time_outlives_its_framework_agreement_and_a_late_one_does_not_hold(buyer, add):
    framework = add("CON-1", end=date(2024, 12, 31))
    add("CON-2", start=date(2024, 6, 1), end=date(2027, 5, 31), framework_id=framework.id)
    add("CON-3", start=date(2025, 6, 1), end=date(2027, 5, 31), framework_id=framework.id)
    in_time, late = buyer.get("/contracts/CON-2").text, buyer.get("/contracts/CON-3").text
    assert "The contract it rests on does not hold" not in in_time
    assert "The contract it rests on does not hold" in late
    assert "Has ended" in in_time, "the framework's own state is told"


def test_nobody_else_sees_the_dates_of_a_contract(client_as, add, app):
    app.config["TODAY"] = TODAY
    add("CON-1", **renewing(date(2027, 3, 31)))
    page = client_as(Role.EDITOR).get("/contracts/CON-1").text
    assert "Avtal CON-1" in page
    assert "Dates and deadlines" not in page
    assert "2027" not in page


def test_an_empty_list_says_what_belongs_there(buyer, session):
    assert session.scalar(select(Contract.id)) is None
    assert "Contracts with an end or a notice period appear here" in buyer.get("/renewals").text
