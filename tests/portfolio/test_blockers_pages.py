"""What is in whose way, on the blockers page and on the pages of initiatives and systems."""

import csv
import io

import pytest
from openpyxl import load_workbook
from portfolio.catalogue import TODAY, blocked_catalogue

from registry.core.vocabulary import ObstacleCause, RemediationKind, RemediationStatus
from registry.initiatives.models import Initiative, Obstacle, Remediation, SystemTouched
from registry.kit.access import Role
from registry.systems.models import Dependency, System


@pytest.fixture
def reader(app, client_as, session):
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    return client_as(Role.READER)


def test_the_blockers_page_answers_in_its_headline(reader):
    page = reader.get("/blockers").text
    assert "2 of 4 active initiatives are blocked by 1 system." in page
    assert "Benefit that waits: SEK\u00a02,500,000 a year." in page


def test_the_blockers_page_lists_what_blocks_and_what_is_blocked(reader):
    page = reader.get("/blockers").text
    systems, initiatives = page.split("Active initiatives</h2>")
    assert "/systems/OLD" in systems
    assert "/initiatives/FAR" in systems
    assert initiatives.index("Snabbare svar") < initiatives.index("Öppna data")
    assert "Nothing touched" in initiatives, "an initiative that touches nothing is not called free"
    assert "En idé" not in page


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_both_tables_can_be_taken_home(reader):
    initiatives = {row["initiative"]: row for row in table(reader.get("/blockers/initiatives.csv"))}
    assert set(initiatives) == {"FAR", "NEAR", "FREE", "VAGUE"}
    assert initiatives["FAR"]["needed_by"] == "2027-06-30"
    assert (initiatives["FAR"]["direct"], initiatives["FAR"]["indirect"], initiatives["FAR"]["blockers"]) == ("0", "1", "OLD")
    [system] = table(reader.get("/blockers/systems.csv"))
    assert (system["system"], system["initiatives"], system["benefit_blocked"]) == ("OLD", "2", "2500000")
    assert reader.get("/blockers/other.csv").status_code == 404


def test_an_initiative_shows_the_path_as_picture_sentences_and_table(reader):
    page = reader.get("/initiatives/FAR").text
    assert "Blocked by 1 legacy system, 0 directly." in page
    picture = page.split('<svg class="path-picture"')[1].split("</svg>")[0]
    for name in ("Snabbare svar", "E-tjänsten", "Navet", "Registret", "File transfer – passes the blockage on"):
        assert name in picture, name
    assert "Navet depends on Registret through a file transfer." in page
    steps = page.split("The path as a table")[1]
    for address in ("/systems/WEB", "/systems/HUB", "/systems/OLD", "/dependencies/DEP-1", "/dependencies/DEP-2"):
        assert address in steps, address
    assert "Replace it with a published API of Registret that passes the strategy." in page


def test_an_initiative_shows_what_would_unblock_it_and_that_it_comes_too_late(reader):
    page = reader.get("/initiatives/FAR").text
    assert "Byt ut Registret" in page
    assert "SEK\u00a07,654,000" in page
    assert "The way is clear 31 Jan 2028." in page


def test_an_initiative_shows_what_people_observed_beside_it(reader):
    page = reader.get("/initiatives/FAR").text.split("Inferred and observed</h3>")[1].split("</table>")[0]
    assert "Inferred and observed" in page
    assert "Filen fastnar" in page
    assert "Löst sedan länge" not in page


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("NEAR", "Blocked by 1 legacy system, 1 directly."),
        ("FREE", "No legacy system is in its way."),
        ("IDEA", "Would be blocked by 1 legacy system, 0 directly, if it were active."),
        ("VAGUE", "Not known: no system that it touches is registered."),
    ],
)
def test_every_initiative_that_is_not_over_has_its_answer(reader, key, answer):
    assert answer in reader.get(f"/initiatives/{key}").text


def test_nothing_is_in_the_way_of_what_is_done(reader):
    assert "What is in the way" not in reader.get("/initiatives/DONE").text


