"""Seven questions about a system, kept as a dated assessment that counts."""

from datetime import date

import pytest
from conftest import csrf_of, email_of
from sqlalchemy import select

from registry.kit.access import Role
from registry.organisations.models import Person
from registry.systems.models import Assessment, System

TODAY = date(2026, 11, 25)
ADDRESS = "/systems/SYS-1/assess"


@pytest.fixture
def system(app, session):
    app.config["TODAY"] = TODAY
    made = System(key="SYS-1", name="Byggia", business_fit=4, assessed_on=date(2025, 5, 5))
    session.add(made)
    session.commit()
    return made


def send(client, **answers):
    return client.post(ADDRESS, data={"csrf_token": csrf_of(client.get(ADDRESS).text), **answers})


def test_every_answer_has_words_and_the_last_one_is_chosen(client_as, system):
    page = client_as(Role.EDITOR).get(ADDRESS).text
    assert "Does the system do what the work needs today?" in page
    assert page.count('type="radio"') == 7 * 6
    assert 'name="business_fit" value="4" checked' in page
    assert page.count("Don't know") == 8  # once per question, and once in the lead


def test_answers_are_saved_with_their_day_and_count_at_once(client_as, session, system):
    answer = send(client_as(Role.EDITOR), business_fit="2", business_fit_note="Lists on paper", can_be_secured="1")
    assert answer.headers["Location"] == "/systems/SYS-1"
    [made] = session.scalars(select(Assessment))
    assert (made.assessed_on, made.business_fit, made.business_fit_note, made.competence) == (TODAY, 2, "Lists on paper", None)
    session.refresh(system)
    assert (system.business_fit, system.can_be_secured, system.assessed_on) == (2, 1, TODAY)
    page = client_as(Role.READER).get("/systems/SYS-1").text
    assert "It does not fit the business, said on 25 Nov 2026" in page


def test_what_was_typed_is_kept_when_an_answer_is_refused(client_as, session, system):
    answer = send(client_as(Role.EDITOR), business_fit="7", competence="2", competence_note="Only Kim")
    assert answer.status_code == 422
    assert "7 is outside 1 to 5." in answer.text
    assert "Only Kim</textarea>" in answer.text
    assert 'name="competence" value="2" checked' in answer.text
    assert session.scalars(select(Assessment)).all() == []


def test_no_answer_at_all_is_no_assessment(client_as, session, system):
    answer = send(client_as(Role.EDITOR), business_fit="", business_fit_note="Hm")
    assert answer.status_code == 422
    assert "Answer at least one question" in answer.text


def test_a_system_owner_may_answer_whatever_the_role_and_other_readers_may_not(client_as, session, system):
    reader = client_as(Role.READER)
    assert reader.get(ADDRESS).status_code == 403
    assert "Answer seven questions" not in reader.get("/systems/SYS-1").text
    system.owner = Person(key="PER-1", name="Robin", email=email_of(Role.READER))
    session.commit()
    assert "Answer seven questions" in reader.get("/systems/SYS-1").text
    assert send(reader, competence="3").status_code == 302
    [made] = session.scalars(select(Assessment))
    assert made.assessed_by.name == "Robin"


def test_the_same_person_on_the_same_day_changes_the_answers_and_another_day_adds_them(app, client_as, session, system):
    system.owner = Person(key="PER-1", name="Robin", email=email_of(Role.READER))
    session.commit()
    reader = client_as(Role.READER)
    send(reader, competence="3")
    send(reader, competence="4")
    assert [made.competence for made in session.scalars(select(Assessment))] == [4]
    app.config["TODAY"] = date(2027, 2, 1)
    send(reader, competence="1")
    assert len(session.scalars(select(Assessment)).all()) == 2


def test_the_page_says_what_to_do_with_the_system_and_why(client_as, session, system):
    send(client_as(Role.EDITOR), business_fit="4", can_be_developed="1", can_be_secured="1", competence="2", supplier_support="1")
    page = client_as(Role.READER).get("/systems/SYS-1").text
    assert "Migrate" in page
    assert "but is not sound" in page
    assert "What would lower the score most" in page
