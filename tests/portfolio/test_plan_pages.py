"""The remediation plan in the browser's words: a form, a reckoning beside it, and an answer that adds up."""

from __future__ import annotations

import csv
import io
import re
import time

import pytest
from conftest import csrf_of, logged_in
from flask import Flask
from flask.testing import FlaskClient

from registry.kit.access import Role

pytestmark = pytest.mark.database


@pytest.fixture
def reader(demo_app: Flask) -> FlaskClient:
    return logged_in(demo_app, Role.READER)


def planned(client: FlaskClient, **form: str) -> str:
    token = csrf_of(client.get("/plan").text)
    answer = client.post("/plan", data={"csrf_token": token, **form})
    assert answer.status_code == 302, answer.text
    for _attempt in range(120):
        page = client.get(answer.location).text
        if "data-reload" not in page:
            return page
        time.sleep(0.25)
    raise AssertionError("the plan did not end")


def test_a_plan_tells_what_to_begin_what_it_frees_and_why_the_rest_waits(reader: FlaskClient) -> None:
    page = planned(reader, operating_2027="2 000 000", investment_2027="6000000", operating_2028="2 000 000 kr")
    assert re.search(r"\d+ remediations for SEK.[\d,]+ bring SEK.[\d,]+ of benefit by 2033", page)
    assert "What to begin" in page
    assert "It stands in no initiative" in page
    assert "SEK\u00a0100,000 more of operating budget in 2027 would bring" in page
    assert "Plan 1" in reader.get("/plan").text


def test_what_was_typed_is_kept_and_told_by_field(reader: FlaskClient) -> None:
    token = csrf_of(reader.get("/plan").text)
    answer = reader.post(
        "/plan", data={"csrf_token": token, "operating_2027": "mycket", "most_begun": "0", "investment_2028": "7"}
    )
    assert answer.status_code == 422
    assert "“mycket” is not a number of whole kronor" in answer.text
    assert "“0” is not a whole number of at least 1." in answer.text
    assert 'value="mycket"' in answer.text
    assert 'value="7"' in answer.text


def test_an_empty_budget_is_no_question(reader: FlaskClient) -> None:
    token = csrf_of(reader.get("/plan").text)
    assert "Give at least one year some money." in reader.post("/plan", data={"csrf_token": token}).text


def test_what_must_be_done_and_does_not_fit_is_told(reader: FlaskClient) -> None:
    assert "what must be done does not fit money and years" in planned(reader, investment_2027="5")


def test_a_plan_that_nobody_asked_for_is_not_found(reader: FlaskClient) -> None:
    assert reader.get("/plan/4711").status_code == 404


def test_every_table_of_a_plan_can_be_taken_home(reader: FlaskClient) -> None:
    planned(reader, operating_2027="2 000 000", investment_2027="6000000")
    begin = list(csv.DictReader(io.StringIO(reader.get("/plan/1/begin.csv").text.removeprefix("\ufeff")), delimiter=";"))
    shown = reader.get("/plan/1").text.split("What to begin</h2>")[1].split("</table>")[0]
    assert begin
    assert all(f"/remediations/{row['remediation']}" in shown for row in begin)
    for table in ("free", "blocked", "money", "frontier", "left_out"):
        assert reader.get(f"/plan/1/{table}.xlsx").status_code == 200, table
    assert "stands in no initiative" in reader.get("/plan/1/left_out.csv").text
    assert reader.get("/plan/1/other.csv").status_code == 404
    assert reader.get("/plan/4711/begin.csv").status_code == 404
