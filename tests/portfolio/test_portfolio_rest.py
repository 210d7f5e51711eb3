"""Blockers and plans over REST: the same answers as the pages, documented and guarded."""

import time

import pytest
from conftest import email_of
from portfolio.catalogue import TODAY, blocked_catalogue

from registry.accounts.models import Account
from registry.core.vocabulary import Funding, RemediationKind, RemediationStatus
from registry.initiatives.models import Remediation
from registry.kit.access import Role
from registry.kit.database import database
from registry.kit.security import TOKEN_HEADER
from registry.systems.models import System


@pytest.fixture
def call(app, client_as, session):
    """Calls as a reader with a token, without cookies."""
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    client_as(Role.READER)
    with app.app_context():
        token = database.session.query(Account).filter_by(email=email_of(Role.READER)).one().get_auth_token()
    headers = {TOKEN_HEADER: token, "Accept-Language": "en"}
    client = app.test_client()
    return lambda method, address, **more: client.open(f"/api/v1{address}", method=method, headers=headers, **more)


def wrapped(session):
    old = session.query(System).filter_by(key="OLD").one()
    about = {"kind": RemediationKind.INSULATE, "status": RemediationStatus.PROPOSED, "funding": Funding.OPERATING}
    session.add(Remediation(key="WRAP", name="API framför", system_id=old.id, cost=250_000, duration_months=3, **about))
    session.commit()


def test_every_active_initiative_comes_with_its_state_and_paths(call):
    answer = call("GET", "/blockers").json
    assert (answer["active"], answer["blocked"], answer["benefit_at_stake"]) == (4, 2, 2_500_000)
    states = {one["key"]: one["state"] for one in answer["initiatives"]}
    assert states == {"FAR": "blocked", "NEAR": "blocked", "FREE": "free", "VAGUE": "unknown"}
    far = next(one for one in answer["initiatives"] if one["key"] == "FAR")
    assert [step["to"] for step in far["blockers"][0]["path"]] == ["HUB", "OLD"]
    assert far["blockers"][0]["sentences"][2].startswith("Navet depends on Registret through a file transfer.")


def test_systems_are_ranked_with_the_initiatives_each_blocks(call):
    [system] = call("GET", "/blockers/systems").json["systems"]
    assert (system["system"], system["benefit_blocked_per_year"]) == ("OLD", 2_500_000)
    assert {one["key"]: (one["direct"], one["alone"]) for one in system["initiatives"]} == {
        "FAR": (False, True),
        "NEAR": (True, True),
    }


def test_one_initiative_comes_with_what_unblocks_it_and_what_people_have_met(call, session):
    wrapped(session)
    answer = call("GET", "/blockers/initiatives/FAR").json
    assert answer["unblocked_on"] == "2028-01-31"
    cheapest = answer["unblocking"]["cheapest"]
    assert [option["remediation"] for option in cheapest["remediations"]] == ["WRAP"]
    assert (cheapest["cost"], cheapest["ready"], cheapest["in_time"]) == (250_000, "2027-02-24", True)
    assert answer["observed"] == [
        {
            "system": "OLD",
            "agreement": "both",
            "obstacles": ["OBS-1"],
            "remark": "People have met what the registry infers",
        }
    ]
    near = call("GET", "/blockers/initiatives/NEAR").json
    assert near["unblocking"]["cheapest"] is None
    assert near["unblocking"]["without_option"] == ["OLD"]
    for nobody in ("DONE", "NONE"):
        assert call("GET", f"/blockers/initiatives/{nobody}").status_code == 404


def test_a_dependency_tells_whether_a_blockage_passes_and_what_would_stop_it(call):
    answer = call("GET", "/blockers/dependencies/DEP-2").json
    assert (answer["conducts"], answer["from"], answer["to"]) == (True, "HUB", "OLD")
    assert answer["insulation"] == "Replace it with a published API of Registret that passes the strategy"
    assert call("GET", "/blockers/dependencies/DEP-9").status_code == 404


def test_a_plan_is_asked_for_and_looked_up_when_it_is_done(call, session):
    wrapped(session)
    asked = call("POST", "/plans", json={"money": [{"year": 2027, "funding": "operating", "kronor": 300_000}], "most_begun": 2})
    assert asked.status_code == 202
    address = asked.headers["Location"].removeprefix("/api/v1")
    for _attempt in range(200):
        found = call("GET", address).json
        if found["state"] in {"done", "failed"}:
            break
        time.sleep(0.1)
    assert found["state"] == "done"
    assert [one["remediation"] for one in found["result"]["begin"]] == ["WRAP"]
    assert [one["number"] for one in call("GET", "/plans").json["plans"]] == [found["number"]]
    assert call("GET", "/plans/999").status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "Send {"),
        ({}, "Send {"),
        ({"money": ["x"]}, "Send {"),
        ({"money": []}, "some money"),
        ({"money": [{"year": 2027, "funding": "gold", "kronor": 1}]}, "“gold” is not a funding; accepted are operating"),
        ({"money": [{"year": 2027, "funding": "operating", "kronor": -1}]}, "kronor: “-1” is not a whole number"),
        ({"money": [{"year": "2027", "funding": "operating", "kronor": 1}]}, "year: “2027” is not a whole number"),
        ({"money": [{"year": 2020, "funding": "operating", "kronor": 1}]}, "must begin with 2026 or later"),
        ({"money": [{"year": 2027, "funding": "operating", "kronor": 1}], "most_begun": 0}, "most_begun: “0”"),
        ({"money": [{"year": 2027, "funding": "operating", "kronor": True}]}, "kronor: “True”"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_words(call, body, said):
    answer = call("POST", "/plans", json=body)
    assert answer.status_code == 422
    assert said in answer.json["detail"]


def test_a_catalogue_too_large_is_told_as_a_problem(call, app):
    app.config["LANDSCAPE_LARGEST"] = 1
    for address in ("/blockers", "/blockers/systems", "/blockers/initiatives/FAR"):
        answer = call("GET", address)
        assert answer.status_code == 422
        assert "more than 1 systems" in answer.json["detail"]


def test_every_address_is_documented(app):
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    for path in ("", "/systems", "/initiatives/{key}", "/dependencies/{key}"):
        described = paths[f"/api/v1/blockers{path}"]["get"]
        assert described["summary"]
        assert "$ref" in described["responses"]["200"]["content"]["application/json"]["schema"]
    assert {"get", "post"} <= set(paths["/api/v1/plans"])


def test_nothing_is_told_without_a_token(app):
    for address in ("/blockers", "/blockers/systems", "/plans", "/plans/1"):
        assert app.test_client().get(f"/api/v1{address}").status_code == 401
