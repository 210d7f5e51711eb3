"""`registry diff` and `registry drift` as a build server and a developer meet them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from registry.commands.diff import diff_command
from registry.commands.drift import drift_command

CASES = """\
openapi: 3.1.0
info: {{title: Cases, version: "{version}"}}
paths:
  /cases:
    get: {{responses: {{"200": {{description: Cases}}}}}}
{more}"""
DECISIONS = '  /decisions:\n    get: {responses: {"200": {description: Decisions}}}\n'


def run(command: click.Command, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(name: str, version: str, more: str = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(CASES.format(version=version, more=more), encoding="utf-8")
        return path

    return written


def test_the_json_has_the_promised_shape_and_nothing_else(write: Any) -> None:
    result = run(diff_command, write("old.yaml", "1.0", DECISIONS), write("new.yaml", "1.1"), "--format", "json")
    assert json.loads(result.output) == {
        "old_version": "1.0",
        "new_version": "1.1",
        "required_step": "major",
        "actual_step": "minor",
        "verdict": "too_small",
        "complete": True,
        "changes": [
            {
                "kind": "operation_removed",
                "breaking": True,
                "pointer": "/paths/~1decisions/get",
                "old_line": 7,
                "new_line": None,
                "message": "GET /decisions was removed",
            }
        ],
    }


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        (("1.0", ""), ("1.0", ""), 0),
        (("1.0", ""), ("1.1", DECISIONS), 0),
        (("1.0", ""), ("2.0", DECISIONS), 0),
        (("1.0", DECISIONS), ("2.0", ""), 0),
        (("1.0", ""), ("1.0", DECISIONS), 1),
        (("1.0", DECISIONS), ("1.1", ""), 1),
        (("1.1", ""), ("1.0", ""), 1),
        (("spring", ""), ("spring", ""), 0),
        (("spring", ""), ("spring", DECISIONS), 1),
    ],
)
def test_the_exit_status_tells_whether_the_version_was_raised_enough(
    write: Any, old: tuple[str, str], new: tuple[str, str], status: int
) -> None:
    assert run(diff_command, write("old.yaml", *old), write("new.yaml", *new)).exit_code == status


def test_what_breaks_clients_is_told_first(write: Any) -> None:
    old, new = write("old.yaml", "1.0"), write("new.yaml", "2.0", DECISIONS)
    new.write_text(new.read_text().replace("/cases:", "/matters:"))
    told = run(diff_command, old, new).output.splitlines()
    assert told[0] == "The version was raised as the changes demand. Breaking changes: 1, others: 2."
    assert told[2:4] == ["Breaks clients:", "  line 5 → –: GET /cases was removed"]
    assert told[4] == "Does not break clients:"


def test_people_are_told_in_swedish(write: Any) -> None:
    told = run(diff_command, write("old.yaml", "1.0", DECISIONS), write("new.yaml", "1.0"), "--language", "sv").output
    assert "GET /decisions togs bort" in told


@pytest.mark.parametrize("command", [diff_command, drift_command])
def test_exit_2_when_a_document_cannot_be_read_and_which_and_why(command: click.Command, write: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("openapi: 3.1.0\npaths: [\n")
    for arguments in ((write("good.yaml", "1.0"), tmp_path / "bad.yaml"), (tmp_path / "gone.yaml", write("good.yaml", "1.0"))):
        result = run(command, *arguments)
        assert result.exit_code == 2
        assert "could not be read" in result.output


def test_a_copy_that_calls_what_is_gone(write: Any) -> None:
    result = run(drift_command, write("copy.yaml", "1.0", DECISIONS), write("own.yaml", "1.0"), "--format", "json")
    told = json.loads(result.output)
    assert (result.exit_code, told["standing"], told["gone"]) == (1, "breaks", {"operations": 1, "parameters": 0, "fields": 0})


def test_what_the_provider_has_added_is_no_drift(write: Any) -> None:
    result = run(drift_command, write("copy.yaml", "1.0"), write("own.yaml", "3.0", DECISIONS))
    assert (result.exit_code, result.output.splitlines()[0][:36]) == (0, "Everything in the copy still holds (")


def test_folders_are_paired_by_the_list_of_integrations(write: Any, tmp_path: Path) -> None:
    for consumer in ("plough", "lamp"):
        write(f"copies/{consumer}__cases.yaml", "1.0", DECISIONS if consumer == "plough" else "")
    write("copies/plough__other.yaml", "1.0")
    write("own/case-service.yaml", "2.0")
    rows = ["consumer_repo,provider_spec_file,provider_repo_guess,kind"]
    rows += ["town/plough,cases.yaml,town/case-service,spec", "town/lamp,cases.yaml,town/case-service,spec"]
    rows += ["town/plough,other.yaml,,spec", "town/plough,absent.yaml,town/case-service,spec"]
    (tmp_path / "list.csv").write_text("\n".join(rows))
    folders = (tmp_path / "copies", tmp_path / "own", "--integrations", tmp_path / "list.csv")
    told = run(drift_command, *folders)
    assert told.exit_code == 1
    assert told.output.startswith("2 copies compared: 1 may fail")
    found = json.loads(run(drift_command, *folders, "--format", "json").output)["copies"]
    assert [(one["consumer"], one.get("standing")) for one in found] == [
        ("plough", "breaks"),
        ("lamp", "current"),
        ("plough", None),
    ]


def test_a_list_without_its_columns_is_refused(write: Any, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("consumer,provider\na,b\n")
    result = run(drift_command, tmp_path, tmp_path, "--integrations", tmp_path / "list.csv")
    assert result.exit_code == 2
    assert "the column “consumer_repo” is missing; found are consumer, provider" in result.output


def test_the_commands_start_without_the_web_part_or_a_database() -> None:
    heavy = ("flask", "sqlalchemy", "networkx", "openpyxl")
    code = f"import sys; from registry.commands import diff, drift; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_a_change_in_minified_json_has_its_columns(tmp_path: Path) -> None:
    def written(name: str, path: str) -> Path:
        document = {
            "openapi": "3.1.0",
            "info": {"title": "x" * 500, "version": "1.0"},
            "paths": {"/a": {"get": {}}, path: {"get": {}}},
        }
        (tmp_path / name).write_text(json.dumps(document, separators=(",", ":")))
        return tmp_path / name

    old, new = written("old.json", "/b"), written("new.json", "/cc")
    [gone, added] = json.loads(run(diff_command, old, new, "--format", "json").output)["changes"]
    column = old.read_text().index('"get":{}}}}') + 1
    assert (gone["old_line"], gone["old_column"], gone["new_line"], "new_column" in gone) == (1, column, None, False)
    assert (added["new_line"], added["new_column"], "old_column" in added) == (1, column + 1, False)
    assert f"line 1:{column} → –: GET /b was removed" in run(diff_command, old, new).output
