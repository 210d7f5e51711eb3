"""`registry check` as a build server and a developer meet it."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.commands.check import check_command

SWEDISH = 'openapi: 3.1.0\ninfo:\n  title: bygglovProjektAPI\n  version: "1.0"\npaths: {}\n'
CLEAN = """\
openapi: 3.1.0
info: {title: CaseManagement, version: "1.0"}
servers: [{url: "https://api.example.se/case-management/1.0"}]
security: [{key: []}]
paths:
  /cases:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}]
      responses:
        "200":
          description: Cases
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Case"}}}}
        "400": {description: Bad request}
  /api-docs:
    get: {security: [], responses: {"200": {description: This document}}}
components:
  schemas: {Case: {type: object, properties: {title: {type: string, maxLength: 200}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
"""


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(check_command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.yaml").write_text(CLEAN)
    (tmp_path / "b" / "c.YML").write_text(SWEDISH)
    (tmp_path / "notes.txt").write_text("no document")
    return tmp_path


def test_exit_0_when_no_must_clause_failed(folder: Path) -> None:
    result = _run(folder / "a.yaml")
    assert result.exit_code == 0, result.output
    assert "passed, score 100 of 100" in result.output


def test_exit_1_when_a_must_clause_failed_and_the_text_says_what_where_and_how_to_mend(folder: Path) -> None:
    result = _run(folder / "b" / "c.YML")
    assert result.exit_code == 1
    assert "failed: R02 MUST English name" in result.output
    assert "line 3: “bygglov” in the name" in result.output
    assert "mend: Name the API in English" in result.output


def test_exit_2_when_a_file_could_not_be_read_even_if_others_failed(folder: Path) -> None:
    (folder / "broken.json").write_text('{"openapi": "3.0.0",\n]')
    result = _run(folder)
    assert result.exit_code == 2
    assert "broken.json:2: could not be read: Not valid JSON" in result.output
    assert "failed: R02" in result.output


def test_json_has_every_file_of_a_folder_in_order(folder: Path) -> None:
    (folder / "empty.yaml").write_text("")
    answer = json.loads(_run(folder, "--format", "json").stdout)
    assert (answer["profile"], answer["profile_version"]) == ("sundsvall", "1")
    assert [Path(entry["file"]).name for entry in answer["files"]] == ["a.yaml", "c.YML", "empty.yaml"]
    clean, swedish, empty = answer["files"]
    assert clean["verdict"] == "passed"
    assert len(clean["sha256"]) == 64
    assert swedish["verdict"] == "failed"
    found = next(clause for clause in swedish["clauses"] if clause["clause"] == "R02")
    assert found["findings"][0]["line"] == 3
    assert found["findings"][0]["rule"] == "api-name"
    assert empty["error"] == "The document is empty"
    assert "line" in empty


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    result = _run(tmp_path / "none.yaml", tmp_path)
    assert result.exit_code == 2
    assert "No such file" in result.output
    assert "holds no .yaml, .yml, .json file" in result.output


def test_an_unknown_profile_is_told_with_those_there_are(folder: Path) -> None:
    result = _run(folder, "--profile", "sundsval")
    assert result.exit_code == 2
    assert "built in are" in result.output
    assert "sundsvall" in result.output


def test_a_profile_of_one_s_own_is_a_file(folder: Path) -> None:
    profile = folder / "ours.profile"
    profile.write_text(
        'profile: ours\nversion: "3"\ntitle: {en: O, sv: O}\nsources: {A: {document: D, version: "1", link: l}}\n'
        "clauses: [{id: C1, level: MAY, title: {en: t, sv: t}, paraphrase: {en: p, sv: p}, sources: A, check: [api-name]}]\n"
    )
    result = _run(folder / "b", "--profile", profile, "--format", "json")
    assert result.exit_code == 0  # only a MUST fails the run
    answer = json.loads(result.stdout)
    assert answer["profile"] == "ours"
    assert answer["files"][0]["clauses"][0]["state"] == "failed"


def test_an_address_is_fetched_through_the_guarded_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    class FetchRefused(Exception):
        pass

    def fetch(address: str) -> types.SimpleNamespace:
        if "internal" in address:
            raise FetchRefused("the host is not public")
        return types.SimpleNamespace(data=CLEAN.encode())

    double = types.ModuleType("registry.kit.fetch")
    double.fetch = fetch  # type: ignore[attr-defined]
    double.FetchRefused = FetchRefused  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "registry.kit.fetch", double)
    assert _run("https://api.example.se/api-docs").exit_code == 0
    refused = _run("http://internal/api-docs")
    assert refused.exit_code == 2
    assert "the host is not public" in refused.output


def test_the_command_loads_neither_web_part_nor_database() -> None:
    unwanted = {"flask", "sqlalchemy", "requests", "openapi_spec_validator"}
    code = f"import sys, registry.commands.check; print(sorted({unwanted} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
