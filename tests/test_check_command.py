"""`registry check` as a build server and a developer meet it."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.commands.check import FORMATS, check_command
from registry.core.strategy.profile import built_in_profiles, load_profile

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
    assert answer["profile"] == "sundsvall"
    assert answer["profile_version"] == load_profile(built_in_profiles()["sundsvall"]).version
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


@pytest.mark.parametrize("style", FORMATS)
def test_every_format_ends_with_the_same_status_and_can_go_to_a_file(folder: Path, style: str) -> None:
    output = folder / "report.out"
    for source, status in ((folder / "a.yaml", 0), (folder / "b", 1), (folder / "none.yaml", 2)):
        shown = _run(source, "--format", style)
        kept = _run(source, "--format", style, "--output", output)
        assert (shown.exit_code, kept.exit_code) == (status, status)
        assert output.read_text() == shown.stdout
        assert kept.stdout == ""
    assert list(folder.glob("*.part")) == []


@pytest.mark.parametrize(("fail_on", "status"), [("must", 0), ("should", 1), ("never", 0)])
def test_fail_on_tells_which_clauses_fail_the_run(folder: Path, fail_on: str, status: int) -> None:
    profile = folder / "ours.profile"
    profile.write_text(
        'profile: ours\nversion: "3"\ntitle: {en: O, sv: O}\nsources: {A: {document: D, version: "1", link: l}}\nclauses:\n'
        "- {id: C1, level: SHOULD, title: {en: t, sv: t}, paraphrase: {en: p, sv: p}, sources: A, check: [api-name]}\n"
    )
    assert _run(folder / "b", "--profile", profile, "--fail-on", fail_on).exit_code == status


def test_never_lets_must_clauses_pass_but_not_what_could_not_be_read(folder: Path) -> None:
    assert _run(folder / "b", "--fail-on", "never").exit_code == 0
    assert _run(folder / "none.yaml", "--fail-on", "never").exit_code == 2


def test_an_old_api_passes_with_its_baseline_until_something_new_is_found(folder: Path) -> None:
    file, known = folder / "b" / "c.YML", folder / "known.baseline"
    assert _run(file, "--write-baseline", known).exit_code == 1
    assert json.loads(known.read_text())["files"][0]["verdict"] == "failed"
    again = _run(file, "--baseline", known)
    assert again.exit_code == 0
    assert "known to the baseline and left out: " in again.output
    assert "line 3: “bygglov”" not in again.output
    file.write_text(
        SWEDISH.replace("paths: {}", "paths: {/arenden: {get: {responses: {}}}}").replace("bygglovProjektAPI", "CaseAPI")
    )
    changed = _run(file, "--baseline", known)
    assert changed.exit_code == 1
    assert "“arenden” is Swedish" in changed.output
    assert "mended since the baseline: R02: “bygglov” in the name" in changed.output


def test_the_json_format_serves_as_a_baseline_but_not_what_was_compared_with_one(folder: Path) -> None:
    known, compared = folder / "known.baseline", folder / "compared.baseline"
    assert _run(folder / "b", "--format", "json", "--output", known).exit_code == 1
    result = _run(folder / "b", "--format", "json", "--baseline", known, "--output", compared)
    assert result.exit_code == 0
    told = json.loads(compared.read_text())["files"][0]
    assert told["baseline"]["known"] > 0
    assert told["baseline"]["mended"] == []
    refused = _run(folder / "b", "--baseline", compared)
    assert refused.exit_code == 2
    assert "holds only what was new to another baseline" in refused.output


def test_a_baseline_may_be_replaced_by_the_run_that_reads_it(folder: Path) -> None:
    known = folder / "known.baseline"
    _run(folder / "b", "--write-baseline", known)
    before = known.read_text()
    assert _run(folder / "b", "--baseline", known, "--write-baseline", known).exit_code == 0
    assert known.read_text() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--baseline", "{folder}/none.json"], "none.json: the baseline cannot be opened: No such file"),
        (["--baseline", "{folder}/notes.txt"], "notes.txt, line 1: not valid JSON"),
        (["--output", "{folder}/none/report.json"], "report.json: cannot be written: No such file"),
        (["--write-baseline", "{folder}/none/known.json"], "known.json: cannot be written: No such file"),
        (["--output", "{folder}"], "is a directory"),
    ],
)
def test_what_cannot_be_read_or_written_is_told_and_is_exit_2(folder: Path, arguments: list[str], told: str) -> None:
    result = _run(folder / "a.yaml", *(argument.format(folder=folder) for argument in arguments))
    assert result.exit_code == 2
    assert told in result.output


def test_a_report_that_stops_halfway_leaves_the_old_one_alone(folder: Path) -> None:
    output = folder / "report.out"
    output.write_text("the old one")
    assert _run(folder / "a.yaml", "--output", output, "--baseline", folder / "none").exit_code == 2
    assert output.read_text() == "the old one"


def test_a_device_is_written_to_and_not_replaced(folder: Path) -> None:
    assert _run(folder / "a.yaml", "--output", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


def test_swedish_is_spoken_on_demand(folder: Path) -> None:
    told = _run(folder / "b", "--language", "sv").output
    assert "R02 SKALL Engelskt namn som säger vad API:et gör" in told
    assert "c.YML: inte uppfyllt" in told


def test_a_file_name_that_no_encoding_holds_is_spelt_out(tmp_path: Path) -> None:
    file = tmp_path / "odd\udcff.yaml"
    file.write_text(CLEAN)
    for style in FORMATS:
        result = _run(tmp_path, "--format", style)
        assert result.exit_code == 0, style
        assert "odd" in result.output, style


def test_the_command_loads_neither_web_part_nor_database() -> None:
    unwanted = {"flask", "sqlalchemy", "requests", "openapi_spec_validator"}
    code = f"import sys, registry.commands.check; print(sorted({unwanted} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_the_command_works_alone_in_an_empty_folder_and_leaves_nothing_there(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No installation, no home, no network: the environment is empty, and whoever opens a socket fails."""
    empty, shut = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("shut")
    (shut / "sitecustomize.py").write_text("import socket\ndel socket.socket\n")
    call = [str(Path(sys.executable).with_name("registry")), "check", str(folder / "a.yaml"), "--format"]
    for style in FORMATS:
        done = subprocess.run([*call, style], cwd=empty, env={"PYTHONPATH": str(shut)}, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), style
        assert done.stdout, style
    assert list(empty.iterdir()) == []


