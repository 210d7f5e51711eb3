"""An idea from anybody, and the steps of its life, each asking what it needs."""

from datetime import date

import pytest
from conftest import csrf_of
from sqlalchemy import select

from registry.core.vocabulary import InitiativeStatus, ObstacleCause
from registry.initiatives.models import Initiative, InitiativeDependency, Obstacle
from registry.kit.access import Role
from registry.systems.models import System

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def day(app):
    app.config["TODAY"] = TODAY


@pytest.fixture
def initiative(session):
    made = Initiative(key="INI-1", name="Faster permits", status=InitiativeStatus.ACTIVE, needed_by=date(2027, 6, 1))
    session.add_all([made, System(key="SYS-1", name="Mainframe")])
    session.commit()
    return made


def send(client, address, **data):
    page = client.get(address).text
    version = page.split('name="row_version"')[1].split('value="')[1].split('"')[0] if 'name="row_version"' in page else ""
    return client.post(address, data={"csrf_token": csrf_of(page), "row_version": version, **data})


@pytest.mark.parametrize("role", list(Role))
def test_anybody_may_give_an_idea_in_three_fields(client_as, session, role):
    client = client_as(role)
    page = client.get("/initiatives/idea").text
    assert page.count('class="form-field') == 3
    answer = send(client, "/initiatives/idea", name="Parking by phone", description="Fewer calls", asked_by="Kim, streets")
    [made] = session.scalars(select(Initiative))
    assert answer.headers["Location"] == f"/initiatives/{made.key}"
    assert (made.status, made.asked_by) == (InitiativeStatus.IDEA, "Kim, streets")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_an_idea_without_a_word_of_what_it_would_give_is_sent_back_with_what_was_typed(client_as, session):
    answer = send(client_as(Role.READER), "/initiatives/idea", name="Parking by phone", description=" ")
    assert answer.status_code == 422
    assert "Fill in What would it give, and whom?." in answer.text
    assert 'value="Parking by phone"' in answer.text
    assert session.scalars(select(Initiative)).all() == []


def test_a_reader_sees_no_steps_and_may_take_none(client_as, initiative):
    client = client_as(Role.READER)
    assert "/step/" not in client.get("/initiatives/INI-1").text
    assert client.get("/initiatives/INI-1/step/pause").status_code == 403


def test_only_the_steps_that_are_open_are_offered_and_others_are_refused_with_why(client_as, initiative):
    client = client_as(Role.EDITOR)
    page = client.get("/initiatives/INI-1").text
    assert [name for name in ("assess", "activate", "finish", "pause", "stop", "reopen") if f"/step/{name}" in page] == [
        "finish",
        "pause",
        "stop",
    ]
    answer = client.get("/initiatives/INI-1/step/activate", follow_redirects=True)
    assert "It is Active; this step is not open from there." in answer.text
    assert client.get("/initiatives/INI-1/step/dance").status_code == 404


def test_assessing_asks_for_benefit_cost_and_risk_and_shows_the_return(client_as, session, initiative):
    initiative.status = InitiativeStatus.IDEA
    session.commit()
    client = client_as(Role.ARCHITECT)
    without = send(client, "/initiatives/INI-1/step/assess", expected_benefit="1 400 000")
    assert without.status_code == 422
    assert "Fill in Budget." in without.text
    assert "Fill in Risk." in without.text
    answer = send(
        client,
        "/initiatives/INI-1/step/assess",
        expected_benefit="1 400 000",
        budget="2 600 000",
        running_cost="170 000",
        risk="high",
    )
    assert answer.status_code == 302
    session.refresh(initiative)
    assert (initiative.status, initiative.assessed_on) == (InitiativeStatus.ASSESSED, TODAY)
    page = client.get("/initiatives/INI-1").text.replace("\xa0", " ")
    assert "It has paid back after 2.1 years" in page
    assert "SEK 1,400,000 − SEK 170,000 = SEK 1,230,000" in page


def test_starting_asks_by_when_the_way_must_be_free(client_as, session, initiative):
    initiative.status, initiative.needed_by = InitiativeStatus.ASSESSED, None
    session.commit()
    client = client_as(Role.EDITOR)
    assert "Fill in Needed by." in send(client, "/initiatives/INI-1/step/activate").text
    assert send(client, "/initiatives/INI-1/step/activate", needed_by="2027-09-01").status_code == 302
    session.refresh(initiative)
    assert initiative.status is InitiativeStatus.ACTIVE


