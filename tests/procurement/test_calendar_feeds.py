"""Calendars under secret addresses, read with a second library as a calendar program reads them."""

import re
from datetime import date

import icalendar
import pytest
import recurring_ical_events
from conftest import csrf_of
from procurement.catalogue import contract, responsible

from registry.accounts.models import CalendarFeed
from registry.contracts.models import Contract
from registry.kit.access import Role

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def day(app):
    app.config["TODAY"] = TODAY


def address(client, scope, what="renew"):
    page = client.get("/calendars")
    answer = client.post("/calendars", data={"csrf_token": csrf_of(page.text), "scope": scope, "what": what})
    found = re.search(r"(/calendars/[\w-]+\.ics)", answer.text)
    return found.group(1) if found else None


def events(app, url):
    answer = app.test_client().get(url)
    assert answer.status_code == 200, answer.status_code
    assert answer.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(answer.get_data())
    return recurring_ical_events.of(calendar).between(date(2026, 1, 1), date(2030, 1, 1))


def test_events_last_a_whole_day_and_have_ids_of_their_own(app, client_as, session):
    contract(session, "CON-1")
    found = events(app, address(client_as(Role.PROCUREMENT), "all"))
    assert found
    assert len({str(event["UID"]) for event in found}) == len(found)
    for event in found:
        assert type(event["DTSTART"].dt) is date
        assert (event["DTEND"].dt - event["DTSTART"].dt).days == 1
    assert date(2027, 9, 30) in {event["DTSTART"].dt for event in found}


def test_a_changed_term_moves_the_same_event_and_counts_it_up(app, client_as, session):
    contract(session, "CON-1")
    url = address(client_as(Role.PROCUREMENT), "all")

    def notice():
        [event] = [event for event in events(app, url) if "-notice@" in str(event["UID"])]
        return event

    before = notice()
    assert notice()["SEQUENCE"] == before["SEQUENCE"], "nothing has changed between two readings"
    session.query(Contract).one().notice_period = 6
    session.commit()
    after = notice()
    assert after["UID"] == before["UID"]
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (date(2027, 9, 30), date(2027, 6, 30))
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_new_address_ends_the_old_one_and_an_ended_one_opens_nothing(app, client_as, session):
    client = client_as(Role.PROCUREMENT)
    old = address(client, "all")
    new = address(client, "all")
    assert app.test_client().get(old).status_code == 404
    assert app.test_client().get(new).status_code == 200
    address(client, "all", "revoke")
    assert app.test_client().get(new).status_code == 404


def test_the_secret_itself_is_kept_nowhere(app, client_as, session):
    url = address(client_as(Role.PROCUREMENT), "all")
    secret = url.removeprefix("/calendars/").removesuffix(".ics")
    [feed] = session.query(CalendarFeed).all()
    assert secret not in feed.token_hash
    assert app.test_client().get(f"/calendars/{feed.token_hash}.ics").status_code == 404


def test_the_responsible_persons_calendar_has_that_persons_contracts_only(app, session):
    person, client = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id)
    contract(session, "CON-2")
    summaries = {str(event["SUMMARY"]) for event in events(app, address(client, "own"))}
    assert summaries
    assert all("Avtal CON-1" in summary for summary in summaries)


def test_nobody_gets_a_calendar_of_all_contracts_without_the_role(app, client_as, session):
    _person, client = responsible(app, session)
    page = client.get("/calendars")
    assert client.post("/calendars", data={"csrf_token": csrf_of(page.text), "scope": "all"}).status_code == 403


def test_who_loses_the_role_loses_the_calendar(app, client_as, session):
    from conftest import email_of

    from registry.accounts.operations import ensure_account
    from registry.kit.database import database

    url = address(client_as(Role.PROCUREMENT), "all")
    with app.app_context():
        ensure_account(database.session, email_of(Role.PROCUREMENT), "Procurement", [Role.READER], None)
        database.session.commit()
    assert app.test_client().get(url).status_code == 404
