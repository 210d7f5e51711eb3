"""Publishing by upload and by address: a plan first, then all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import EnvironBuilder, TestResponse

from registry.apis.models import Api, ApiVersion, CheckResult, SpecificationDocument
from registry.kit.access import Role
from registry.kit.database import database

Sender = Callable[..., TestResponse]


@pytest.fixture
def architect(client_as: Callable[[Role], FlaskClient], day: Any) -> FlaskClient:
    return client_as(Role.ARCHITECT)


def upload(client: FlaskClient, *files: tuple[str, bytes], to: str = "/apis/publish", url: str = "") -> TestResponse:
    token = csrf_of(client.get(to).text)
    data = {"csrf_token": token, "url": url, "file": [(BytesIO(content), name) for name, content in files]}
    builder = EnvironBuilder(method="POST", data=data, content_type="multipart/form-data")
    environ = builder.get_environ()
    body = environ["wsgi.input"].read()
    environ["wsgi.input"].close()  # a temporary file when the body is large; the client would leave it open
    return client.post(to, data=body, content_type=environ["CONTENT_TYPE"])


def confirm(client: FlaskClient, answer: TestResponse, **changed: str) -> TestResponse:
    """Send the plan's form as a browser would, with some values changed."""
    page = client.get(answer.location) if answer.status_code == 302 else answer
    path = answer.location if answer.status_code == 302 else answer.request.path
    names = re.findall(r'<input id="[a-z]+-\d+" name="([a-z]+-\d+)" value="([^"]*)"', page.text)
    return client.post(path, data={**dict(names), "csrf_token": csrf_of(page.text), "save": "1", **changed})


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context():
        models = (Api, ApiVersion, SpecificationDocument, CheckResult)
        return tuple(database.session.scalar(select(func.count()).select_from(model)) or 0 for model in models)


def test_a_new_api_is_planned_then_saved_with_its_verdict(app: Flask, architect: FlaskClient, follows: bytes) -> None:
    answer = upload(architect, ("case.yaml", follows))
    page = architect.get(answer.location).text
    assert "new API with its first version" in page
    assert "Breaks MUST clauses" in page  # nobody has said yet who answers for it
    assert counts(app) == (0, 0, 0, 0)
    assert confirm(architect, answer).status_code == 302
    assert counts(app) == (1, 1, 1, 1)
    overview = architect.get("/strategy").text
    assert "0 of 1 checked version follows all MUST clauses" in overview
    assert "CaseManagement 2.1" in overview


def test_the_second_version_joins_the_api_that_is_there(app: Flask, architect: FlaskClient, follows: bytes) -> None:
    confirm(architect, upload(architect, ("a.yaml", follows)))
    answer = upload(architect, ("b.yaml", follows.replace(b'version: "2.1"', b'version: "2.2"')))
    assert "new version" in architect.get(answer.location).text
    confirm(architect, answer)
    assert counts(app)[:2] == (1, 2)
    with app.app_context():
        statuses = {version.version: version.status for version in database.session.scalars(select(ApiVersion))}
    assert statuses == {"2.1": "active", "2.2": None}


def test_the_same_document_again_changes_nothing(app: Flask, architect: FlaskClient, follows: bytes) -> None:
    confirm(architect, upload(architect, ("a.yaml", follows)))
    answer = upload(architect, ("renamed.yaml", follows))
    assert "unchanged" in architect.get(answer.location).text
    confirm(architect, answer)
    assert counts(app) == (1, 1, 1, 1)


def test_two_documents_for_one_version_are_refused_and_what_was_written_is_kept(
    app: Flask, architect: FlaskClient, follows: bytes, gatewayed: bytes
) -> None:
    answer = upload(architect, ("a.yaml", follows), ("b.yaml", gatewayed))
    refused = confirm(architect, answer, **{"name-1": "CaseManagement", "version-1": "2.1"})
    assert refused.status_code == 422
    assert "Another document of this upload has the same API and version" in refused.text
    assert 'name="name-1" value="CaseManagement"' in refused.text
    assert counts(app) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version-0": ""}, "Fill in Version"),
        ({"version-0": "x" * 61}, "At most 60 characters"),
        ({"name-0": " "}, "Fill in Name"),
        ({"api-0": "Nothing called so"}, "has the key or name"),
    ],
)
def test_wrong_choices_are_told_beside_their_field(
    app: Flask, architect: FlaskClient, follows: bytes, changed: dict[str, str], told: str
) -> None:
    refused = confirm(architect, upload(architect, ("a.yaml", follows)), **changed)
    assert refused.status_code == 422
    assert told in refused.text
    assert counts(app) == (0, 0, 0, 0)


def test_one_unreadable_file_among_good_ones_stores_nothing(app: Flask, architect: FlaskClient, follows: bytes) -> None:
    answer = upload(architect, ("good.yaml", follows), ("bad.yaml", b"openapi: 3.1.0\ninfo: ]"))
    assert answer.status_code == 422
    assert "bad.yaml, line 2" in answer.text
    assert counts(app) == (0, 0, 0, 0)


def test_nothing_chosen_is_told(architect: FlaskClient) -> None:
    answer = upload(architect)
    assert answer.status_code == 422
    assert "Choose a file or give an address first." in answer.text


