"""`registry blockers`: the same answer for people and for programs."""

import json

import pytest
from click.testing import CliRunner
from portfolio.catalogue import blocked_catalogue

from registry.cli import main


@pytest.fixture
def run(app, monkeypatch):
    settings = app.config["SETTINGS"]
    monkeypatch.setenv("REGISTRY_INSTANCE", str(settings.instance))
    monkeypatch.setenv("REGISTRY_DATABASE_URL", settings.database_url)
    return lambda *arguments: CliRunner().invoke(main, ["blockers", *arguments])


def test_json_tells_every_active_initiative_with_its_blockers_and_their_paths(run, session):
    blocked_catalogue(session)
    answer = run("--format", "json")
    assert answer.exit_code == 0, answer.output
    initiatives = {initiative["key"]: initiative for initiative in json.loads(answer.output)["initiatives"]}
    assert set(initiatives) == {"FAR", "NEAR", "FREE", "VAGUE"}
    assert initiatives["FREE"]["blockers"] == []
    assert initiatives["FAR"]["name"] == "Snabbare svar"
    assert initiatives["FAR"]["needed_by"] == "2027-06-30"
    assert initiatives["NEAR"]["needed_by"] is None
    [blocker] = initiatives["FAR"]["blockers"]
    assert (blocker["system"], blocker["direct"]) == ("OLD", False)
    assert 0 <= blocker["legacy_range"][0] <= blocker["legacy_score"] <= blocker["legacy_range"][1] <= 100
    assert [(step["from"], step["to"], step["kind"], step["conducts"]) for step in blocker["path"]] == [
        ("WEB", "HUB", "api", True),
        ("HUB", "OLD", "file_transfer", True),
    ]
    assert all(step["reason"] for step in blocker["path"])
    [direct] = initiatives["NEAR"]["blockers"]
    assert (direct["direct"], direct["path"]) == (True, [])


def test_text_reads_as_an_answer(run, session):
    blocked_catalogue(session)
    output = run().output
    assert output.startswith("2 of 4 active initiatives are blocked, by 1 system.")
    assert "FAR  Snabbare svar, needed by 2027-06-30: blocked by 1" in output
    assert "- Registret (OLD), 2 steps away" in output
    assert "FREE  Öppna data: free to go" in output


def test_an_empty_catalogue_is_an_answer_too(run):
    assert json.loads(run("--format", "json").output)["initiatives"] == []
    assert run().output == "No initiative is active.\n"


def test_a_catalogue_larger_than_is_held_whole_is_prepared_and_told_the_same(run, session, tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_INSTANCE", str(tmp_path))
    blocked_catalogue(session)
    whole = run("--format", "json")
    answer = run("--format", "json", "--largest", "3")
    assert (answer.exit_code, answer.stdout) == (0, whole.stdout)
    assert "4 of 4 systems scored" in answer.stderr
    assert "scored" not in run("--largest", "3").stderr, "prepared already"


def test_a_catalogue_whose_paths_alone_are_too_many_is_refused_in_words(run, session, tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_INSTANCE", str(tmp_path))
    blocked_catalogue(session)
    answer = run("--largest", "1")
    assert answer.exit_code == 1
    assert "more than 1 systems" in answer.output


def test_a_database_without_tables_is_refused_in_words(run, monkeypatch, tmp_path):
    monkeypatch.setenv("REGISTRY_DATABASE_URL", f"sqlite:///{tmp_path / 'nothing.sqlite'}")
    answer = run()
    assert answer.exit_code == 1
    assert "registry database upgrade" in answer.output
    assert "Traceback" not in answer.output