def test_a_document_of_several_files_is_checked_as_one_and_findings_name_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    (folder / "models").mkdir(parents=True)
    (folder / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Pets, version: '1.0'}\npaths: {}\n"
        "components: {schemas: {Pet: {$ref: models/pet.yaml}, Out: {$ref: ../secret.yaml}}}\n"
    )
    (folder / "models" / "pet.yaml").write_text("type: object\nproperties:\n  a: {}\n")
    (tmp_path / "secret.yaml").write_text("type: string\n")
    (folder / "stray.yaml").write_text("type: string\n")
    answer = CliRunner().invoke(check_command, [str(folder)])
    assert f"{folder}/models/pet.yaml, line 3: “a” may be anything" in answer.output
    assert "pet.yaml: could not be read" not in answer.output, "a part is no document"
    assert f"{folder}/stray.yaml:1: could not be read" in answer.output
    assert "“../secret.yaml”" in answer.output, "outside the folder nothing is opened"
    alone = CliRunner().invoke(check_command, [str(folder / "openapi.yaml"), "--format", "sarif"])
    assert "models/pet.yaml" in alone.output
    (folder / "models" / "pet.yaml").unlink()
    (folder / "models" / "pet.yaml").symlink_to(tmp_path / "secret.yaml")
    linked = CliRunner().invoke(check_command, [str(folder / "openapi.yaml")])
    assert "“models/pet.yaml”" in linked.output, "links are not followed"
