"""The index of what is reckoned of contracts: it says what reckoning says, follows every change, and hides nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from procurement.catalogue import contract, responsible
from sqlalchemy import delete, select

from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.law import LegalLimit
from registry.contracts.models import Contract, Coverage
from registry.contracts.reckoned import ReckonedConflict, ReckonedContract, ReckonedDay, WaitingContract
from registry.core.vocabulary import AmendedTerm, LegalLimitKind, Lifecycle, OptionDecision
from registry.kit.access import Role
from registry.procurement import calendar_pages, conflict_lists, contract_rows, feed_pages, reminder_mail, renewals, upkeep
from registry.procurement.conflict_lists import all_conflicts
from registry.procurement.conflicts import found_in, limits_today
from registry.procurement.reckoning import reckon
from registry.systems.models import System

TODAY = date(2026, 11, 25)


@pytest.fixture
def waits(app, session):
    """Keys of the contracts that a change makes wait; two contracts, the second called off from the first."""
    framework = contract(session, "FRA")
    contract(session, "CALL", framework_id=framework.id)
    contract(session, "OTHER")

    def keys():
        query = select(Contract.key).where(Contract.id.in_(select(WaitingContract.contract_id)))
        found = set(session.scalars(query))
        session.execute(delete(WaitingContract))
        session.commit()
        return found

    assert keys() == {"FRA", "CALL", "OTHER"}, "new contracts wait"
    return keys


def one(session, model, key):
    return session.scalars(select(model).where(model.key == key)).one()


def test_whatever_is_reckoned_from_makes_a_contract_wait_when_it_changes(session, waits):
    framework, other = one(session, Contract, "FRA"), one(session, Contract, "OTHER")
    other.notice_period = 6
    session.commit()
    assert waits() == {"OTHER"}
    framework.end = date(2028, 1, 31)
    session.commit()
    assert waits() == {"FRA", "CALL"}, "what is called off is held against its framework agreement"
    option = ContractOption(key="O", contract_id=other.id, number=1, months=12)
    appendix = Amendment(
        key="A", contract_id=framework.id, appendix="1", applies_from=TODAY, term=AmendedTerm.END, value="2029-01-31"
    )
    session.add_all([option, appendix])
    session.commit()
    assert waits() == {"OTHER", "FRA", "CALL"}
    option.decision = OptionDecision.CALLED
    session.commit()
    assert waits() == {"OTHER"}
    appendix.contract_id = other.id
    session.commit()
    assert waits() == {"OTHER", "FRA", "CALL"}, "also the contract it belonged to before"
    session.delete(appendix)
    session.commit()
    assert waits() == {"OTHER"}


def test_what_a_contract_covers_and_the_law_make_it_wait_too(session, waits):
    system = one(session, System, "SYS-CALL")
    system.description = "Ett annat ord"
    session.commit()
    assert waits() == set(), "of that no contract says anything"
    system.lifecycle = Lifecycle.RETIRED
    session.commit()
    assert waits() == {"CALL"}
    one(session, Coverage, "COV-OTHER").cost_share = 50
    session.commit()
    assert waits() == {"OTHER"}
    session.delete(system)
    session.commit()
    assert waits() == {"CALL"}
    session.delete(one(session, Contract, "FRA"))
    session.commit()
    assert waits() == {"CALL"}
    session.add(LegalLimit(key="L", limit=LegalLimitKind.STANDSTILL_DAYS, value=10, valid_from=date(2020, 1, 1), source="LOU"))
    session.commit()
    assert waits() == {"CALL", "OTHER"}


def index(session):
    """What the index says: of each contract its days, its conflicts, its list and its last day to decide."""
    session.expire_all()
    days = {(row.contract_id, row.kind, row.day, row.kronor) for row in session.scalars(select(ReckonedDay))}
    conflicts = {(row.contract_id, row.name, row.number) for row in session.scalars(select(ReckonedConflict))}
    whole = {(row.contract_id, row.apart, row.decide_by) for row in session.scalars(select(ReckonedContract))}
    return days, conflicts, whole


def reckoned(session, day):
    """The same, contract by contract."""
    days, conflicts, whole = set(), set(), set()
    rows = contract_rows.contract_rows(session, session.scalars(select(Contract.id)).all())
    standstill = limits_today(session, day).get(LegalLimitKind.STANDSTILL_DAYS)
    for number, row in rows.items():
        found = reckon(row, standstill, day)
        for each in found.renewals if not found.ended else ():
            days.add((number, each.action.kind.value, each.action.day, each.missed and each.missed.kronor))
        whole.add((number, found.apart.value if found.apart else None, found.decide_by))
        names = Counter(each.conflict.name.value for each in found_in(session, [number], day)[number])
        conflicts.update((number, name, times) for name, times in names.items())
    return days, conflicts, whole


def test_the_index_says_of_the_demo_what_reckoning_says_as_the_days_go_by(demo_app):
    from registry.kit.database import database

    with demo_app.app_context():
        session = database.session
        for days in (0, 1, 40, 400, 20):
            day = TODAY + timedelta(days=days)
            renewals.renewals(session, day)
            assert index(session) == reckoned(session, day)
            assert index(session)[0]


def test_a_contract_that_renewed_itself_for_years_is_found_among_many_however_they_are_read(session, app, monkeypatch):
    for module in (contract_rows, conflict_lists, renewals, reminder_mail, upkeep):
        monkeypatch.setattr(module, "AT_A_TIME", 2)
    contract(session, "OLD", start=date(2010, 1, 1), end=date(2015, 2, 28), procurement_lead_months=3)
    for number in range(4):
        contract(session, f"NEW-{number}", end=date(2027, 2, 28), name="Samma namn", procurement_lead_months=3)
    found = renewals.renewals(session, TODAY)
    assert found.waiting == 0
    lines = list(found.each())
    assert Counter(line.contract.key for line in lines) == {f"NEW-{number}": 1 for number in range(4)} | {"OLD": 1}
    assert [line.contract.id for line in lines] == [line.contract.id for line in found.lines(None, 0, 10)]
    with app.app_context():
        assert len({item.about.contract_id for item, _renewal in reminder_mail.all_due(session, TODAY)}) == 5
    for each in session.scalars(select(Contract)):
        each.renewal_period, each.end = None, None
        each.notice_rule = None
    session.commit()
    assert Counter(each.key for each in all_conflicts(session, TODAY).of(None)) == Counter(line.contract.key for line in lines)


def test_what_waits_is_said_on_the_page_until_somebody_has_reckoned_it(session, app, client_as, monkeypatch):
    monkeypatch.setattr(upkeep, "AT_A_TIME", 1)
    monkeypatch.setattr(upkeep, "MOST_AT_ONCE", 1)
    app.config["TODAY"] = TODAY
    for number in range(3):
        contract(session, f"CON-{number}", end=date(2027, 3, 31))
    buyer = client_as(Role.PROCUREMENT)
    for address, waiting in (("/renewals", "2 contracts have"), ("/conflicts", "1 contract has"), ("/renewals/calendar", "")):
        assert (waiting + " changed and" in buyer.get(address).text) is bool(waiting)
    assert "not reckoned yet" not in buyer.get("/renewals").text


def test_a_limit_is_said_wherever_it_cuts(session, app, monkeypatch):
    app.config["TODAY"] = TODAY
    person, buyer = responsible(app, session, Role.PROCUREMENT)
    contract(session, "CON-9", end=date(2027, 2, 28))
    for number in range(3):
        contract(session, f"CON-{number}", end=date(2027, 2, 28), responsible_id=person.id)
    monkeypatch.setattr(calendar_pages, "MOST_A_DAY", 2)
    monkeypatch.setattr(calendar_pages, "MOST_CONTRACTS", 1)
    monkeypatch.setattr(calendar_pages, "MOST_PEOPLE", 1)
    monkeypatch.setattr(calendar_pages, "MOST_EACH", 2)
    page = buyer.get("/renewals/calendar?month=2026-11").text
    assert "4 things must happen this month." in page
    assert page.count("and 2 more") == 2
    page = buyer.get("/renewals/board").text
    assert "4 contracts worth SEK\u00a04,800,000 a year ask for something." in page
    assert "4 of them are undecided." in page
    assert "Shown is the contract that must be acted on first." in page
    page = buyer.get("/renewals/undecided").text
    assert "4 contracts are undecided." in page
    assert "Amanda Vikholm (3)" in page
    assert "and 1 more" in page
    assert "1 more person has something to decide, with less at stake." in page
    monkeypatch.setattr(feed_pages, "MOST_EVENTS", 3)
    found = renewals.renewals(session, TODAY)
    assert len(feed_pages._events(found)) == 3
    with app.test_request_context():
        assert "3" in feed_pages._cut(found)


def test_reminders_that_do_not_fit_one_message_come_in_several(session, app, monkeypatch):
    monkeypatch.setattr(reminder_mail, "MOST_IN_ONE", 2)
    person, _client = responsible(app, session)
    for number in range(3):
        contract(session, f"CON-{number}", end=date(2027, 3, 31), responsible_id=person.id)
    renewals.renewals(session, TODAY)
    with app.app_context():
        assert sorted(len(part) for part in reminder_mail._by_account(session, TODAY)) == [1, 2]
