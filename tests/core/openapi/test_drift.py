"""How a consumer's copy stands to what the provider publishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from registry.core.openapi.document import Document, read
from registry.core.openapi.drift import Standing, drift

PROMISED = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "note": {"type": "string"}}}
ERROR = {"type": "object", "properties": {"status": {"type": "integer"}}}


def document(answer: Any = PROMISED, error: Any = ERROR, parameters: Any = (), **paths: Any) -> Document:
    responses = {
        "200": {"description": "A", "content": {"application/json": {"schema": answer}}},
        "404": {"description": "B", "content": {"application/problem+json": {"schema": error}}},
    }
    given = {"/a": {"get": {"parameters": list(parameters), "responses": responses}}, **paths}
    return read(json.dumps({"openapi": "3.1.0", "info": {"title": "A", "version": "1.0"}, "paths": given}).encode())


QUERY = {"name": "q", "in": "query", "schema": {"type": "string"}}
WITHOUT_NOTE = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}


@pytest.mark.parametrize(
    ("copy", "published", "standing", "gone"),
    [
        pytest.param(document(), document(), Standing.CURRENT, (0, 0, 0), id="the same"),
        pytest.param(document(), document(**{"/b": {"get": {}}}), Standing.CURRENT, (0, 0, 0), id="the provider has more"),
        pytest.param(document(**{"/b": {"get": {}}}), document(), Standing.BREAKS, (1, 0, 0), id="an operation is gone"),
        pytest.param(document(parameters=[QUERY]), document(), Standing.BREAKS, (0, 1, 0), id="a parameter is gone"),
        pytest.param(document(), document({"type": "object"}), Standing.BREAKS, (0, 0, 2), id="a promised field is gone"),
        pytest.param(document(), document(WITHOUT_NOTE), Standing.LACKS, (0, 0, 1), id="a field that may be missing is gone"),
        pytest.param(document(), document(error={"type": "string"}), Standing.ERRORS, (0, 0, 0), id="errors are otherwise"),
    ],
)
def test_what_the_copy_names_is_held_against_what_is_published(
    copy: Document, published: Document, standing: Standing, gone: tuple[int, int, int]
) -> None:
    found = drift(copy, published)
    assert found.standing is standing
    assert tuple(len(found.gone(what)) for what in ("operations", "parameters", "fields")) == gone


def test_a_schema_that_stands_in_answers_and_in_errors_counts_where_it_weighs_more() -> None:
    assert drift(document(ERROR, ERROR), document({"type": "string"}, {"type": "string"})).standing is Standing.BREAKS


def test_the_copies_of_the_corpus_stand_as_measured(corpus: Path) -> None:
    pairs = {
        "api-service-operaton__api-financialaid.yml": ("api-service-financial-aid.yaml", Standing.CURRENT),
        "pw-e-signing__api-document.yaml": ("api-service-document.yaml", Standing.BREAKS),
        "api-service-messaging__party-2.0.yml": ("api-service-party.yaml", Standing.ERRORS),
    }
    for copy, (published, standing) in pairs.items():
        documents = [read((corpus / path).read_bytes()) for path in (f"clients/{copy}", f"own/{published}")]
        assert drift(*documents).standing is standing, copy
