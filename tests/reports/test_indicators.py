"""The indicators: reckoned by hand from a small catalogue, kept by day, shown with every record behind them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from portfolio.catalogue import TODAY, blocked_catalogue
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.vocabulary import Criticality, ObstacleCause
from registry.indicators.models import IndicatorSnapshot, IndicatorTarget, MaturityResult
from registry.initiatives.models import Benefit, Initiative, Obstacle
from registry.kit.access import Role
from registry.kit.measures import all_measures
from registry.organisations.models import Organisation
from registry.reports.indicators import take
from registry.systems.models import System

pytestmark = pytest.mark.database
CONFIDENTIAL = {"decided-in-time", "supplier-concentration"}


@pytest.fixture
def catalogue(app: Flask, session: Session) -> Session:
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    for key, criticality in (("OLD", Criticality.CRITICAL), ("WEB", Criticality.HIGH), ("HUB", Criticality.LOW)):
        session.scalars(select(System).where(System.key == key)).one().criticality = criticality
    far = session.scalars(select(Initiative).where(Initiative.key == "FAR")).one()
    for key, expected, realised in (("B-1", 300, 150), ("B-2", 100, 110), ("B-3", 999, None)):
        measured = TODAY if realised is not None else None
        session.add(Benefit(key=key, name=key, initiative_id=far.id, expected=expected, realised=realised, measured_on=measured))
    session.commit()
    return session


def taken(app: Flask, session: Session) -> dict[str, IndicatorSnapshot]:
    with app.app_context():
        take(session, TODAY)
        session.commit()
    return {row.indicator: row for row in session.scalars(select(IndicatorSnapshot).where(IndicatorSnapshot.day == TODAY))}


def test_each_value_is_what_one_counts_by_hand(app: Flask, catalogue: Session) -> None:
    found = taken(app, catalogue)
    assert set(found) == {measure.id for measure in all_measures()}
    unblocked = found["unblocked-initiatives"]
    assert (unblocked.numerator, unblocked.denominator, unblocked.value) == (1, 3, 33.3), (
        "VAGUE touches nothing and does not count"
    )
    assert unblocked.records["met"] == ["initiative/FREE"]
    assert unblocked.records["unmet"] == ["initiative/FAR", "initiative/NEAR"]
    legacy = found["legacy-critical-systems"]
    assert (legacy.records["met"], legacy.records["unmet"], legacy.value) == (["system/OLD"], ["system/WEB"], 50.0)
    assert {key for key, row in found.items() if "weights" in row.records} == {legacy.indicator, unblocked.indicator}
    assert legacy.records["weights"] == 0, "the product's own"
    assert found["insulated-dependencies"].value == 0.0
    realised = found["benefits-realised"]
    assert (realised.numerator, realised.denominator, realised.value) == (260, 400, 65.0)
    assert realised.records["unmet"] == ["benefit/B-1"]
    assert found["compliant-apis"].value is None, "nothing is offered, so there is nothing to count"


def test_an_initiative_that_only_a_contract_stops_is_not_free(app: Flask, catalogue: Session) -> None:
    free = catalogue.scalars(select(Initiative).where(Initiative.key == "FREE")).one()
    contract = ObstacleCause.CONTRACT
    catalogue.add(Obstacle(key="OBS-99", name="No right to data", initiative_id=free.id, cause=contract, observed_on=TODAY))
    catalogue.commit()
    unblocked = taken(app, catalogue)["unblocked-initiatives"]
    assert (unblocked.value, unblocked.records["met"]) == (0.0, [])


def test_a_second_take_on_one_day_replaces_the_first(app: Flask, catalogue: Session) -> None:
    taken(app, catalogue)
    catalogue.scalars(select(Benefit).where(Benefit.key == "B-1")).one().realised = 300
    catalogue.commit()
    assert taken(app, catalogue)["benefits-realised"].value == 102.5
    rows = catalogue.scalars(select(IndicatorSnapshot).where(IndicatorSnapshot.indicator == "benefits-realised")).all()
    assert len(rows) == 1


@pytest.fixture
def architect(catalogue: Session, client_as) -> FlaskClient:
    return client_as(Role.ARCHITECT)


def test_the_page_shows_the_trend_the_target_and_what_was_crossed(app: Flask, architect: FlaskClient, catalogue: Session) -> None:
    assert "No values have been taken yet" in architect.get("/indicators").text
    catalogue.add(IndicatorTarget(key="AIM-1", indicator="unblocked-initiatives", target=80, threshold=50))
    earlier = {"indicator": "unblocked-initiatives", "numerator": 1, "denominator": 2, "records": {"met": [], "unmet": []}}
    catalogue.add(IndicatorSnapshot(day=TODAY - timedelta(days=30), value=60.0, **earlier))
    catalogue.commit()
    token = csrf_of(architect.get("/indicators").text)
    assert architect.post("/indicators/take", data={"csrf_token": token}).status_code == 302
    page = architect.get("/indicators").text
    assert "33.3 % of the active initiatives are free to go" in page
    assert "The threshold 50 is crossed: the strategy needs renewal here." in page
    assert '<svg class="trend"' in page
    for hidden in CONFIDENTIAL:
        assert f"/indicators/{hidden}" not in page
    one = architect.get("/indicators/unblocked-initiatives").text
    assert "1 / 3" in one
    assert "target 80" in one
    records = architect.get(f"/indicators/unblocked-initiatives/{TODAY}").text
    assert "/initiatives/FREE" in records
    assert "Blocked: 2" in records


def test_prices_stay_with_those_who_may_see_them(app: Flask, architect: FlaskClient, catalogue: Session, client_as) -> None:
    taken(app, catalogue)
    buyer = client_as(Role.PROCUREMENT)
    for indicator in CONFIDENTIAL:
        assert architect.get(f"/indicators/{indicator}").status_code == 404
        assert architect.get(f"/indicators/{indicator}/{TODAY}").status_code == 404
        assert buyer.get(f"/indicators/{indicator}").status_code == 200


def test_what_is_not_there_is_not_found(architect: FlaskClient) -> None:
    for address in ("nothing", "unblocked-initiatives/1999-01-01", "unblocked-initiatives/yesterday"):
        assert architect.get(f"/indicators/{address}").status_code == 404


def test_a_reader_takes_no_values(catalogue: Session, client_as) -> None:
    reader = client_as(Role.READER)
    token = csrf_of(reader.get("/strategy/try").text)
    assert "Take today" not in reader.get("/indicators").text
    assert reader.post("/indicators/take", data={"csrf_token": token}).status_code == 403


def test_the_way_through_capability_and_legacy_is_drawn_and_listed(architect: FlaskClient, catalogue: Session) -> None:
    granvik = Organisation(key="granvik", name="Granviks kommun")
    catalogue.add(granvik)
    catalogue.flush()
    for number, (year, capability, legacy) in enumerate(((2024, 46, 35), (2025, 51, 39))):
        result = {"organisation_id": granvik.id, "measured_on": date(year, 11, 1), "capability": capability, "legacy": legacy}
        catalogue.add(MaturityResult(key=f"MAT-{number}", **result))
    catalogue.commit()
    page = architect.get("/indicators").text
    assert '<polyline class="trend-line" points="145,172 157,157 " />' in page
    assert "Granviks kommun" in page
