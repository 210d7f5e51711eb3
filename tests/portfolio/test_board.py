"""What the executive board is told, on screen and as a tagged PDF; and the draft of the monthly letter."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from portfolio.catalogue import TODAY, blocked_catalogue
from pypdf import PdfReader

from registry.core.vocabulary import ObstacleCause, RemediationKind, RemediationStatus
from registry.indicators.models import IndicatorSnapshot, IndicatorTarget
from registry.initiatives.models import Benefit, Initiative, Obstacle, PlanRun, Remediation
from registry.kit.access import Role
from registry.portfolio.changes import changes
from registry.systems.models import System

pytestmark = pytest.mark.database
OCTOBER = date(2026, 10, 1)
PLAN = {
    "begin": [
        {
            "remediation": "REM-1",
            "name": "Byt ut Registret",
            "system_name": "Registret",
            "year": 2027,
            "done": 2028,
            "funding": "investment",
            "cost": 7_654_000,
        }
    ],
    "cost": 7_654_000,
    "benefit": 10_000_000,
    "benefit_without_plan": 1_000_000,
    "horizon": 2034,
}


def snapshot(session, day, value, met, unmet):
    records = {"met": [f"initiative/{key}" for key in met], "unmet": [f"initiative/{key}" for key in unmet]}
    session.add(IndicatorSnapshot(indicator="unblocked-initiatives", day=day, value=value, records=records))


@pytest.fixture
def catalogue(app, session):
    """Between September and today NEAR was newly blocked, FREE was freed, and one of everything happened in October."""
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    alone = session.query(System).filter_by(key="ALONE").one()
    far, done = (session.query(Initiative).filter_by(key=key).one() for key in ("FAR", "DONE"))
    done.ended_on, done.realised_benefit = date(2026, 10, 2), 300_000
    about = {"system_id": alone.id, "kind": RemediationKind.UPGRADE}
    session.add_all(
        [
            Remediation(key="OLD-1", name="Ny server", status=RemediationStatus.DONE, done_on=date(2026, 10, 31), **about),
            Remediation(
                key="OLD-2",
                name="Ny databas",
                status=RemediationStatus.PLANNED,
                decided_on=date(2026, 10, 1),
                cost=50_000,
                **about,
            ),
            Remediation(key="OLD-3", name="Före", status=RemediationStatus.DONE, done_on=date(2026, 9, 30), **about),
            Obstacle(key="OBS-8", name="Låst tabell", cause=ObstacleCause.TECHNOLOGY, observed_on=date(2026, 10, 5)),
            Obstacle(
                key="OBS-9",
                name="Gammalt",
                cause=ObstacleCause.LAW,
                observed_on=date(2025, 1, 1),
                resolved_on=date(2026, 10, 6),
            ),
            Benefit(key="B-1", name="Färre brev", initiative_id=far.id, realised=1_000, measured_on=date(2026, 10, 7)),
            IndicatorTarget(key="AIM-1", indicator="unblocked-initiatives", target=80, threshold=50),
        ]
    )
    snapshot(session, date(2026, 9, 30), 50.0, ["NEAR"], ["FAR", "FREE"])
    snapshot(session, date(2026, 10, 30), 33.3, ["FREE"], ["FAR", "NEAR"])
    session.commit()
    return session


@pytest.fixture
def reader(catalogue, client_as):
    return client_as(Role.READER)


def test_changes_are_those_after_the_first_day_up_to_the_last(catalogue):
    found = changes(catalogue, date(2026, 9, 30), date(2026, 10, 31))
    names = {kind: [event.key for event in getattr(found, kind)] for kind in ("finished", "mended", "funded", "measured")}
    assert names == {"finished": ["DONE"], "mended": ["OLD-1"], "funded": ["OLD-2"], "measured": ["B-1"]}
    assert [event.key for event in found.revealed] == ["OBS-8"]
    assert [event.key for event in found.resolved] == ["OBS-9"]
    assert [event.key for event in found.freed] == ["FREE"]
    assert [event.key for event in found.blocked] == ["NEAR"]
    assert found.compared == (date(2026, 9, 30), date(2026, 10, 30))


def test_who_was_freed_is_not_guessed_without_records(catalogue):
    snapshot(catalogue, date(2026, 8, 1), 20.0, [], [])
    catalogue.commit()
    found = changes(catalogue, date(2026, 8, 15), TODAY)
    assert (found.compared, found.freed, found.blocked) == (None, (), ())


def test_the_page_answers_first_and_shows_then_and_now(reader):
    page = reader.get("/board?since=2026-09-30").text
    assert "2 of 4 active initiatives are free to go. Benefit that waits: SEK\u00a02,500,000 a year." in page
    row = page.split("/indicators/unblocked-initiatives")[2].split("</tr>")[0]
    for value in ("50", "33.3", "80", "threshold crossed"):
        assert value in row, value
    assert "No plan has been made yet." in page
    changed = page.split("What changed since 30 Sep 2026")[1]
    for name in ("Ny server", "Ny databas", "Låst tabell", "Gammalt", "Färre brev", "Öppna data", "Nytt register"):
        assert name in changed, name
    assert "Före" not in changed


def test_the_newest_plan_is_proposed_unless_another_is_asked_for(reader, catalogue):
    for begin in (PLAN["begin"], []):
        catalogue.add(PlanRun(asked_by="x", state="done", terms={}, result={**PLAN, "begin": begin}))
    catalogue.commit()
    assert "Byt ut Registret" not in reader.get("/board").text.split("Proposed plan</h2>")[1].split("What changed")[0]
    chosen = reader.get("/board?plan=1").text.split("Proposed plan</h2>")[1]
    assert "1 remediation for SEK\u00a07,654,000 brings SEK\u00a09,000,000 of benefit by 2034." in chosen
    assert "Byt ut Registret" in chosen


@pytest.mark.parametrize(("language", "title"), [("sv", "Lägesbild till ledningen"), ("en", "Report to the executive board")])
def test_the_document_is_tagged_and_says_the_same(reader, catalogue, language, title):
    catalogue.add(PlanRun(asked_by="x", state="done", terms={}, result=PLAN))
    catalogue.commit()
    answer = reader.get("/board.pdf", headers={"Accept-Language": language})
    assert answer.content_type == "application/pdf"
    made = PdfReader(io.BytesIO(answer.data))
    root = made.trailer["/Root"].get_object()
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"]), made.metadata.title) == (language, True, title)
    text = "".join(page.extract_text() for page in made.pages)
    headline = {"sv": "2 av 4 pågående initiativ har fri väg.", "en": "2 of 4 active initiatives are free to go."}[language]
    assert headline in text
    assert "Byt ut Registret" in text
    assert "Låst tabell" in text


def test_its_tables_can_be_taken_home(reader):
    book = load_workbook(io.BytesIO(reader.get("/board/changes.xlsx?since=2026-09-30").data))
    keys = {row[2] for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert {"OLD-1", "OLD-2", "OBS-8", "OBS-9", "B-1", "DONE", "FREE", "NEAR"} == keys
    assert "unblocked-initiatives" in reader.get("/board/indicators.csv").text


def test_a_day_that_is_none_is_not_found(reader):
    for address in ("/board?since=yesterday", "/board.pdf?since=2026-13-01", "/letter?month=x", "/letter?month=2026-13"):
        assert reader.get(address).status_code == 404, address


def test_the_letter_tells_the_month_in_swedish_ready_to_paste(reader):
    page = reader.get("/letter?month=2026-10", headers={"Accept-Language": "sv"}).text
    text = page.split("<textarea")[1].split("</textarea>")[0]
    assert "1 initiativ är klart: Klart." in text
    assert "1 åtgärd är klar: Ny server." in text
    assert "1 nytt hinder rapporterades: Låst tabell." in text
    assert "1 hinder löstes: Gammalt." in text
    assert "1 initiativ har inte längre något i sin väg: Öppna data." in text
    assert "”Ny databas” finansierades, 50\u00a0000\u00a0kr." in text
    assert "Före" not in text


def test_a_month_without_news_says_so_and_the_month_before_is_what_one_gets(reader):
    assert "Nothing was finished, decided, revealed or unblocked this month." in reader.get("/letter?month=2020-02").text
    assert "Monthly letter 2026-10" in reader.get("/letter").text


def test_other_programs_are_told_the_same(reader):
    answer = reader.get("/api/v1/board?since=2026-09-30").json
    assert (answer["active"], answer["blocked"], answer["free"]) == (4, 2, 2)
    [unblocked] = [one for one in answer["indicators"] if one["indicator"] == "unblocked-initiatives"]
    assert (unblocked["then"], unblocked["now"], unblocked["target"], unblocked["state"]) == (50.0, 33.3, 80, "bad")
    assert [event["key"] for event in answer["changes"]["freed"]] == ["FREE"]
    assert answer["top_blockers"][0]["system"] == "OLD"
    assert reader.get("/api/v1/board?since=soon").status_code == 422
