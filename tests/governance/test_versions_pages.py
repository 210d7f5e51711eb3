"""Versions beside each other on the pages: what changed, whom it would break, which days come; and the consumer's copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from governance.versions_catalogue import cases, fill
from sqlalchemy import select

from registry.apis.models import ApiVersion, DocumentRevision
from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.differences import Differences
from registry.governance.versions import comparing, kept
from registry.kit.access import Role
from registry.kit.database import database


@pytest.fixture
def filled(app: Flask, new_version: Callable[..., ApiVersion], day: date) -> None:
    with app.app_context():
        fill(database.session, new_version)


@pytest.fixture
def reader(client_as: Callable[[Role], FlaskClient], filled: None) -> FlaskClient:
    return client_as(Role.READER)


@pytest.fixture
def editor(client_as: Callable[[Role], FlaskClient], filled: None) -> FlaskClient:
    return client_as(Role.EDITOR)


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def test_a_versions_page_tells_what_changed_since_the_version_before_with_its_line(reader: FlaskClient) -> None:
    page = reader.get("/api-versions/case-status-2.0").text
    assert "Since version 1.2" in page
    assert "The version was raised as the changes demand" in page
    assert "GET /decisions was removed" in page
    assert 'href="/api-versions/case-status-1.2/document?line=7#L7"' in page


def test_a_versions_page_tells_what_changed_since_its_revision_before(reader: FlaskClient) -> None:
    page = text_of(reader, "/api-versions/case-status-1.2")
    assert "Since the revision of" in page
    assert "The version was raised too little 0 breaking changes, 1 other" in page


def test_any_two_documents_are_compared_and_each_line_leads_into_its_document(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        first, second, third = database.session.scalars(select(DocumentRevision.id).order_by(DocumentRevision.id))
    page = reader.get(f"/apis/case-status/compare?old={second}&new={first}").text
    assert "1 change breaks clients" in page
    assert 'href="/api-versions/case-status-1.2/document?line=7#L7"' in page
    page = reader.get(f"/apis/case-status/compare?old={first}&new={third}").text
    assert "Nothing has changed for clients" in page
    assert "The version was raised more than the changes demand" in page


def test_without_a_choice_the_newest_version_is_compared_with_the_one_before(reader: FlaskClient) -> None:
    assert "1 change breaks clients" in text_of(reader, "/apis/case-status/compare")


def test_large_documents_are_compared_when_asked_for_and_then_every_process_knows(
    app: Flask, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_another_process(address: str) -> str:
        comparing._kept.clear()
        return text_of(reader, address)

    monkeypatch.setattr(comparing, "LARGE", 0)
    version = "/api-versions/case-status-2.0"
    assert "they are compared when you ask for it" in in_another_process(version)
    assert "1 change breaks clients" in in_another_process("/apis/case-status/compare")
    assert "GET /decisions was removed" in in_another_process(version)
    folder = Path(app.config["INSTANCE"]) / "comparisons"
    [file] = folder.iterdir()
    whole = file.read_text()
    for spoilt in (
        "{",
        "{}",
        whole.replace('"kind": "operation_removed"', '"kind": "x"'),
        whole.replace(kept.software(), "older"),
    ):
        file.write_text(spoilt)
        assert "they are compared when you ask for it" in in_another_process(version)
    file.write_text(whole)
    monkeypatch.setattr(kept, "MOST_FILES", 1)
    monkeypatch.setattr(kept, "LARGEST", 10)
    kept.KeptComparisons(folder).keep("a", "b", Differences("1", "2", ()))
    assert list(folder.iterdir()) == [file], "what is too large is not kept"
    monkeypatch.setattr(kept, "LARGEST", 10_000)
    kept.KeptComparisons(folder).keep("a", "b", Differences("1", "2", ()))
    assert kept.KeptComparisons(folder).find("a", "b") == Differences("1", "2", ())
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("query", ["old=99", "new=x", "old=1&new=-1", "old=١"])
def test_a_document_that_is_none_of_the_apis_is_not_found(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/apis/case-status/compare?{query}").status_code == 404


def test_an_api_without_documents_says_what_belongs_there(
    app: Flask, client_as: Callable[[Role], FlaskClient], new_version: Callable[..., ApiVersion], day: date
) -> None:
    with app.app_context():
        new_version(database.session)
        database.session.commit()
    assert "There is only one so far, or none" in text_of(client_as(Role.READER), "/apis/case-status/compare")


def test_the_apis_page_lists_whom_a_version_breaks_on_which_change(reader: FlaskClient) -> None:
    page = text_of(reader, "/apis/case-status")
    assert "Version 2.0 2 of 3 consumers would break" in page
    assert "Would break Gatuglimt , Plogspåret" in page
    assert "Unharmed Kärlrundan" in page  # its copy is older than what was taken away again
    assert "GET /decisions was removed Gatuglimt , Plogspåret" in page
    assert "3 consumers are compared by the published document" in page


def test_the_apis_page_tells_the_day_that_comes_and_who_has_not_moved(reader: FlaskClient) -> None:
    page = text_of(reader, "/apis/case-status")
    assert "Support of version 1.2 ends 1 Feb 2027, in 69 days; 2 consumers have not moved" in page
    assert re.search(r"Support of version 1.2 ends Gatuglimt , Kärlrundan", page)


def test_what_is_wrong_with_a_versions_life_stands_on_the_apis_page_without_any_document(app: Flask, reader: FlaskClient) -> None:
    with app.app_context():
        version = database.session.scalars(select(ApiVersion).filter_by(version="1.2")).one()
        third = ApiVersion(key="v3", api_id=version.api_id, version="3.0", status=VersionStatus.ACTIVE)
        database.session.add(third)
        version.deprecated_on = date(2026, 1, 1)
        database.session.commit()
    page = text_of(reader, "/apis/case-status")
    assert "R20 3.0 : 2 versions are ACTIVE: 2.0, 3.0" in page
    assert "R21 1.2 : Support was to end 1 Jul 2026; consumers left: Gatuglimt, Kärlrundan, Plogspåret" in page
    assert "1 Jul 2026 146 days ago" in page


def test_the_start_page_and_the_list_of_days_tell_it_before_it_comes(reader: FlaskClient) -> None:
    assert "1 day comes within 90 days, 2 consumers are left behind" in text_of(reader, "/")
    page = text_of(reader, "/apis/dates")
    assert "No version is past its last day; 1 day comes within 90 days" in page
    assert "in 69 days Case status Support of version 1.2 ends Gatuglimt , Kärlrundan" in page


def send(client: FlaskClient, data: bytes, key: str = "C-1") -> object:
    token = csrf_of(client.get(f"/consumers/{key}/copy").text)
    return client.post(
        f"/consumers/{key}/copy",
        data={"csrf_token": token, "file": (BytesIO(data), "copy.yaml")},
        content_type="multipart/form-data",
        follow_redirects=True,
    )


def test_an_uploaded_copy_is_kept_byte_for_byte_and_compared(editor: FlaskClient) -> None:
    data = cases("1.1", "  /gone:\n    get: {}\n")
    page = " ".join(re.sub(r"<[^>]*>", " ", send(editor, data).text).split())  # type: ignore[attr-defined]
    assert "Calls made by the copy may fail" in page
    assert "1 change breaks it. Gone are 1 operations, 0 parameters and 0 fields." in page
    assert "breaks GET /gone was removed" in page
    raw = editor.get("/consumers/C-1/copy/raw")
    assert (raw.data, raw.mimetype) == (data, "application/octet-stream")
    assert raw.headers["Content-Disposition"] == "attachment; filename=copy.yaml"
    assert "Version 1.2 1 of 2 consumers would break" in text_of(editor, "/apis/case-status")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"openapi: 3.1.0\npaths: [\n", "copy.yaml, line"),
        (cases("1.1") + b"# token: ghp_" + b"a1B2" * 9, "looks like a key or token"),
    ],
)
def test_a_copy_that_cannot_be_used_is_refused_with_the_reason(editor: FlaskClient, data: bytes, says: str) -> None:
    answer = send(editor, data)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert says in answer.text  # type: ignore[attr-defined]
    assert "No copy is known" in text_of(editor, "/consumers/C-1")


def test_a_copy_that_is_put_away_leaves_the_consumer_to_the_published_document(editor: FlaskClient) -> None:
    token = csrf_of(editor.get("/consumers/C-2").text)
    editor.post("/consumers/C-2/copy/remove", data={"csrf_token": token})
    assert "No copy is known" in text_of(editor, "/consumers/C-2")
    assert editor.get("/consumers/C-2/copy/raw").status_code == 404
    assert "3 of 3 consumers would break" in text_of(editor, "/apis/case-status")


def test_a_reader_sees_the_copy_and_cannot_change_it(reader: FlaskClient) -> None:
    page = reader.get("/consumers/C-2").text
    assert "Everything in the copy still holds" in page
    assert "/consumers/C-2/copy/raw" in page
    assert "Replace the copy" not in page
    assert reader.get("/consumers/C-2/copy").status_code == 403
