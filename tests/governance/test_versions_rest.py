"""Differences and drift over REST speak as the command line does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import email_of
from flask import Flask
from flask.testing import FlaskClient
from governance.versions_catalogue import DECISIONS, cases, fill
from sqlalchemy import func, select

from registry.accounts.models import Account
from registry.apis.models import ApiVersion, Consumer, SpecificationDocument
from registry.commands.diff import diff_command
from registry.commands.drift import drift_command
from registry.kit.access import Role
from registry.kit.database import database

MOST = 20_000_000


@pytest.fixture
def filled(app: Flask, new_version: Callable[..., ApiVersion], day: date) -> None:
    with app.app_context():
        fill(database.session, new_version)


@pytest.fixture
def api_client(app: Flask, filled: None) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(app: Flask) -> Callable[[Role], dict[str, str]]:
    def made(role: Role) -> dict[str, str]:
        with app.app_context():
            account = database.session.scalars(select(Account).where(Account.email == email_of(role))).one()
            return {"Authentication-Token": account.get_auth_token()}

    return made


@pytest.fixture
def reader(token: Callable[[Role], dict[str, str]]) -> dict[str, str]:
    return token(Role.READER)


def form(**documents: bytes) -> dict[str, Any]:
    return {name: (BytesIO(data), f"{name}.yaml") for name, data in documents.items()}


def test_two_documents_sent_get_the_answer_of_the_command_line(
    api_client: FlaskClient, reader: dict[str, str], tmp_path: Path
) -> None:
    old, new = cases("1.0", DECISIONS), cases("1.1")
    for name, data in (("old.yaml", old), ("new.yaml", new)):
        (tmp_path / name).write_bytes(data)
    told = CliRunner().invoke(diff_command, [str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--format", "json"])
    answer = api_client.post("/api/v1/compare", data=form(old=old, new=new), headers=reader)
    assert (answer.status_code, answer.json) == (200, json.loads(told.stdout))
    assert answer.json["verdict"] == "too_small"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"old": cases("1.0")}, "new"),
        ({}, "old"),
        ({"old": cases("1.0"), "new": b"openapi: 3.1.0\ninfo: ]"}, "new.yaml"),
    ],
    ids=["one missing", "both missing", "unreadable"],
)
def test_what_cannot_be_compared_is_refused_in_words(
    api_client: FlaskClient, reader: dict[str, str], sent: dict[str, bytes], told: str
) -> None:
    answer = api_client.post("/api/v1/compare", data=form(**sent), headers=reader, content_type="multipart/form-data")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert told in answer.json["detail"]


def test_a_document_that_is_too_large_is_refused(api_client: FlaskClient, reader: dict[str, str]) -> None:
    # spelt out: the test client would leave a temporary file open
    head = b'--x\r\nContent-Disposition: form-data; name="old"; filename="old.yaml"\r\n\r\n'
    body = head + b"#" * (MOST + 1) + b"\r\n--x--\r\n"
    answer = api_client.post("/api/v1/compare", data=body, headers=reader, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_the_stored_documents_are_listed_and_compared_by_their_numbers(api_client: FlaskClient, reader: dict[str, str]) -> None:
    items = api_client.get("/api/v1/apis/case-status/revisions", headers=reader).json["items"]
    assert [(item["api_version"], item["current"]) for item in items] == [
        ("case-status-2.0", True),
        ("case-status-1.2", True),
        ("case-status-1.2", False),
    ]
    unchosen = api_client.get("/api/v1/apis/case-status/differences", headers=reader).json
    assert (unchosen["old"]["version"], unchosen["new"]["version"], unchosen["verdict"]) == ("1.2", "2.0", "right")
    query = f"?old={items[2]['revision']}&new={items[1]['revision']}"
    asked = api_client.get(f"/api/v1/apis/case-status/differences{query}", headers=reader).json
    assert [change["kind"] for change in asked["changes"]] == ["operation_added"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/apis/case-status/differences?old=999", 422),
        ("/apis/case-status/differences?new=first", 422),
        ("/apis/nowhere/differences", 404),
        ("/apis/nowhere/revisions", 404),
        ("/apis/nowhere/drift", 404),
    ],
)
def test_what_there_is_not_is_a_problem(api_client: FlaskClient, reader: dict[str, str], path: str, status: int) -> None:
    answer = api_client.get(f"/api/v1{path}", headers=reader)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_an_api_with_one_document_has_nothing_to_compare(
    app: Flask, reader: dict[str, str], new_version: Callable[..., ApiVersion]
) -> None:
    with app.app_context():
        new_version(database.session, "Lonely")
        database.session.commit()
    assert app.test_client().get("/api/v1/apis/lonely/differences", headers=reader).status_code == 404


def test_the_copies_of_consumers_are_held_against_what_their_version_publishes(
    api_client: FlaskClient, reader: dict[str, str], tmp_path: Path
) -> None:
    told = api_client.get("/api/v1/apis/case-status/drift", headers=reader).json
    [item] = told["items"]
    assert (item["consumer"], item["system"], item["api_version"]) == ("C-2", "S-2", "case-status-1.2")
    for name, data in (("copy.yaml", cases("1.0")), ("published.yaml", cases("1.2", DECISIONS))):
        (tmp_path / name).write_bytes(data)
    same = CliRunner().invoke(drift_command, [str(tmp_path / "copy.yaml"), str(tmp_path / "published.yaml"), "--format", "json"])
    assert item["drift"] == json.loads(same.stdout)
    assert told["without_copy"] == ["C-1", "C-3", "C-4"]


def test_a_copy_is_handed_in_and_put_away(app: Flask, api_client: FlaskClient, token: Callable[[Role], dict[str, str]]) -> None:
    editor = token(Role.EDITOR)
    more = '  /gone:\n    get: {responses: {"200": {description: Gone}}}\n'
    answer = api_client.put("/api/v1/consumers/C-1/copy?file=a.yaml", data=cases("1.1", more), headers=editor)
    assert (answer.status_code, answer.json["drift"]["standing"], answer.json["drift"]["gone"]["operations"]) == (
        200,
        "breaks",
        1,
    )
    with app.app_context():
        consumer = database.session.scalars(select(Consumer).filter_by(key="C-1")).one()
        assert consumer.document is not None
        assert (consumer.document.filename, consumer.document.sha256) == ("a.yaml", answer.json["sha256"])
    assert api_client.delete("/api/v1/consumers/C-1/copy", headers=editor).status_code == 204
    with app.app_context():
        assert database.session.scalars(select(Consumer).filter_by(key="C-1")).one().document_id is None


def test_what_is_no_document_is_not_kept(app: Flask, api_client: FlaskClient, token: Callable[[Role], dict[str, str]]) -> None:
    editor = token(Role.EDITOR)
    with app.app_context():
        before = database.session.scalar(select(func.count()).select_from(SpecificationDocument))
    wrong = api_client.put("/api/v1/consumers/C-2/copy", data=b"openapi: 3.1.0\ninfo: ]", headers=editor)
    assert (wrong.status_code, wrong.json["line"]) == (422, 2)
    assert api_client.put("/api/v1/consumers/C-99/copy", data=cases("1.0"), headers=editor).status_code == 404
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(SpecificationDocument)) == before
        assert database.session.scalars(select(Consumer).filter_by(key="C-2")).one().document is not None


@pytest.mark.parametrize("role", [Role.READER, Role.PROCUREMENT])
def test_only_those_who_may_change_consumers_hand_in_copies(
    app: Flask, api_client: FlaskClient, token: Callable[[Role], dict[str, str]], role: Role
) -> None:
    headers = token(role)
    assert api_client.put("/api/v1/consumers/C-1/copy", data=cases("1.0"), headers=headers).status_code == 403
    assert api_client.delete("/api/v1/consumers/C-2/copy", headers=headers).status_code == 403
    with app.app_context():
        kept = {one.key: one.document_id is not None for one in database.session.scalars(select(Consumer))}
    assert kept == {"C-1": False, "C-2": True, "C-3": False, "C-4": False}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/compare"),
        ("get", "/apis/case-status/revisions"),
        ("get", "/apis/case-status/differences"),
        ("get", "/apis/case-status/drift"),
        ("put", "/consumers/C-1/copy"),
        ("delete", "/consumers/C-1/copy"),
    ],
)
def test_nobody_gets_in_without_a_token(api_client: FlaskClient, method: str, path: str) -> None:
    answer = api_client.open(f"/api/v1{path}", method=method.upper())
    assert answer.status_code in (400, 401)
    assert answer.mimetype == "application/problem+json"


def test_the_calls_stand_in_the_openapi_document_with_what_they_answer(app: Flask) -> None:
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    calls = {
        ("/api/v1/compare", "post"): {"200", "401", "413", "422", "429"},
        ("/api/v1/apis/{key}/revisions", "get"): {"200", "401", "404"},
        ("/api/v1/apis/{key}/differences", "get"): {"200", "401", "404", "422", "429"},
        ("/api/v1/apis/{key}/drift", "get"): {"200", "401", "404", "429"},
        ("/api/v1/consumers/{key}/copy", "put"): {"200", "401", "403", "404", "413", "422", "429"},
        ("/api/v1/consumers/{key}/copy", "delete"): {"204", "401", "403", "404"},
    }
    for (path, method), statuses in calls.items():
        assert set(paths[path][method]["responses"]) >= statuses, path