def test_a_blocking_system_names_the_initiatives_and_the_paths(reader):
    page = reader.get("/systems/OLD").text.split("Initiatives it blocks</h2>")[1].split("</section>")[0]
    assert "Blocks 2 active initiatives." in page
    assert "E-tjänsten → Navet (REST API) → Registret (File transfer)" in " ".join(page.split())
    assert "Initiatives it blocks" not in reader.get("/systems/HUB").text


def test_a_changed_landscape_is_seen_at_once(reader, session):
    session.delete(session.query(Dependency).filter_by(key="DEP-2").one())
    session.commit()
    assert "1 of 4 active initiatives is blocked" in reader.get("/blockers").text.replace("are blocked", "is blocked")
    assert "No legacy system is in its way." in reader.get("/initiatives/FAR").text


def test_a_catalogue_too_large_for_one_graph_is_told_in_words_everywhere(reader, app):
    app.config["LANDSCAPE_LARGEST"] = 1
    for address in ("/blockers", "/initiatives/FAR", "/"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "more than 1 systems" in answer.text, address
    assert reader.get("/blockers/systems.csv").status_code == 422


def test_without_active_initiatives_the_page_says_what_belongs_there(app, client_as):
    app.config["TODAY"] = TODAY
    assert "No initiative is active." in client_as(Role.READER).get("/blockers").text


def test_the_pages_ask_the_database_as_often_for_many_touches_as_for_few(reader, session, count_queries):
    reader.get("/initiatives/FAR")
    with count_queries() as few:
        reader.get("/initiatives/FAR")
    far = session.query(SystemTouched).filter_by(key="T-FAR").one()
    other = session.query(SystemTouched).filter_by(key="T-NEAR").one()
    session.add(SystemTouched(key="T-9", initiative_id=far.initiative_id, system_id=other.system_id, touch=other.touch))
    session.commit()
    reader.get("/initiatives/FAR")
    with count_queries() as many:
        reader.get("/initiatives/FAR")
    assert len(many) == len(few)


def test_readers_are_not_offered_what_they_may_not_write(reader, client_as):
    assert "/systems-touched/new?initiative=VAGUE" not in reader.get("/initiatives/VAGUE").text
    assert "/systems-touched/new?initiative=VAGUE" in client_as(Role.EDITOR).get("/initiatives/VAGUE").text


def test_nobody_sees_blockers_without_logging_in(app):
    client = app.test_client()
    for address in ("/blockers", "/blockers/systems.csv"):
        assert client.get(address).status_code == 302


def test_an_initiative_tells_the_cheapest_way_to_unblock_it(reader, session):
    assert "No proposed remediation with a cost clears the way past:" in reader.get("/initiatives/FAR").text
    old = session.query(System).filter_by(key="OLD").one()
    for key, kind, cost, months in (
        ("WRAP", RemediationKind.INSULATE, 250_000, 3),
        ("MEND", RemediationKind.UPGRADE, 900_000, 2),
    ):
        proposed = RemediationStatus.PROPOSED
        session.add(
            Remediation(key=key, name=key, system_id=old.id, kind=kind, status=proposed, cost=cost, duration_months=months)
        )
    session.commit()
    far = reader.get("/initiatives/FAR").text
    ways = far.split("What it takes to unblock it")[1].split("</section>")[0]
    cheapest, second = ways.split("Next cheapest")
    assert "/remediations/WRAP" in cheapest
    assert "Together SEK\u00a0250,000." in cheapest
    assert "Begun today it is done 24 Feb 2027, in time." in cheapest
    assert "/remediations/MEND" in second
    near = reader.get("/initiatives/NEAR").text
    assert "/remediations/WRAP" not in near.split("What it takes to unblock it")[1].split("</section>")[0]


def test_the_page_tells_when_each_is_free(reader):
    waits = reader.get("/blockers").text.split("Unblocked when?</h2>")[1].split("</table>")[0]
    assert "2 of 2 blocked initiatives are freed by what is agreed, but too late." in waits
    far = waits.split("/initiatives/FAR")[1].split("</tr>")[0]
    assert "31 Jan 2028" in far
    assert "215" in far, "days from the day it is needed"
    page = reader.get("/initiatives/FAR").text
    assert "Unblocked 31 Jan 2028, when what is agreed is done; that is 215 days after it is needed." in page
    assert '<svg class="timeline"' in page


def test_the_sentence_tells_what_would_free_it_sooner(reader, session):
    old = session.query(System).filter_by(key="OLD").one()
    wrap = {"kind": RemediationKind.INSULATE, "status": RemediationStatus.PROPOSED, "cost": 1, "duration_months": 3}
    session.add(Remediation(key="WRAP", name="Ett API framför", system_id=old.id, **wrap))
    session.commit()
    assert "Already 24 Feb 2027 if this is decided and begun today: Ett API framför." in reader.get("/initiatives/FAR").text


def test_the_sentence_names_what_must_be_decided_when_nothing_agreed_helps(reader, session):
    agreed = session.query(Remediation).filter_by(key="REM-1").one()
    agreed.status, agreed.planned_finish, agreed.duration_months = RemediationStatus.PROPOSED, None, 12
    session.commit()
    page = reader.get("/initiatives/FAR").text
    assert "Unblocked when this is decided and done: Byt ut Registret; begun today it is done 24 Nov 2027." in page
    agreed.status = RemediationStatus.REJECTED
    session.commit()
    assert "Nothing that is agreed or proposed unblocks it" in reader.get("/initiatives/FAR").text


def add_obstacle(session, initiative, cause, system=None):
    number = session.query(Initiative).filter_by(key=initiative).one().id
    place = session.query(System).filter_by(key=system).one().id if system else None
    session.add(Obstacle(key="OBS-9", name="Stopp", initiative_id=number, system_id=place, cause=cause, observed_on=TODAY))
    session.commit()


def test_what_only_a_contract_stops_is_shown_as_such(reader, session):
    add_obstacle(session, "FREE", ObstacleCause.CONTRACT)
    page = reader.get("/blockers").text
    assert "2 of 4 active initiatives are blocked" in page
    assert "1 more is stopped by a supplier or a contract alone." in page
    line = page.split("Active initiatives</h2>")[1].split("/initiatives/FREE")[1].split("</tr>")[0]
    assert "Stopped by terms" in line
    assert "/obstacles/" in line


def test_both_sides_are_compared_over_all_initiatives(reader, session):
    add_obstacle(session, "FREE", ObstacleCause.TECHNOLOGY, "HUB")
    page = reader.get("/blockers/observed").text
    assert "People and registry agree on 1; 1 only people have met, 1 only the registry infers." in page
    observed, inferred = page.split("Only inferred (1)")
    assert "/systems/HUB" in observed
    assert "Not judged legacy" in observed
    assert "/initiatives/NEAR" in inferred


def test_every_path_can_be_taken_home_step_by_step(reader):
    rows = table(reader.get("/blockers/paths.csv"))
    far = [row for row in rows if row["initiative"] == "FAR"]
    assert [(row["from"], row["to"], row["kind"]) for row in far] == [("WEB", "HUB", "api"), ("HUB", "OLD", "file_transfer")]
    assert far[1]["why"].startswith("A file transfer ties both sides")
    assert [row["step"] for row in rows if row["initiative"] == "NEAR"] == ["0"]


@pytest.mark.parametrize("name", ["initiatives", "systems", "paths", "observed"])
def test_every_table_comes_as_a_workbook_too(reader, name):
    book = load_workbook(io.BytesIO(reader.get(f"/blockers/{name}.xlsx").data))
    assert book.active.max_row > 1


def test_a_system_page_tells_what_is_free_when_it_is_mended(reader):
    page = reader.get("/systems/OLD").text
    assert "It alone blocks 2 of them: those are free when this is mended." in page
    assert "SEK\u00a02,000,000" in page.split("Initiatives it blocks</h2>")[1].split("/initiatives/FAR")[1].split("</tr>")[0]
