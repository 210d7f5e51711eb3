"""Waivers are told before they end, after they ended, and when there is nothing left to waive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient

from registry.apis.models import ApiVersion, Attestation, Waiver
from registry.apis.strategies import StrategyText
from registry.core.strategy.skeleton import skeleton
from registry.governance.documents import store_document
from registry.governance.granting import of_a_clause_that_there_is
from registry.governance.operations import check_all
from registry.governance.strategy import forget_saved, strategy
from registry.governance.waivers import Standing, counts, granted, standing_of, to_review
from registry.kit.access import Role
from registry.kit.database import database
from registry.kit.lookup import References
from registry.kit.operations import clean
from registry.kit.spreadsheets import Row, Table
from registry.kit.transfer import plan
from registry.resources import RESOURCES
from registry.systems.models import System


@pytest.mark.parametrize(
    ("days", "standing"), [(-1, Standing.RAN_OUT), (0, Standing.SOON), (30, Standing.SOON), (31, Standing.HOLDS)]
)
def test_the_last_day_still_counts_and_a_month_is_soon(days: int, standing: Standing) -> None:
    today = date(2026, 11, 24)
    assert standing_of(today + timedelta(days=days), today) is standing


@pytest.fixture
def waived(app: Flask, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date) -> str:
    """A published version whose API has waivers of every kind, and one answer to be reviewed."""
    with app.app_context():
        session = database.session
        session.add(System(key="archive", name="Archive"))  # without any system the start page tells of first steps only
        version = new_version(session)
        store_document(session, version, gatewayed, "case status.yaml")
        for key, clause, pointer, days in (
            ("gone", "R05", "/components/schemas/Removed", 200),
            ("soon", "R12", None, 12),
            ("lapsed", "R13", None, -5),
            ("old", "R14", None, -300),
            ("idle", "R03", None, 90),
        ):
            ends = day + timedelta(days=days)
            session.add(
                Waiver(key=key, api_id=version.api_id, clause=clause, pointer=pointer, reason=f"Why {key}", expires_on=ends)
            )
        session.add(
            Attestation(
                key="answer", api_id=version.api_id, clause="R07", followed=True, grounds="Seen",
                attested_on=day - timedelta(days=400), review_on=day + timedelta(days=3),
            )
        )  # fmt: skip
        session.commit()
        check_all(session, day)
        session.commit()
        return version.key


def test_they_stand_in_the_order_of_their_end_with_what_the_check_says(app: Flask, waived: str, day: date) -> None:
    with app.app_context():
        listed = granted(database.session, "sundsvall", day)
        assert [one.waiver.key for one in listed] == ["old", "lapsed", "soon", "idle", "gone"]
        said = {one.waiver.key: [f"{version}: {note}" for version, note in one.said] for one in listed}
        assert said["soon"] == []
        assert said["gone"] == ["1.2: The waiver of R05 is for /components/schemas/Removed, which is no longer in the document"]
        assert said["idle"] == ["1.2: The waiver of R03 is no longer needed: nothing is found there"]
        found = counts(database.session, "sundsvall", day)
        assert (found.all, found.soon, found.ran_out, found.to_review) == (5, 1, 1, 1)
        assert [one.attestation.key for one in to_review(database.session, "sundsvall", day)] == ["answer"]
        assert counts(database.session, "digg-rest-api-profil", day).all == 0, "of another strategy they are none"


def test_the_start_page_reminds_and_leads_to_the_list(waived: str, client_as: Callable[[Role], FlaskClient]) -> None:
    reader = client_as(Role.READER)
    start = " ".join(reader.get("/").text.split())
    assert "1 ends within 30 days, 1 ran out in the last 30 days, 1 answer is to be reviewed" in start
    assert "/strategy/waivers" in start
    page = reader.get("/strategy/waivers").text
    assert "1 waiver ends within 30 days, 1 ran out lately" in page
    assert "no longer in the document" in page
    assert "12 days left" in page
    assert "Why soon" in page
    assert "Grant a waiver" not in page
    assert "Grant a waiver" in client_as(Role.ARCHITECT).get("/strategy/waivers").text


def test_without_waivers_nothing_is_reminded_of(client_as: Callable[[Role], FlaskClient], day: date) -> None:
    reader = client_as(Role.READER)
    assert "/strategy/waivers" not in reader.get("/").text
    assert "No waiver has been granted under this strategy" in reader.get("/strategy/waivers").text


def test_a_waived_clause_is_counted_apart_from_passed_ones(waived: str, client_as: Callable[[Role], FlaskClient]) -> None:
    shown = " ".join(client_as(Role.READER).get(f"/api-versions/{waived}").text.split())
    assert "Waived <b>" in shown or "Waived</span> <b>" in shown
    assert "Waived until" in shown


@pytest.mark.parametrize("noun", ["waiver", "attestation"])
@pytest.mark.parametrize(
    ("profile", "clause", "field", "told"),
    [
        ("sundsvall", "R999", "clause", "accepted are: R01, R02"),
        ("sundsvall", "r10", "clause", "“r10”"),
        ("sundsvall", "DOK.01", "clause", "Sundsvall"),
        ("nowhere", "R10", "profile", "sundsvall, digg-rest-api-profil"),
    ],
)
def test_a_clause_that_there_is_not_is_refused_with_those_that_there_are(
    app: Flask, waived: str, noun: str, profile: str, clause: str, field: str, told: str
) -> None:
    with app.app_context():
        resource = RESOURCES[noun]
        written = {"api": "case-status", "profile": profile, "clause": clause, "reason": "Why", "expires_on": "2027-01-31"}
        if noun == "attestation":
            written = {**written, "followed": "true", "grounds": "Seen", "attested_on": "2026-11-01"}
            del written["reason"], written["expires_on"]
        cleaned = clean(resource, written, resource.fields, References(database.session))
        assert list(cleaned.errors) == [field]
        assert told.lower() in str(cleaned.errors[field][0]).lower()


def test_every_door_refuses_an_unknown_clause_and_takes_a_known_one(
    app: Flask, waived: str, client_as: Callable[[Role], FlaskClient]
) -> None:
    architect = client_as(Role.ARCHITECT)
    page = architect.get("/waivers/new")
    written = {"api": "case-status", "profile": "sundsvall", "clause": "R77", "reason": "Why", "expires_on": "2027-01-31"}
    refused = architect.post("/waivers/new", data={**written, "csrf_token": csrf_of(page.text)})
    assert refused.status_code == 422
    assert "has no clause “R77”; accepted are: R01, R02" in refused.text
    headers = {"X-CSRFToken": csrf_of(page.text)}
    over_rest = architect.post("/api/v1/waivers/", json=written, headers=headers)
    assert (over_rest.status_code, over_rest.json["errors"][0]["field"]) == (422, "clause")
    assert architect.post("/api/v1/waivers/", json={**written, "clause": "R10"}, headers=headers).status_code == 201
    with app.app_context():
        resource = RESOURCES["waiver"]
        table = Table(tuple(written), (Row(2, written),))
        [problem] = plan(database.session, resource, resource.fields, table).problems
        assert (problem.row, problem.column) == (2, "clause")


def test_the_clauses_of_the_municipalitys_own_strategy_are_known(app: Flask, waived: str) -> None:
    base = strategy().profile
    own = "{id: G01, level: MUST, title: {sv: Egen, en: Own}, paraphrase: {sv: Egen, en: Own}, sources: OWN, check: attestation}"
    sources = 'sources:\n  OWN: {document: Beslut, version: "1", link: "https://granvik.example/beslut"}\n'
    text = f"{skeleton(base, 'granvik', 'Granvik', 'sv')}\n{sources}clauses:\n  - {own}\n"
    with app.app_context():
        database.session.add(StrategyText(profile="granvik", number=1, profile_version="1", text=text, saved_by="a"))
        database.session.commit()
        forget_saved()
        values = {"profile": "granvik", "clause": "G01"}
        assert list(of_a_clause_that_there_is(values)) == []
        assert [field for field, _message in of_a_clause_that_there_is({**values, "clause": "G02"})] == ["clause"]
