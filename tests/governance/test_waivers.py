"""Waivers are told before they end, after they ended, and when there is nothing left to waive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.apis.models import ApiVersion, Attestation, Waiver
from registry.governance.documents import store_document
from registry.governance.operations import check_all
from registry.governance.waivers import Standing, counts, granted, standing_of, to_review
from registry.kit.access import Role
from registry.kit.database import database
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
