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
from sqlalchemy import select

from registry.accounts.models import Account
from registry.commands.check import check_command
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
    answer = app.test_client().post("/api/v1/check", data=b"openapi: 3.1.0\ninfo: ]", headers=token)
    assert answer.status_code == 422
    [file] = answer.json["files"]
    assert file["line"] == 2
    assert "line 2" in file["error"]


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