def test_stopping_asks_why_and_the_page_says_it(client_as, session, initiative):
    client = client_as(Role.EDITOR)
    assert send(client, "/initiatives/INI-1/step/stop").status_code == 422
    send(client, "/initiatives/INI-1/step/stop", status_reason="The law forbids it")
    session.refresh(initiative)
    assert (initiative.status, initiative.ended_on) == (InitiativeStatus.STOPPED, TODAY)
    assert "The law forbids it" in client_as(Role.READER).get("/initiatives/INI-1").text


def test_finishing_makes_obstacles_of_the_legacy_that_was_revealed(client_as, session, initiative):
    answer = send(
        client_as(Role.EDITOR),
        "/initiatives/INI-1/step/finish",
        learnt="Ask early",
        revealed_0_name="No interface",
        revealed_0_cause="integration",
        revealed_0_system="SYS-1",
        revealed_1_name="Contract forbids",
        revealed_1_cause="contract",
    )
    assert answer.status_code == 302
    session.refresh(initiative)
    assert (initiative.status, initiative.ended_on, initiative.legacy_asked_on) == (InitiativeStatus.DONE, TODAY, TODAY)
    first, second = session.scalars(select(Obstacle).order_by(Obstacle.id))
    assert (first.cause, first.system.key, first.initiative.key, first.observed_on) == (
        ObstacleCause.INTEGRATION,
        "SYS-1",
        "INI-1",
        TODAY,
    )
    assert (second.name, second.key) == ("Contract forbids", "OBS-002")


def test_finishing_without_telling_of_legacy_or_of_none_saves_nothing(client_as, session, initiative):
    client = client_as(Role.EDITOR)
    answer = send(client, "/initiatives/INI-1/step/finish", learnt="Ask early")
    assert answer.status_code == 422
    assert "say that it ran into none" in answer.text
    assert "Ask early</textarea>" in answer.text
    session.refresh(initiative)
    assert initiative.status is InitiativeStatus.ACTIVE
    assert send(client, "/initiatives/INI-1/step/finish", revealed_none="1").status_code == 302


def test_one_wrong_obstacle_keeps_all_of_them_back_and_what_was_typed(client_as, session, initiative):
    answer = send(
        client_as(Role.EDITOR),
        "/initiatives/INI-1/step/finish",
        revealed_0_name="Good",
        revealed_0_cause="technology",
        revealed_1_name="Nowhere",
        revealed_1_cause="technology",
        revealed_1_system="no such system",
    )
    assert answer.status_code == 422
    assert "has the key or name “no such system”" in answer.text
    assert 'value="no such system"' in answer.text
    assert session.scalars(select(Obstacle)).all() == []


def test_an_initiative_that_ended_before_it_was_asked_is_asked_on_its_page(client_as, session, initiative):
    initiative.status = InitiativeStatus.DONE
    session.commit()
    client = client_as(Role.EDITOR)
    assert "/initiatives/INI-1/revealed" in client.get("/initiatives/INI-1").text
    send(client, "/initiatives/INI-1/revealed", revealed_none="1")
    session.refresh(initiative)
    assert initiative.legacy_asked_on == TODAY
    assert "/initiatives/INI-1/revealed" not in client.get("/initiatives/INI-1").text


def test_two_who_take_a_step_at_once_do_not_overwrite_each_other(client_as, session, initiative):
    client = client_as(Role.EDITOR)
    token = csrf_of(client.get("/initiatives/INI-1/step/pause").text)
    data = {"csrf_token": token, "row_version": "0", "status_reason": "Mine"}
    answer = client.post("/initiatives/INI-1/step/pause", data=data)
    assert answer.status_code == 422
    assert "Mine</textarea>" in answer.text


def test_who_waits_for_whom_is_shown_and_a_circle_is_said(client_as, session, initiative):
    other = Initiative(key="INI-2", name="New ledger", status=InitiativeStatus.ASSESSED, needed_by=date(2028, 1, 1))
    session.add(InitiativeDependency(key="WAITS-1", initiative=initiative, depends_on=other))
    session.commit()
    client = client_as(Role.READER)
    page = client.get("/initiatives/INI-1").text
    assert "Waits for" in page
    assert "New ledger" in page
    assert "so none can be done" not in page
    session.add(InitiativeDependency(key="WAITS-2", initiative=other, depends_on=initiative))
    session.commit()
    assert "Faster permits → New ledger → Faster permits: each waits for the next" in client.get("/initiatives/INI-1").text
