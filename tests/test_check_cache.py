"""`registry check --cache`: what has not changed is answered again, word for word; what has changed is judged."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from registry import entry
from registry.commands import check, kept_answers

GOOD = "openapi: 3.1.0\ninfo: {title: Cases, version: '1.0'}\npaths: {}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/a.yaml").write_text(GOOD)
    (tmp_path / "specs/b.yaml").write_text(GOOD.replace("Cases", "Permits"))
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, int]]:
    """Call the program; (exit status, output, how many documents were judged)."""
    judged: list[object] = []
    judge = check.check
    monkeypatch.setattr(check, "check", lambda *given, **named: judged.append(given) or judge(*given, **named))

    def called(*arguments: str) -> tuple[int, str, int]:
        judged.clear()
        monkeypatch.setattr(
            sys, "argv", ["registry", "check", *arguments, "--cache", str(folder / "cache"), str(folder / "specs")]
        )
        with pytest.raises(SystemExit) as ended:
            entry.run()
        return int(ended.value.code or 0), capsys.readouterr().out, len(judged)

    return called


@pytest.mark.parametrize("style", ["json", "text", "sarif", "html"])
def test_the_second_answer_is_the_first_and_nothing_is_judged(run: Callable[..., tuple[int, str, int]], style: str) -> None:
    status, output, judged = run("--format", style)
    assert (status, judged) == (1, 2)
    assert run("--format", style) == (status, output, 0)


def test_only_the_document_that_changed_is_judged(run: Callable[..., tuple[int, str, int]], folder: Path) -> None:
    run("--format", "json")
    (folder / "specs/b.yaml").write_text(GOOD.replace("Cases", "Grants"))
    _status, output, judged = run("--format", "json")
    assert judged == 1
    assert "Grants" in output
    assert "Permits" not in output


def test_a_new_document_in_the_folder_is_noticed(run: Callable[..., tuple[int, str, int]], folder: Path) -> None:
    run()
    (folder / "specs/c.yaml").write_text(GOOD.replace("Cases", "Loans"))
    assert run()[2] == 1
    (folder / "specs/c.yaml").unlink()
    assert "Loans" not in run()[1]


def test_a_part_that_appears_or_can_be_read_at_last_is_noticed(folder: Path, run: Callable[..., tuple[int, str, int]]) -> None:
    parts = folder / "parts"
    parts.mkdir()
    document = parts / "whole.yaml"
    document.write_text(GOOD.replace("{}", "{/a: {$ref: part.yaml}}"))
    asked = ("--format", "text", str(document))
    assert "Parts lie outside the document" in run(*asked)[1]
    assert run(*asked)[2] == 0
    (parts / "part.yaml").write_text("get: {responses: {'200': {description: [}")
    assert "part.yaml: Not valid YAML" in run(*asked)[1]
    assert run(*asked)[2] == 0
    (parts / "part.yaml").write_text("get: {responses: {'200': {description: A}}}")
    _status, output, judged = run(*asked)
    assert (judged, "Parts lie outside the document" in output, "Not valid YAML" in output) == (1, False, False)
    (parts / "part.yaml").unlink()
    assert "Parts lie outside the document" in run(*asked)[1]


def test_another_question_is_another_answer(run: Callable[..., tuple[int, str, int]]) -> None:
    run("--format", "json")
    status, _output, judged = run("--format", "json", "--fail-on", "never")
    assert (status, judged) == (0, 0), "the reports are kept, the exit status is another"
    assert run("--profile", "digg-rest-api-profil")[2] == 2


def test_other_software_judges_anew(run: Callable[..., tuple[int, str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    monkeypatch.setattr(kept_answers, "software", lambda: "newer")
    monkeypatch.setattr("registry.commands.kept_reports.software", lambda: "newer")
    assert run()[2] == 2


def test_a_spoilt_entry_and_a_folder_that_cannot_be_written_cost_time_only(
    run: Callable[..., tuple[int, str, int]], folder: Path
) -> None:
    first = run("--format", "json")
    for entry_ in (folder / "cache").iterdir():
        entry_.write_text("1 x\n")
    assert run("--format", "json") == first
    kept_answers.write("/proc/nowhere/entry", "text")


def test_other_commands_are_left_alone() -> None:
    assert kept_answers.folder_in(["blockers", "--cache", "x"]) is None
    assert kept_answers.folder_in(["check", "a.yaml"]) is None
    assert kept_answers.folder_in(["check", "--cache=there", "a.yaml"]) == "there"


def test_the_program_ends_at_once_but_not_before_all_is_written(folder: Path) -> None:
    program = [str(Path(sys.executable).with_name("registry")), "check", "--format", "json", str(folder / "specs")]
    ended = subprocess.run(program, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert [Path(document["file"]).name for document in json.loads(ended.stdout)["files"]] == ["a.yaml", "b.yaml"]
