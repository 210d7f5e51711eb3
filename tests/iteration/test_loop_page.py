"""An obstacle becomes a candidate in one click; the loop is measured, with the records behind."""

from datetime import date

import pytest
from conftest import csrf_of
from sqlalchemy import select

from registry.core.vocabulary import InitiativeStatus, ObstacleCause, RemediationKind, RemediationStatus
from registry.initiatives.models import Benefit, BenefitMeasurement, Initiative, Obstacle, Remediation
from registry.iteration.benefits_picture import measured, running
from registry.iteration.measures import days_to_clear
from registry.kit.access import Role
from registry.systems.models import System

TODAY = date(2026, 11, 25)


@pytest.fixture
def obstacle(app, session):
    app.config["TODAY"] = TODAY
    system = System(key="SYS-1", name="Mainframe")
    initiative = Initiative(key="INI-1", name="Faster permits", status=InitiativeStatus.DONE)
    made = Obstacle(
        key="OBS-1",
        name="No interface",
        cause=ObstacleCause.INTEGRATION,
        observed_on=date(2026, 1, 1),
        system=system,
        initiative=initiative,
        description="Files at night",
    )
    session.add(made)
    session.commit()
    return made


def click(client, key="OBS-1"):
    return client.post(f"/obstacles/{key}/candidate", data={"csrf_token": csrf_of(client.get("/me").text)})


def test_one_click_proposes_a_remediation_that_keeps_the_links(client_as, session, obstacle):
    client = client_as(Role.EDITOR)
    assert "Make it a remediation candidate" in client.get("/obstacles/OBS-1").text
    answer = click(client)
    [made] = session.scalars(select(Remediation))
    assert answer.headers["Location"] == f"/remediations/{made.key}/edit"
    assert (made.name, made.system.key, made.obstacle.key, made.kind, made.status, made.description) == (
        "No interface",
        "SYS-1",
        "OBS-1",
        RemediationKind.INSULATE,
        RemediationStatus.PROPOSED,
        "Files at night",
    )
    assert made.name in client.get("/obstacles/OBS-1").text


def test_a_second_click_leads_to_the_same_candidate(client_as, session, obstacle):
    client = client_as(Role.EDITOR)
    click(client)
    assert click(client).status_code == 302
    assert len(session.scalars(select(Remediation)).all()) == 1


def test_an_obstacle_in_no_system_must_name_one_first_and_readers_propose_nothing(client_as, session, obstacle):
    assert click(client_as(Role.READER)).status_code == 403
    obstacle.system = None
    session.commit()
    assert click(client_as(Role.EDITOR)).headers["Location"] == "/obstacles/OBS-1/edit"
    assert session.scalars(select(Remediation)).all() == []


def test_the_loop_tells_the_days_of_each_leg_with_every_record(client_as, session, obstacle):
    session.add(
        Remediation(
            key="REM-1",
            name="An API",
            system_id=obstacle.system_id,
            kind=RemediationKind.INSULATE,
            status=RemediationStatus.DONE,
            obstacle_id=obstacle.id,
            decided_on=date(2026, 1, 31),
            done_on=date(2026, 4, 11),
        )
    )
    session.add(Obstacle(key="OBS-2", name="Unanswered", cause=ObstacleCause.LAW, observed_on=date(2026, 11, 15)))
    session.commit()
    page = client_as(Role.READER).get("/loop").text
    assert "The 1 obstacle that is cleared took 100 days." in page
    assert ">30 <" in page
    assert ">70 <" in page
    assert "10 so far" in page
    assert "1 obstacle has no remediation that answers it" in page
    assert "Faster permits" in page
    assert "/initiatives/INI-1/revealed" not in page  # readers are not asked to tell
    reckoned = days_to_clear(session, TODAY)
    assert (reckoned.value, reckoned.met, reckoned.unmet) == (100, ("obstacle/OBS-1",), ("obstacle/OBS-2",))


def test_an_empty_loop_says_what_belongs_there(client_as):
    assert "Obstacles that initiatives run into stand here" in client_as(Role.EDITOR).get("/loop").text


def test_benefits_are_drawn_as_they_were_expected_and_as_they_were_measured(client_as, session, obstacle):
    benefit = Benefit(key="BEN-1", name="Fewer calls", initiative_id=obstacle.initiative_id, expected=900)
    benefit.expected_from, benefit.follow_up_on = date(2026, 1, 1), date(2026, 11, 1)
    session.add(benefit)
    for number, (day, kronor) in enumerate(((date(2026, 5, 1), 300), (date(2026, 10, 1), 700))):
        session.add(BenefitMeasurement(key=f"MEAS-{number}", benefit=benefit, measured_on=day, realised=kronor))
    session.commit()
    page = client_as(Role.READER).get("/initiatives/INI-1").text.replace("\xa0", " ")
    assert "SEK 700 of SEK 900 a year is realised." in page
    assert page.count('class="trend-point"') == 2
    assert "Overdue" in page
    assert "1 benefit was to be measured by now" in client_as(Role.EDITOR).get("/").text
    session.add(BenefitMeasurement(key="MEAS-9", benefit_id=benefit.id, measured_on=TODAY, realised=800))
    session.commit()
    assert "Benefits to follow up" not in client_as(Role.EDITOR).get("/").text
    assert "Overdue" not in client_as(Role.READER).get("/initiatives/INI-1").text


def test_sums_over_time_count_each_benefit_once_with_its_newest_value():
    first, later = date(2026, 1, 1), date(2026, 6, 1)
    assert running([(later, 5), (first, 10)]) == [(first, 10), (later, 15)]
    assert measured([(1, first, 10), (2, first, 4), (1, later, 7)]) == [(first, 14), (later, 11)]
