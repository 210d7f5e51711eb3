"""POST /api/v1/check speaks as the command line does."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from registry.accounts.models import Account
from registry.apis.models import ApiVersion, CheckResult, SpecificationDocument
from registry.commands.check import check_command
from registry.core.api_vocabulary import Authentication
from registry.kit.access import Role
from registry.kit.database import database
from registry.systems.models import System


@pytest.fixture
def token(app: Flask) -> dict[str, str]:
    """The header of a reader's API token."""
    with app.app_context():
        account = database.session.scalars(select(Account).where(Account.email == "reader@granvik.example")).one()
        return {"Authentication-Token": account.get_auth_token()}


def test_the_answer_is_that_of_the_command_line(
    app: Flask, token: dict[str, str], gatewayed: bytes, tmp_path: Path, day: Any
) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(gatewayed)
    told = json.loads(CliRunner().invoke(check_command, [str(file), "--format", "json"]).stdout)
    answer = app.test_client().post("/api/v1/check?file=case.yaml", data=gatewayed, headers=token)
    told["files"][0]["file"] = "case.yaml"
    assert answer.status_code == 200
    assert answer.json == told


def test_a_body_that_cannot_be_read_gets_reason_and_line(app: Flask, token: dict[str, str]) -> None:
    answer = app.test_client().post("/api/v1/check", data=b"openapi: 3.1.0\ninfo: ]", headers={**token, "Accept-Language": "en"})
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["line"] == 2
    assert "line 2" in answer.json["detail"]


def test_sarif_is_given_to_who_asks_for_it_and_is_the_command_lines(
    app: Flask, token: dict[str, str], gatewayed: bytes, tmp_path: Path, day: Any
) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(gatewayed)
    told = json.loads(CliRunner().invoke(check_command, [str(file), "--format", "sarif"]).stdout)
    client = app.test_client()
    asked = client.post("/api/v1/check?file=case.yaml&format=sarif", data=gatewayed, headers=token)
    accepting = client.post("/api/v1/check?file=case.yaml", data=gatewayed, headers={**token, "Accept": "application/sarif+json"})
    assert asked.mimetype == accepting.mimetype == "application/sarif+json"
    assert asked.get_json(force=True) == accepting.get_json(force=True)
    [run], [expected] = asked.get_json(force=True)["runs"], told["runs"]
    assert [(result["ruleId"], result["partialFingerprints"]) for result in run["results"]] == [
        (result["ruleId"], result["partialFingerprints"]) for result in expected["results"]
    ]
    [place] = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]}
    assert place == "case.yaml"


def test_as_a_versions_document_it_is_judged_with_what_the_catalogue_knows_and_nothing_is_kept(
    app: Flask, token: dict[str, str], new_version: Callable[..., ApiVersion], gatewayed: bytes, day: Any
) -> None:
    with app.app_context():
        key = new_version(database.session, authentication=Authentication.OAUTH2).key
        database.session.commit()

    def state(query: str) -> str:
        answer = app.test_client().post(f"/api/v1/check{query}", data=gatewayed, headers=token)
        return next(clause["state"] for clause in answer.json["files"][0]["clauses"] if clause["clause"] == "R25")

    assert (state(""), state(f"?api_version={key}")) == ("not_checkable", "passed")
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(SpecificationDocument)) == 0
        assert database.session.scalar(select(func.count()).select_from(CheckResult)) == 0


def test_another_strategy_is_taken_at_its_name(app: Flask, token: dict[str, str], follows: bytes, day: Any) -> None:
    answer = app.test_client().post("/api/v1/check?profile=digg-rest-api-profil", data=follows, headers=token)
    assert answer.json["profile"] == answer.json["files"][0]["profile"] == "digg-rest-api-profil"


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("profile=nowhere", 422, "sundsvall"),
        ("format=pdf", 422, "sarif"),
        ("api_version=nowhere", 404, "nowhere"),
    ],
)
def test_a_parameter_that_names_nothing_is_a_problem_that_says_what_is_accepted(
    app: Flask, token: dict[str, str], follows: bytes, query: str, status: int, told: str
) -> None:
    answer = app.test_client().post(f"/api/v1/check?{query}", data=follows, headers=token)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert told in answer.text
    assert answer.json["parameter"] == query.partition("=")[0]


def test_the_call_stands_in_the_openapi_document(app: Flask) -> None:
    document = app.test_client().get("/api/openapi.json").json
    call = document["paths"]["/api/v1/check"]["post"]
    assert {parameter["name"] for parameter in call["parameters"]} == {"file", "api_version", "profile", "format"}
    assert set(call["responses"]) >= {"200", "401", "404", "413", "422", "429"}
    assert set(call["responses"]["200"]["content"]) == {"application/json", "application/sarif+json"}


def test_registered_products_are_known(app: Flask, token: dict[str, str], gatewayed: bytes, day: Any) -> None:
    with app.app_context():
        database.session.add(System(key="S-1", name="Case"))
        database.session.commit()
    answer = app.test_client().post("/api/v1/check", data=gatewayed, headers=token)
    states = {clause["clause"]: clause["state"] for clause in answer.json["files"][0]["clauses"]}
    assert states["R02"] == "failed"


def test_a_form_with_a_file_is_taken_too(app: Flask, token: dict[str, str], follows: bytes, day: Any) -> None:
    data = {"file": (BytesIO(follows), "c.yaml")}
    answer = app.test_client().post("/api/v1/check", data=data, headers=token, content_type="multipart/form-data")
    assert (answer.json["files"][0]["file"], answer.json["files"][0]["verdict"]) == ("c.yaml", "passed")


def test_a_logged_in_browser_needs_the_forms_token(client_as: Callable[[Role], FlaskClient], follows: bytes, day: Any) -> None:
    client = client_as(Role.READER)
    assert client.post("/api/v1/check", data=follows, content_type="application/yaml").status_code == 400
    csrf = csrf_of(client.get("/strategy/try").text)
    answer = client.post("/api/v1/check", data=follows, content_type="application/yaml", headers={"X-CSRFToken": csrf})
    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Authentication-Token": "wrong"}])
def test_nobody_checks_without_a_token(app: Flask, follows: bytes, headers: dict[str, str]) -> None:
    answer = app.test_client().post("/api/v1/check", data=follows, headers=headers)
    assert answer.status_code in (400, 401)
    assert answer.mimetype == "application/problem+json"


def test_too_large_a_body_is_a_problem(app: Flask, token: dict[str, str]) -> None:
    answer = app.test_client().post("/api/v1/check", data=b"#" * 20_000_001, headers=token, content_type="application/yaml")
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"
