"""Indicators for other programs and spreadsheets, and the signals on the start page."""

import io
from datetime import date

import pytest
from conftest import csrf_of, email_of
from openpyxl import load_workbook
from portfolio.catalogue import TODAY, blocked_catalogue

from registry.accounts.models import Account
from registry.indicators.models import IndicatorSnapshot, IndicatorTarget
from registry.kit.access import Role
from registry.kit.database import database
from registry.kit.security import TOKEN_HEADER

EARLIER = date(2026, 11, 1)


@pytest.fixture
def catalogue(app, session):
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    records = {"met": ["initiative/FREE"], "unmet": ["initiative/FAR"], "met_count": 1, "unmet_count": 1}
    session.add(
        IndicatorSnapshot(indicator="unblocked-initiatives", day=EARLIER, value=50.0, numerator=1, denominator=2, records=records)
    )
    session.add(IndicatorTarget(key="AIM-1", indicator="unblocked-initiatives", target=80, threshold=60))
    session.commit()
    return session


def test_every_indicator_comes_with_its_newest_value_and_signal(catalogue, client_as):
    found = {one["indicator"]: one for one in client_as(Role.READER).get("/api/v1/indicators").json["indicators"]}
    unblocked = found["unblocked-initiatives"]
    assert (unblocked["newest"]["value"], unblocked["target"], unblocked["state"]) == (50.0, 80, "bad")
    assert unblocked["signal"] == "The threshold 60 is crossed: the strategy needs renewal here"
    assert found["compliant-apis"]["newest"] is None
    assert "supplier-concentration" not in found, "what contracts cost is not for readers"
    assert "supplier-concentration" in client_as(Role.PROCUREMENT).get("/api/v1/indicators").text


def test_one_comes_over_time_with_the_records_of_each_day(catalogue, client_as):
    client = client_as(Role.READER)
    assert [one["day"] for one in client.get("/api/v1/indicators/unblocked-initiatives").json["values"]] == ["2026-11-01"]
    answer = client.get("/api/v1/indicators/unblocked-initiatives/2026-11-01").json
    assert (answer["met"], answer["unmet"]) == (["initiative/FREE"], ["initiative/FAR"])
    for address in ("unblocked-initiatives/2026-11-02", "unblocked-initiatives/soon", "nothing", "supplier-concentration"):
        assert client.get(f"/api/v1/indicators/{address}").status_code == 404, address


def test_they_are_taken_over_rest_by_those_who_may(app, catalogue, client_as):
    for role, status in ((Role.READER, 403), (Role.EDITOR, 200)):
        client_as(role)
        with app.app_context():
            token = database.session.query(Account).filter_by(email=email_of(role)).one().get_auth_token()
        answer = app.test_client().post("/api/v1/indicators/take", headers={TOKEN_HEADER: token})
        assert answer.status_code == status
    assert answer.json["taken"] >= 7
    assert catalogue.query(IndicatorSnapshot).filter_by(day=TODAY).count() == answer.json["taken"]


def test_every_value_can_be_taken_home(catalogue, client_as):
    book = load_workbook(io.BytesIO(client_as(Role.READER).get("/indicators/values.xlsx").data))
    [row] = list(book.active.iter_rows(min_row=2, values_only=True))
    assert (row[0], row[3], row[6], row[7]) == ("unblocked-initiatives", 50, 80, 60)


def test_a_crossed_threshold_is_a_signal_on_the_start_page(catalogue, client_as):
    client = client_as(Role.READER)
    assert "Signals that the strategy needs renewal: Unblocked initiatives." in client.get("/").text
    catalogue.query(IndicatorTarget).one().threshold = 40
    catalogue.commit()
    assert "No threshold is crossed." in client.get("/").text
    editor = client_as(Role.EDITOR)
    editor.post("/indicators/take", data={"csrf_token": csrf_of(editor.get("/indicators").text)})
    assert "Signals that the strategy needs renewal: Unblocked initiatives." in client.get("/").text
