"""A document of several files, sent as files or as an archive: tried, published and shown file by file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from registry.apis.models import ApiVersion, SpecificationDocument
from registry.core.openapi.archive import is_archive
from registry.governance.documents import store_document
from registry.kit.access import Role
from registry.kit.database import database

ROOT = b"""openapi: 3.1.0
info: {title: Case status, version: "1.2"}
paths: {}
components: {schemas: {Case: {$ref: models/case.yaml}}}
"""
FLAT = ROOT.replace(b"models/", b"")
PART = b"type: object\nproperties:\n  anything: {}\n"


def archive(**files: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return buffer.getvalue()


ZIP = archive(**{"openapi.yaml": ROOT, "models/case.yaml": PART})


def send(client: FlaskClient, address: str, *files: tuple[str, bytes]) -> TestResponse:
    token = csrf_of(client.get(address).text)
    data = {"csrf_token": token, "file": [(BytesIO(content), name) for name, content in files]}
    return client.post(address, data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("files", [[("case.zip", ZIP)], [("openapi.yaml", FLAT), ("case.yaml", PART)]], ids=["zip", "files"])
def test_it_is_tried_as_one_document(client_as: Callable[[Role], FlaskClient], files: list[tuple[str, bytes]]) -> None:
    shown = send(client_as(Role.READER), "/strategy/try", *files).text
    assert shown.count("Case status 1.2") == 1
    assert "case.yaml, line 3" in shown
    assert "“anything” may be anything" in shown


def test_a_part_alone_is_refused_by_name(client_as: Callable[[Role], FlaskClient]) -> None:
    answer = send(client_as(Role.READER), "/strategy/try", ("case.yaml", PART))
    assert answer.status_code == 422
    assert "case.yaml, line 1" in answer.text


def test_a_key_in_any_of_the_files_is_refused(client_as: Callable[[Role], FlaskClient]) -> None:
    key = b"example: " + b"gh" + b"p_" + b"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n"
    answer = send(
        client_as(Role.READER), "/strategy/try", ("c.zip", archive(**{"openapi.yaml": ROOT, "models/case.yaml": PART + key}))
    )
    assert answer.status_code == 422
    assert "c.zip, models/case.yaml, line 4" in answer.text


def test_it_is_published_and_shown_file_by_file(
    app: Flask, new_version: Callable[..., ApiVersion], client_as: Callable[[Role], FlaskClient]
) -> None:
    with app.app_context():
        new_version(database.session)
        database.session.commit()
    architect = client_as(Role.ARCHITECT)
    planned = send(architect, "/api-versions/case-status-1.2/publish", ("openapi.yaml", FLAT), ("case.yaml", PART))
    assert planned.status_code == 302
    plan = architect.get(planned.location).text
    fields = dict(re.findall(r'<input id="[a-z]+-\d+" name="([a-z]+-\d+)" value="([^"]*)"', plan))
    saved = architect.post(planned.location, data={**fields, "csrf_token": csrf_of(plan), "save": "1"})
    assert saved.status_code == 302
    with app.app_context():
        kept = database.session.scalars(select(SpecificationDocument)).one()
        assert is_archive(kept.content)
        assert kept.filename == "openapi.zip"
    panel = architect.get("/api-versions/case-status-1.2").text
    assert "document?file=case.yaml&amp;line=3#L3" in panel
    shown = architect.get("/api-versions/case-status-1.2/document?file=case.yaml").text
    assert "anything: {}" in shown
    assert '<tr id="L3" class="has-findings">' in shown
    root = architect.get("/api-versions/case-status-1.2/document").text
    assert "title: Case status" in root
    assert architect.get("/api-versions/case-status-1.2/document?file=/etc/passwd").status_code == 404
    assert architect.get("/api-versions/case-status-1.2/document/raw").data.startswith(b"PK")


def test_equal_files_are_stored_once(app: Flask, new_version: Callable[..., ApiVersion]) -> None:
    with app.app_context():
        version = new_version(database.session)
        first = store_document(database.session, version, ZIP, "a.zip")
        assert store_document(database.session, version, ZIP, "b.zip").id == first.id
