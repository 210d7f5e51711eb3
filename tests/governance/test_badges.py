"""The badge: what it says, who sees it, and that it is a picture a reader of any kind understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.apis.models import ApiVersion
from registry.core.api_vocabulary import VersionStatus
from registry.governance.documents import store_document
from registry.kit.access import Role
from registry.kit.database import database

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def badge(app: Flask, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date) -> str:
    """The address of the badge of an API that breaks the strategy in its version in use; its next one has no document."""
    with app.app_context():
        version = new_version(database.session)
        store_document(database.session, version, gatewayed)
        database.session.add(ApiVersion(key="case-status-2.0", api=version.api, version="2.0", status=None))
        database.session.commit()
        return f"/apis/{version.api.key}/badge.svg"


def title_of(answer: object) -> str:
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert answer.mimetype == "image/svg+xml"  # type: ignore[attr-defined]
    picture = ElementTree.fromstring(answer.data)  # type: ignore[attr-defined]
    title = picture.findtext(f"{SVG}title")
    assert picture.get("aria-label") == title
    assert " ".join(text.text for text in picture.iter(f"{SVG}text")) == title.replace(":", "")
    return str(title)


def test_it_says_in_each_language_how_many_clauses_are_broken(badge: str, client_as: Callable[[Role], FlaskClient]) -> None:
    reader = client_as(Role.READER)
    english, swedish = (title_of(reader.get(f"{badge}?language={language}")) for language in ("en", "sv"))
    assert english.startswith("API strategy: breaks ")
    assert english.endswith(" MUST clauses")
    assert swedish == english.replace("API strategy: breaks", "API-strategi: bryter").replace("MUST clauses", "SKALL-krav")


def test_a_version_without_a_verdict_says_so(badge: str, client_as: Callable[[Role], FlaskClient]) -> None:
    assert title_of(client_as(Role.READER).get("/api-versions/case-status-2.0/badge.svg")) == "API strategy: not checked"


def test_the_version_in_use_speaks_for_the_api(app: Flask, badge: str, client_as: Callable[[Role], FlaskClient]) -> None:
    reader = client_as(Role.READER)
    assert "breaks" in title_of(reader.get(badge))
    with app.app_context():
        for version in database.session.scalars(select(ApiVersion)):
            version.status = VersionStatus.DEPRECATED if version.version == "1.2" else VersionStatus.ACTIVE
        database.session.commit()
    assert "not checked" in title_of(reader.get(badge))


def test_nobody_sees_it_without_logging_in_until_badges_are_opened(app: Flask, badge: str) -> None:
    stranger = app.test_client()
    assert stranger.get(badge).status_code == 302
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_badges=True)
    assert "SKALL-krav" in title_of(stranger.get(badge))
    assert stranger.get(badge).headers["Cache-Control"] == "public, max-age=300"
    assert stranger.get("/apis/case-status").status_code == 302
    assert stranger.get("/apis/nothing/badge.svg").status_code == 404


def test_what_has_not_changed_is_not_drawn_again(badge: str, client_as: Callable[[Role], FlaskClient]) -> None:
    reader = client_as(Role.READER)
    etag = reader.get(badge).headers["ETag"]
    assert reader.get(badge, headers={"If-None-Match": etag}).status_code == 304


def test_the_apis_page_shows_it_and_gives_the_line_to_paste(badge: str, client_as: Callable[[Role], FlaskClient]) -> None:
    shown = client_as(Role.READER).get("/apis/case-status").text
    assert f'src="{badge}?language=en"' in shown
    assert f"![API strategy](http://localhost{badge}?language=en)" in shown
    assert "Only who is logged in sees it" in shown
