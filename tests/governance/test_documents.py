"""Documents as they come in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, SpecificationDocument
from registry.governance.documents import DocumentRefused, content, read_document, store_document


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SpecificationDocument)) or 0


def test_a_document_is_kept_byte_for_byte(session: Session, version: ApiVersion, follows: bytes) -> None:
    stored = store_document(session, version, follows, "case-management.yaml", "https://api.example.se/docs")
    assert content(session, stored.id) == follows
    assert stored.sha256 == hashlib.sha256(follows).hexdigest()
    assert (stored.title, stored.version, stored.openapi) == ("CaseManagement", "2.1", "3.0.3")
    assert version.document_id == stored.id


def test_equal_content_is_stored_once(
    session: Session, version: ApiVersion, new_version: Callable[..., ApiVersion], follows: bytes
) -> None:
    other = new_version(session, "Other", "1.0")
    assert store_document(session, version, follows, "a.yaml") is store_document(session, other, follows, "b.yaml")
    assert count(session) == 1


def test_the_former_document_stays_when_another_is_published(
    session: Session, version: ApiVersion, follows: bytes, gatewayed: bytes
) -> None:
    store_document(session, version, follows)
    store_document(session, version, gatewayed)
    assert count(session) == 2
    assert version.document is not None
    assert version.document.title == "Case status"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "bad.yaml: The document is empty."),
        (b"openapi: 3.1.0\ninfo: {title: a\npaths: ]", "bad.yaml, line 3:"),
        (b"\x00\x01binary", "bad.yaml, line 1: The file is binary"),
        (b"name: value", "bad.yaml, line 1: There is no “openapi” field"),
        (b"- a\n- b", "bad.yaml, line 1: The document is not a mapping"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_and_line(session: Session, version: ApiVersion, data: bytes, told: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        store_document(session, version, data, "bad.yaml")
    assert told in str(refusal.value.message)
    assert count(session) == 0
    assert version.document_id is None


def test_an_access_token_in_a_document_is_refused_with_its_line(gatewayed: bytes) -> None:
    part = base64.urlsafe_b64encode(b'{"alg":"HS256","sub":"someone"}').rstrip(b"=")
    token = b".".join([part, part, b"A" * 43])
    with pytest.raises(DocumentRefused) as refusal:
        read_document(gatewayed + b"x-key: " + token, "leak.yaml")
    assert "leak.yaml, line 15" in str(refusal.value)
    assert token.decode() not in str(refusal.value)


def test_titles_are_cut_and_cleaned_to_what_a_database_takes(session: Session, version: ApiVersion) -> None:
    title = "A\\u0000b" + "x" * 500
    data = f'{{"openapi": "3.1.0", "info": {{"title": "{title}", "version": "1.0"}}, "paths": {{}}}}'.encode()
    stored = store_document(session, version, data)
    session.commit()
    assert stored.title is not None
    assert len(stored.title) == 400
    assert stored.title.startswith("A bx")
