"""`registry demo` fills an empty catalogue once, and makes accounts whose passwords only the owner may read."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.cli import main


@pytest.fixture
def instance_folder(tmp_path: Path, databases, migrated: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REGISTRY_INSTANCE", str(tmp_path))
    monkeypatch.setenv("REGISTRY_DATABASE_URL", databases.copy(migrated))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["demo", *arguments])


def test_it_loads_the_municipality_and_makes_an_account_per_role_and_one_responsible_person(instance_folder: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    file = instance_folder / "demo-logins.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    logins = file.read_text(encoding="utf-8")
    assert [line.split()[0].split("@")[0] for line in logins.splitlines()] == [
        "lasare",
        "drift",
        "arkitekt",
        "upphandling",
        "admin",
        "amanda.vikholm",
    ]
    assert logins in result.output


def test_a_catalogue_with_records_is_left_alone(instance_folder: Path) -> None:
    assert run("--systems", "20").exit_code == 0
    result = run()
    assert result.exit_code == 1
    assert "The catalogue is not empty" in result.output
    assert not (instance_folder / "demo-logins.txt").exists()


def test_a_database_without_tables_is_told_in_words(tmp_path: Path, databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_INSTANCE", str(tmp_path))
    monkeypatch.setenv("REGISTRY_DATABASE_URL", databases.empty("no_tables"))
    result = run()
    assert result.exit_code == 1
    assert "registry database upgrade" in result.output


def test_a_folder_without_documents_is_told_in_words(instance_folder: Path, tmp_path: Path) -> None:
    result = run("--specs", str(tmp_path))
    assert result.exit_code == 1
    assert "holds no documents" in result.output