def test_a_plan_that_is_gone_or_was_never_there_is_told(architect: FlaskClient) -> None:
    for token in ("x" * 32, "short"):
        answer = architect.get(f"/apis/publish/{token}")
        assert answer.status_code == 404
        assert "The documents are gone" in answer.text


def test_a_too_large_document_is_refused_before_it_is_read(app: Flask, architect: FlaskClient) -> None:
    answer = upload(architect, ("large.yaml", b"#" * 20_000_001))
    assert answer.status_code == 413
    assert "large.yaml: The document is 20000001 bytes" in answer.text.replace(",", "")


def test_an_upload_over_the_limit_of_the_installation_gets_a_page(architect: FlaskClient) -> None:
    answer = upload(architect, ("huge.yaml", b"#" * (50 * 1024 * 1024)))
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_the_document_of_one_version_is_published_from_its_page(
    app: Flask, architect: FlaskClient, new_version: Callable[..., ApiVersion], gatewayed: bytes
) -> None:
    with app.app_context():
        new_version(database.session, "Something else", "3.0")
        database.session.commit()
    answer = upload(architect, ("case.yaml", gatewayed), to="/api-versions/something-else-3.0/publish")
    page = architect.get(answer.location).text
    assert "other version number than the document" in page
    assert confirm(architect, answer).location == "/api-versions/something-else-3.0"
    shown = architect.get("/api-versions/something-else-3.0").text
    assert "Breaks MUST clauses" in shown
    assert counts(app) == (1, 1, 1, 1)


@pytest.mark.parametrize("role", [Role.READER, Role.PROCUREMENT])
def test_only_who_may_write_apis_publishes(client_as: Callable[[Role], FlaskClient], role: Role) -> None:
    client = client_as(role)
    assert client.get("/apis/publish").status_code == 403
    token = csrf_of(client.get("/strategy/try").text)
    assert client.post("/apis/publish", data={"csrf_token": token}).status_code == 403


def test_a_form_without_its_token_is_refused(app: Flask, architect: FlaskClient, follows: bytes) -> None:
    answer = architect.post("/apis/publish", data={"file": (BytesIO(follows), "a.yaml")}, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert counts(app) == (0, 0, 0, 0)


def test_a_document_is_fetched_from_an_allowed_host(
    app: Flask, architect: FlaskClient, follows: bytes, serve: Any, allow_hosts: Callable[..., None]
) -> None:
    allow_hosts("127.0.0.1/32")
    with serve({"/api-docs": (200, {}, follows)}) as address:
        answer = upload(architect, url=f"{address}/api-docs")
        confirm(architect, answer)
        with app.app_context():
            stored = database.session.scalars(select(SpecificationDocument)).one()
            version = database.session.scalars(select(ApiVersion)).one()
        assert (stored.source, version.specification_url) == (f"{address}/api-docs",) * 2


def test_the_address_that_the_form_had_filled_in_gives_way_to_a_file(app: Flask, architect: FlaskClient, follows: bytes) -> None:
    confirm(architect, upload(architect, ("a.yaml", follows)))
    with app.app_context():
        version = database.session.scalars(select(ApiVersion)).one()
        version.specification_url = "https://api.granvik.example/cases/api-docs"
        to, url = f"/api-versions/{version.key}/publish", version.specification_url
        database.session.commit()
    assert upload(architect, ("b.yaml", follows + b"# b\n"), to=to, url=url).status_code == 302
    assert "is a made-up name" in upload(architect, to=to, url=url).text
    assert upload(architect, ("b.yaml", follows), to=to, url=f"{url}/x").status_code == 422


@pytest.mark.parametrize(
    "inside", ["http://10.0.0.1/api-docs", "http://169.254.169.254/latest", "http://[::1]:5000/", "file:///etc/hosts"]
)
def test_a_redirect_into_the_own_network_is_refused(
    app: Flask, architect: FlaskClient, serve: Any, allow_hosts: Callable[..., None], inside: str
) -> None:
    allow_hosts("127.0.0.1/32")
    with serve({"/moved": (302, {"Location": inside}, b"")}) as address:
        answer = upload(architect, url=f"{address}/moved")
    assert answer.status_code == 422
    assert "Nothing was saved" in answer.text
    assert f'value="{address}/moved"' in answer.text
    assert counts(app) == (0, 0, 0, 0)


def test_an_address_of_this_machine_is_refused_unless_allowed(architect: FlaskClient, serve: Any, follows: bytes) -> None:
    with serve({"/": (200, {}, follows)}) as address:
        answer = upload(architect, url=address)
    assert answer.status_code == 422
    assert "does not lead to a public address" in answer.text


def test_every_odd_document_of_the_corpus_is_planned_or_refused_with_a_reason(
    app: Flask, architect: FlaskClient, corpus: Path
) -> None:
    for path in sorted((corpus / "edge").iterdir()):
        answer = upload(architect, (path.name, path.read_bytes()))
        if answer.status_code == 302:
            assert architect.get(answer.location).status_code in (200, 422), path.name
        else:
            assert answer.status_code == 422, path.name
            assert f"{path.name}" in answer.text
    assert counts(app) == (0, 0, 0, 0)


@pytest.fixture(autouse=True)
def _nothing_waits(app: Flask) -> Iterator[None]:
    yield
    waiting = Path(app.config["INSTANCE"]) / "publishing"
    assert not waiting.is_dir() or len(list(waiting.iterdir())) <= 100
