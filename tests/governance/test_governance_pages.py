"""What people see of a verdict: panels, the document with findings, the overview, the clauses, the check without saving."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
import yaml
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from registry.apis.models import Api, ApiVersion, DocumentRevision, SpecificationDocument, Waiver
from registry.core.api_vocabulary import VersionStatus
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.profile import built_in_profiles, load_profile
from registry.governance.documents import store_document
from registry.kit.access import Role
from registry.kit.database import database

PROFILE = load_profile(built_in_profiles()["sundsvall"])
PERSONAL = b"""  /people:
    get:
      parameters: [{name: personalNumber, in: query, schema: {type: string, maxLength: 12}}]
      responses: {"200": {description: The person}}
"""
HOSTILE = b"""openapi: 3.1.0
info: {title: "<script>alert(1)</script>", version: "1.0"}
paths: {}
# </code><img src=x onerror=alert(2)>
"""


@pytest.fixture
def published(app: Flask, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date) -> str:
    with app.app_context():
        version = new_version(database.session)
        store_document(database.session, version, gatewayed, "case status.yaml")
        database.session.commit()
        return version.key


@pytest.fixture
def reader(client_as: Callable[[Role], FlaskClient]) -> FlaskClient:
    return client_as(Role.READER)


@pytest.mark.parametrize("page", ["/apis/case-status", "/api-versions/case-status-1.2"])
def test_a_page_tells_the_verdict_with_line_clause_and_mend(reader: FlaskClient, published: str, page: str) -> None:
    shown = reader.get(page).text
    assert "Breaks MUST clauses" in shown
    assert "The API does not serve its document at /api-docs" in shown
    assert "/api-versions/case-status-1.2/document?line=4#L4" in shown
    assert "Mend:" in shown
    assert "set the API&#39;s authentication method in the catalogue" in shown
    assert "How the score is reckoned" in shown
    assert "Waive R12" not in shown


@pytest.mark.parametrize("page", ["/apis/case-status", "/api-versions/case-status-1.2"])
def test_the_style_sheet_of_a_panel_stands_once_in_the_head(reader: FlaskClient, published: str, page: str) -> None:
    head, body = reader.get(page).text.split("</head>")
    assert head.count("governance.css") == 1
    assert "stylesheet" not in body


def test_an_architect_is_led_to_the_waiver(client_as: Callable[[Role], FlaskClient], published: str) -> None:
    shown = client_as(Role.ARCHITECT).get(f"/api-versions/{published}").text
    assert "/waivers/new?api=case-status&amp;profile=sundsvall&amp;clause=R12" in shown


def test_a_version_without_a_document_says_so(
    app: Flask, reader: FlaskClient, new_version: Callable[..., ApiVersion], day: date
) -> None:
    with app.app_context():
        new_version(database.session)
        database.session.commit()
    assert "No document is published for this version" in reader.get("/api-versions/case-status-1.2").text
    assert reader.get("/api-versions/case-status-1.2/document").status_code == 404
    assert "No version has been checked yet" in reader.get("/strategy").text


def test_the_document_is_shown_with_numbers_and_findings_at_their_lines(reader: FlaskClient, published: str) -> None:
    shown = reader.get(f"/api-versions/{published}/document").text
    line = shown[shown.index('id="L4"') : shown.index('id="L5"')]
    assert "paths:" in line
    assert "R12" in line


def test_a_document_on_one_line_is_written_out_with_its_findings_at_their_lines(
    app: Flask, reader: FlaskClient, gatewayed: bytes, new_version: Callable[..., ApiVersion], day: date
) -> None:
    minified = json.dumps({**yaml.safe_load(gatewayed), "x-long": "y" * 500}, separators=(",", ":"))
    with app.app_context():
        store_document(database.session, new_version(database.session), minified.encode(), "case status.json")
        database.session.commit()
    page = reader.get("/api-versions/case-status-1.2/document").text
    row = re.search(r'<tr id="L(\d+)" class="has-findings">.*?<code>(.*?)</code>(.*?)</tr>', page)
    assert row is not None
    assert (row[2], "The API does not serve its document" in row[3]) == ("  &#34;paths&#34;: {", True)
    assert re.findall(r"<code>(.*)</code></td>", page)[:3] == [
        "{",
        "  &#34;openapi&#34;: &#34;3.1.0&#34;,",
        "  &#34;info&#34;: {",
    ]
    column = minified.index('"paths"') + 1
    link = f"/api-versions/case-status-1.2/document?line=1&amp;column={column}#L1C{column}"
    assert link in reader.get("/api-versions/case-status-1.2").text
    assert f'<tr id="L{row[1]}" class="has-findings"><td class="line-number" id="L1C{column}">' in reader.get(unescape(link)).text


def test_what_a_document_says_never_becomes_markup(
    app: Flask, reader: FlaskClient, new_version: Callable[..., ApiVersion], day: date
) -> None:
    with app.app_context():
        store_document(database.session, new_version(database.session), HOSTILE, '"><b>.yaml')
        database.session.commit()
    for page in ("/api-versions/case-status-1.2/document", "/api-versions/case-status-1.2", "/strategy", "/strategy/clauses/R02"):
        shown = reader.get(page).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert '"><b>.yaml' not in shown


def test_the_raw_document_is_a_download_that_no_browser_runs(reader: FlaskClient, published: str, gatewayed: bytes) -> None:
    answer = reader.get(f"/api-versions/{published}/document/raw")
    assert answer.data == gatewayed
    assert answer.headers["Content-Disposition"] == "attachment; filename=case_status.yaml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/octet-stream"


def test_a_long_document_is_shown_a_page_at_a_time(
    app: Flask, reader: FlaskClient, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date
) -> None:
    with app.app_context():
        long = gatewayed + b"# more\n" * 2500 + b"# " + b"x" * 5000
        store_document(database.session, new_version(database.session), long)
        database.session.commit()
    first = reader.get("/api-versions/case-status-1.2/document?page=1").text
    assert "Page 1 of 3" in first
    assert 'id="L1000"' in first
    assert 'id="L1001"' not in first
    last = reader.get("/api-versions/case-status-1.2/document?line=2516").text
    assert "Page 3 of 3" in last
    assert "… (+3002)" in last
    assert "Page 3 of 3" in reader.get("/api-versions/case-status-1.2/document?page=99").text
    assert "Page 1 of 3" in reader.get("/api-versions/case-status-1.2/document?page=-1&line=x").text


def test_a_verdict_that_rests_on_a_lapsed_waiver_is_judged_anew_when_shown(
    app: Flask, reader: FlaskClient, published: str, day: date
) -> None:
    with app.app_context():
        api = database.session.scalars(select(ApiVersion)).one().api_id
        database.session.add(
            Waiver(key="W-1", api_id=api, profile="sundsvall", clause="R12", reason="Soon", expires_on=day + timedelta(days=1))
        )
        database.session.commit()
    assert "Waived until 2026-11-25" in reader.get(f"/api-versions/{published}").text
    app.config["TODAY"] = day + timedelta(days=2)
    shown = reader.get(f"/api-versions/{published}").text
    assert "A waiver ran out on 25 Nov 2026" in shown
    assert "Waived until" not in shown
    assert "a waiver has run out since the check" in reader.get("/strategy").text


def test_checking_again_is_for_those_who_publish(client_as: Callable[[Role], FlaskClient], published: str) -> None:
    architect, reader = client_as(Role.ARCHITECT), client_as(Role.READER)
    for client, status in ((architect, 302), (reader, 403)):
        token = csrf_of(client.get("/strategy/try").text)
        assert client.post(f"/api-versions/{published}/check", data={"csrf_token": token}).status_code == status
    assert architect.post(f"/api-versions/{published}/check").status_code == 400


def test_the_overview_counts_and_filters(reader: FlaskClient, published: str) -> None:
    shown = reader.get("/strategy").text
    assert "0 of 1 checked version follows all MUST clauses" in shown
    assert "Case status 1.2" in shown
    assert "Case status 1.2" in reader.get("/strategy?q=case&verdict=failed").text
    assert "Nothing fits these filters" in reader.get("/strategy?verdict=passed").text
    assert "Nothing fits these filters" in reader.get("/strategy?q=parking").text
    assert reader.get("/strategy?page=nonsense").status_code == 400


def test_a_cell_has_a_sign_and_a_word_and_the_row_counts_what_passed_and_what_is_open(
    reader: FlaskClient, published: str
) -> None:
    page = reader.get("/strategy").text
    cells = re.findall(r'<td class="cell cell-(\w+)".*?<span class="word"> (\w+)</span>', page)
    words = {"passed": "passed", "failed": "failed", "waived": "waived", "not_checkable": "open"}
    assert cells
    assert [words[state] for state, _word in cells] == [word for _state, word in cells]
    for state, word in (("passed", "passed"), ("not_checkable", "open")):
        count = sum(found == state for found, _word in cells)
        assert count > 0
        assert f"{count} {word}</span>" in page


def test_versions_without_a_document_are_counted_when_offered_and_lead_to_their_list(
    app: Flask, reader: FlaskClient, published: str
) -> None:
    with app.app_context():
        api = database.session.scalars(select(Api)).one()
        for number, status in enumerate([VersionStatus.ACTIVE, VersionStatus.DEPRECATED, VersionStatus.RETIRED, None]):
            database.session.add(ApiVersion(key=f"bare-{number}", api_id=api.id, version=f"9.{number}", status=status))
        database.session.commit()
    page = reader.get("/strategy").text
    address = "/api-versions/?status=active&amp;status=deprecated"
    assert f'<a href="{address}">2 versions in use have no published document</a>' in page
    listed = reader.get(unescape(address)).text
    assert [f"bare-{number}" in listed for number in range(4)] == [True, True, False, False]


def test_every_clause_has_its_page_with_source_and_rule(reader: FlaskClient, published: str) -> None:
    listed = reader.get("/strategy/clauses").text
    for clause in PROFILE.clauses:
        assert f">{clause.id}</a>" in listed
        shown = reader.get(f"/strategy/clauses/{clause.id}")
        assert shown.status_code == 200
        assert PROFILE.sources[clause.sources[0]].link in shown.text
        if clause.rules:
            assert f"<code>{clause.rules[0].rule}</code>" in shown.text
            assert "Good</span>" in shown.text
        else:
            assert "not by a rule" in shown.text
    assert reader.get("/strategy/clauses/R99").status_code == 404


def test_a_clause_names_the_versions_that_fail_it(reader: FlaskClient, published: str) -> None:
    assert "Case status 1.2" in reader.get("/strategy/clauses/R12").text
    assert "None, of 1 checked version." in reader.get("/strategy/clauses/R03").text


def test_clauses_are_read_in_the_readers_language(reader: FlaskClient, published: str) -> None:
    shown = reader.get("/strategy/clauses/R10", headers={"Accept-Language": "sv"}).text
    assert '<span class="level">SKALL</span>' in shown
    assert PROFILE.clause("R10").paraphrase["sv"] in shown


def test_any_reader_may_try_a_document_and_nothing_is_saved(app: Flask, reader: FlaskClient, follows: bytes) -> None:
    token = csrf_of(reader.get("/strategy/try").text)
    answer = reader.post("/strategy/try", data={"csrf_token": token, "text": follows.decode()})
    assert "Follows all MUST clauses that can be checked" in answer.text
    assert "title: CaseManagement" in answer.text
    uploaded = reader.post(
        "/strategy/try", data={"csrf_token": token, "file": (BytesIO(follows), "c.yaml")}, content_type="multipart/form-data"
    )
    assert "CaseManagement 2.1" in uploaded.text
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(SpecificationDocument)) == 0


def test_a_bad_paste_is_told_with_its_line_and_kept(reader: FlaskClient) -> None:
    token = csrf_of(reader.get("/strategy/try").text)
    answer = reader.post("/strategy/try", data={"csrf_token": token, "text": "openapi: 3.1.0\ninfo: ]"})
    assert answer.status_code == 422
    assert "The document, line 2" in answer.text
    assert "info: ]" in answer.text


@pytest.mark.parametrize("page", ["/strategy", "/strategy/clauses", "/strategy/try", "/apis/publish"])
def test_nobody_reads_without_logging_in(app: Flask, page: str) -> None:
    answer = app.test_client().get(page)
    assert answer.status_code == 302
    assert answer.location.startswith("/login")


def test_the_matrix_goes_to_a_spreadsheet_with_a_column_for_each_clause(reader: FlaskClient, published: str) -> None:
    [columns, *lines] = csv.reader(reader.get("/strategy/matrix.csv").get_data().decode("utf-8-sig").splitlines(), delimiter=";")
    assert columns[:4] == ["api", "name", "version", "status"]
    assert columns[7:] == [clause.id for clause in PROFILE.clauses]
    [verdicts] = [dict(zip(columns, line, strict=True)) for line in lines]
    assert (verdicts["api"], verdicts["verdict"], verdicts["R12"]) == ("case-status", "failed", "failed")
    assert len(reader.get("/strategy/matrix.csv?verdict=passed").get_data().decode("utf-8-sig").splitlines()) == 1
    workbook = load_workbook(BytesIO(reader.get("/strategy/matrix.xlsx").get_data()))
    assert [cell.value for cell in workbook.active[2]][:3] == ["case-status", "Case status", "1.2"]


def test_every_rule_has_its_page_in_both_languages(reader: FlaskClient) -> None:
    listed = reader.get("/strategy/rules").text
    for name in all_rules():
        assert f"/strategy/rules/{name}" in listed
        assert "Mend:" in reader.get(f"/strategy/rules/{name}").text
        assert "Så rättar du:" in reader.get(f"/strategy/rules/{name}", headers={"Accept-Language": "sv"}).text
    assert reader.get("/strategy/rules/no-such").status_code == 404


def test_the_trend_tells_the_score_of_each_revision_and_leads_to_its_document(
    app: Flask, reader: FlaskClient, published: str, follows: bytes
) -> None:
    with app.app_context():
        version = database.session.scalars(select(ApiVersion)).one()
        store_document(database.session, version, follows, "better.yaml")
        database.session.commit()
    shown = reader.get(f"/api-versions/{published}").text
    [rise] = re.findall(r"The score has risen from (\d+) to (\d+) over 2 revisions</b>", shown)
    assert 0 < int(rise[0]) < int(rise[1])
    [earlier] = re.findall(r'href="([^"]+revision=\d+)"', shown)
    page = reader.get(earlier).text
    assert "This is an earlier document" in page
    assert "Breaks MUST clauses" in page
    assert "Case status" in reader.get(f"{earlier.replace('/document?', '/document/raw?')}").text
    assert "This is an earlier document" not in reader.get(f"/api-versions/{published}/document").text


def test_a_revision_of_another_version_is_not_shown_as_ones_own(
    app: Flask, reader: FlaskClient, published: str, new_version: Callable[..., ApiVersion], follows: bytes
) -> None:
    with app.app_context():
        other = new_version(database.session, "Party", "2.0")
        store_document(database.session, other, follows)
        database.session.commit()
        [number] = database.session.scalars(select(DocumentRevision.id).where(DocumentRevision.api_version_id == other.id))
    for asked in (number, 99_999, "x", ""):
        assert reader.get(f"/api-versions/{published}/document?revision={asked}").status_code == 404


@pytest.fixture
def long(app: Flask, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date) -> str:
    """A document of some 1 500 lines whose findings lie at both ends."""
    lines = b"".join(b"    # line %d of a long remark\n" % number for number in range(1_500))
    with app.app_context():
        version = new_version(database.session)
        data = gatewayed.replace(b"paths:\n", b"paths:\n" + lines) + PERSONAL
        store_document(database.session, version, data)
        database.session.commit()
        return version.key


def shown_lines(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<tr id="L(\d+)"', page)]


def test_a_long_document_is_shown_at_first_around_its_findings(reader: FlaskClient, long: str) -> None:
    page = reader.get(f"/api-versions/{long}/document").text
    marked = [int(number) for number in re.findall(r'<tr id="L(\d+)" class="has-findings"', page)]
    shown = shown_lines(page)
    assert any(number > 1_500 for number in marked)
    assert set(shown) == {near for number in marked for near in range(number - 4, number + 5) if 1 <= near <= max(shown)}
    assert shown == sorted(set(shown))
    assert len(shown) < 100
    assert "Lines left out" in page


def test_the_whole_of_it_is_shown_on_demand_and_where_a_line_is_asked_for(reader: FlaskClient, long: str) -> None:
    assert shown_lines(reader.get(f"/api-versions/{long}/document?view=whole").text) == list(range(1, 1_001))
    assert shown_lines(reader.get(f"/api-versions/{long}/document?line=1200").text)[0] == 1_001


def test_a_short_document_is_shown_whole_until_only_the_findings_are_asked_for(reader: FlaskClient, published: str) -> None:
    whole = shown_lines(reader.get(f"/api-versions/{published}/document").text)
    assert whole == list(range(1, len(whole) + 1))
    assert set(shown_lines(reader.get(f"/api-versions/{published}/document?view=findings").text)) <= set(whole)
