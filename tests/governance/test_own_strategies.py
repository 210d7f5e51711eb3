"""A strategy of one's own: written, kept, compared with another and put in force by those who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import registry.app
from registry.apis.models import ApiVersion, CheckResult, Waiver
from registry.apis.strategies import StrategyChoice, StrategyOutcome, StrategyText
from registry.commands.strategy import strategy_group
from registry.core.strategy.profile import BadProfile
from registry.governance.documents import store_document
from registry.governance.operations import check_all
from registry.governance.own_strategies import choose, save_text, versions
from registry.governance.strategy import referred, strategy
from registry.governance.strategy_change import outlook
from registry.kit.access import Role
from registry.kit.database import database

OWN = """\
profile: granvik
version: "1"
title: {en: Strategy of Granvik, sv: Granviks strategi}
extends: sundsvall
without: [R12, R13]
change:
  R28: {level: MUST}
"""
EASY = OWN.replace('"1"', '"2"').replace(
    "[R12, R13]", "[R02, R03, R04, R05, R06, R08, R09, R10, R11, R12, R13, R14, R14a, R14b, R14c, R15]"
)


@pytest.fixture
def published(session: Session, version: ApiVersion, gatewayed: bytes, day: date) -> ApiVersion:
    store_document(session, version, gatewayed, "case status.yaml")
    session.commit()
    return version


@pytest.fixture
def stored(app: Flask, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date) -> str:
    """A published version, for tests that send requests."""
    with app.app_context():
        version = new_version(database.session)
        store_document(database.session, version, gatewayed, "case status.yaml")
        database.session.commit()
        return version.key


def test_saved_texts_are_kept_version_by_version_with_who_and_why(session: Session, day: date) -> None:
    first = save_text(session, OWN, "granvik.yaml", "Decided in March", "anna@example.se")
    again = save_text(session, OWN.replace("\n", "\r\n"), "granvik.yaml", "", "bo@example.se")
    assert again is first, "the same text is no new version"
    save_text(session, OWN.replace('"1"', '"2"'), "granvik.yaml", "", "bo@example.se")
    told = [(row.number, row.profile_version, row.note, row.saved_by) for row in versions(session, "granvik")]
    assert told == [(2, "2", None, "bo@example.se"), (1, "1", "Decided in March", "anna@example.se")]
    assert referred("granvik").number == 2
    assert referred("granvik@1").profile.version == "1"
    with pytest.raises(BadProfile, match="no saved version 7"):
        referred("granvik@7")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OWN.replace("[R12, R13]", "[R12]"), "granvik.yaml:2: version: “1” is the version of another saved text"),
        (OWN.replace("profile: granvik", "profile: Granviks kommun"), "granvik.yaml:1: profile: “Granviks kommun” must be"),
        (OWN.replace("profile: granvik", "profile: digg-rest-api-profil"), "is built in"),
        (OWN.replace("R28", "R99"), "granvik.yaml:7: change.R99: There is no clause"),
        ("x" * 1_000_001, "longer than"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_file_line_and_key(session: Session, day: date, text: str, says: str) -> None:
    save_text(session, OWN, "granvik.yaml", "", "anna@example.se")
    with pytest.raises(BadProfile) as problem:
        save_text(session, text, "granvik.yaml", "", "anna@example.se")
    assert says in str(problem.value)
    assert len(versions(session, "granvik")) == 1


def test_a_file_of_the_instance_goes_before_a_saved_text_and_is_changed_there(app: Flask, session: Session, day: date) -> None:
    save_text(session, OWN, "granvik.yaml", "", "anna@example.se")
    folder = Path(app.config["SETTINGS"].instance) / "profiles"
    folder.mkdir(exist_ok=True)
    file = folder / "granvik.yaml"
    file.write_text(OWN.replace('"1"', '"9"'))
    try:
        assert referred("granvik").profile.version == "9"
        with pytest.raises(BadProfile, match="change it there"):
            save_text(session, OWN.replace('"1"', '"3"'), "granvik.yaml", "", "anna@example.se")
    finally:
        file.unlink()


def test_the_chosen_strategy_judges_from_then_on(session: Session, published: ApiVersion, day: date) -> None:
    check_all(session, day)
    save_text(session, OWN, "granvik.yaml", "", "anna@example.se")
    choose(session, referred("granvik"), strategy(), "anna@example.se", carry_over=False)
    assert strategy().profile.id == "granvik"
    assert check_all(session, day).judged == 1
    profiles = session.scalars(select(CheckResult.profile).order_by(CheckResult.id)).all()
    assert profiles[-1] == "granvik"
    save_text(session, OWN.replace('"1"', '"2"').replace("[R12, R13]", "[R12]"), "granvik.yaml", "", "anna@example.se")
    assert check_all(session, day).judged == 1, "another text judges anew"
    assert check_all(session, day).judged == 0


def test_waivers_are_carried_over_only_when_asked_and_only_for_clauses_it_has(
    session: Session, published: ApiVersion, day: date
) -> None:
    for clause in ("R12", "R24"):
        made = Waiver(api_id=published.api_id, profile="sundsvall", clause=clause, reason="Old", expires_on=day + timedelta(30))
        made.key = f"w-{clause.lower()}"
        session.add(made)
    session.commit()
    save_text(session, OWN, "granvik.yaml", "", "anna@example.se")
    choose(session, referred("granvik"), strategy(), "anna@example.se", carry_over=False)
    given = select(Waiver.clause).where(Waiver.profile == "granvik")
    assert session.scalars(given).all() == []
    carried = choose(session, referred("granvik"), referred("sundsvall"), "anna@example.se", carry_over=True)
    assert session.scalars(given).all() == ["R24"]
    assert (carried.waivers, carried.attestations) == (1, 0)
    again = choose(session, referred("granvik"), referred("sundsvall"), "anna@example.se", carry_over=True)
    assert again.waivers == 0, "never twice"


def test_the_outlook_tells_who_newly_fails_and_is_reckoned_once(session: Session, published: ApiVersion, day: date) -> None:
    save_text(session, EASY, "granvik.yaml", "", "anna@example.se")
    strict, easy = referred("sundsvall"), referred("granvik")
    waiting = outlook(session, easy, strict, day, most_judged=0)
    assert (waiting.lines, waiting.left) == ((), 1), "nothing is judged unasked"
    half = outlook(session, easy, strict, day, most_judged=1)
    assert (half.lines, half.left) == ((), 1)
    found = outlook(session, easy, strict, day, most_judged=10)
    assert found.left == 0
    [line] = found.lines
    assert {"R12", "R14"} <= set(line.shift.failing)
    assert [clause for _line, clause in found.to_waive] == list(line.shift.failing)
    assert outlook(session, strict, easy, day, most_judged=0).lines[0].shift.mended == line.shift.failing
    assert session.scalar(select(func.count()).select_from(StrategyOutcome)) == 2
    version = session.get_one(ApiVersion, published.id)
    version.api.rate_limit = "600 per minute"
    session.commit()
    assert outlook(session, strict, easy, day, most_judged=0).left == 1, "another fact, another verdict"


def send(
    client: FlaskClient, do: str = "save", text: str = OWN, note: str = "", file: tuple[str, bytes] | None = None
) -> TestResponse:
    page = client.get("/strategy/write")
    data: dict[str, object] = {"csrf_token": csrf_of(page.text), "text": text, "note": note, "do": do}
    if file is not None:
        data["file"] = (BytesIO(file[1]), file[0])
    return client.post("/strategy/write", data=data, content_type="multipart/form-data")


def put_in_force(client: FlaskClient, name: str) -> TestResponse:
    page = client.get("/strategy/strategies")
    return client.post("/strategy/in-force", data={"csrf_token": csrf_of(page.text), "profile": name})


@pytest.fixture
def architect(client_as: Callable[[Role], FlaskClient], day: date) -> FlaskClient:
    return client_as(Role.ARCHITECT)


def test_an_architect_writes_a_strategy_puts_it_in_force_and_everybody_reads_who_did(
    client_as: Callable[[Role], FlaskClient], architect: FlaskClient, stored: str
) -> None:
    checked = send(architect, "check")
    assert "It can be used" in checked.text
    assert "3 differ from sundsvall" in checked.text
    saved = send(architect, note="Decided in March")
    assert saved.status_code == 302
    assert put_in_force(architect, "granvik").status_code == 302
    reader = client_as(Role.READER)
    page = reader.get("/strategy/strategies").text
    assert "Strategy of Granvik, version 1, is in force" in page
    assert "architect@" in page
    own = reader.get("/strategy/strategies/granvik").text
    assert "Decided in March" in own
    assert "3 clauses differ from API strategy of Sundsvall municipality" in own
    overview = reader.get("/strategy").text
    assert "Strategy of Granvik" in overview
    assert "clauses/R28" in overview
    assert "clauses/R12" not in overview
    assert reader.get("/strategy/strategies/granvik.yaml").text == OWN


def test_a_slip_keeps_what_was_typed_and_saves_nothing(app: Flask, architect: FlaskClient) -> None:
    answer = send(architect, text=OWN.replace("R28", "R99"), note="My reason")
    assert answer.status_code == 422
    assert "line 7, change.R99: There is no clause “R99” in sundsvall" in answer.text
    assert "R99: {level: MUST}" in answer.text
    assert 'value="My reason"' in answer.text
    sent = send(architect, file=("own strategy.yaml", OWN.replace("level: MUST", "level: HARD").encode()))
    assert "own strategy.yaml, line 7, change.R28.level" in sent.text
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(StrategyText)) == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"", b"- a", b"a: &a [*a]", b"{" * 10_000, "å".encode("latin-1")])
def test_a_file_that_is_no_strategy_gets_an_answer(architect: FlaskClient, content: bytes) -> None:
    assert send(architect, file=("a.yaml", content)).status_code == 422


def test_only_architects_and_administrators_may_write_and_choose(app: Flask, client_as: Callable[[Role], FlaskClient]) -> None:
    for role in Role:
        client = client_as(role)
        may = role in (Role.ARCHITECT, Role.ADMINISTRATOR)
        page = client.get("/strategy/strategies")
        assert ("Write your own" in page.text) is may
        assert client.get("/strategy/write").status_code == (200 if may else 403)
        token = csrf_of(client.get("/strategy/try").text)
        answer = client.post("/strategy/in-force", data={"csrf_token": token, "profile": "digg-rest-api-profil"})
        assert answer.status_code == (302 if may else 403)
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(StrategyChoice)) == 2


def test_the_beginning_of_a_new_strategy_can_be_used_as_it_stands(architect: FlaskClient) -> None:
    for base in ("sundsvall", "digg-rest-api-profil"):
        page = architect.get(f"/strategy/write?base={base}").text
        text = unescape(page.split('class="document-text" >')[1].split("</textarea>")[0])
        assert f"extends: {base}" in text
        assert "It can be used" in send(architect, "check", text).text
    assert architect.get("/strategy/write?of=nothing").status_code == 404


def test_two_strategies_are_compared_on_a_page(architect: FlaskClient, stored: str) -> None:
    send(architect, text=EASY)
    address = "/strategy/compare?old=granvik@1&new=sundsvall"
    page = architect.get(address)
    assert "1 published document has not been judged by both" in page.text
    answer = architect.post("/strategy/compare", data={"csrf_token": csrf_of(page.text), "old": "granvik@1", "new": "sundsvall"})
    assert answer.status_code == 302
    shown = architect.get(address).text
    assert "Case status 1.2" in shown
    assert "R12" in shown
    assert architect.get("/strategy/compare?old=nothing&new=sundsvall").status_code == 404
    assert "not the same" in architect.get("/strategy/compare?old=sundsvall&new=sundsvall").text


def test_the_comparison_opens_with_two_that_differ(architect: FlaskClient) -> None:
    def opened(query: str = "") -> list[str]:
        page = architect.get(f"/strategy/compare{query}").text
        assert "not the same" not in page
        return re.findall(r'<option value="([^"]*)" selected', page)

    assert opened() == ["sundsvall", "digg-rest-api-profil"]
    send(architect, text=OWN)
    assert opened() == ["sundsvall", "granvik@1"]
    send(architect, text=EASY)
    assert opened("?old=granvik@1") == ["granvik@1", "sundsvall"]
    assert opened("?new=granvik@2") == ["sundsvall", "granvik@2"]
    token = csrf_of(architect.get("/strategy/try").text)
    architect.post("/strategy/in-force", data={"csrf_token": token, "profile": "granvik"})
    assert opened() == ["granvik@1", "granvik@2"]
    assert opened("?old=granvik@2") == ["granvik@2", "sundsvall"]
    assert opened("?new=granvik@2") == ["granvik@1", "granvik@2"]


def test_a_strategy_whose_file_was_broken_is_told_on_the_page(app: Flask, architect: FlaskClient) -> None:
    folder = Path(app.config["SETTINGS"].instance) / "profiles"
    folder.mkdir(exist_ok=True)
    file = folder / "sundsvall.yaml"
    file.write_text("profile: sundsvall\nversion: 1\n")
    try:
        answer = architect.get("/strategy")
        assert answer.status_code == 503
        assert "sundsvall.yaml, line" in answer.text
    finally:
        file.unlink()


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr(registry.app, "create_app", lambda: app)
    return lambda *arguments: CliRunner().invoke(strategy_group, [str(argument) for argument in arguments])


def test_the_command_saves_uses_and_compares(run: Callable[..., Result], stored: str, tmp_path: Path) -> None:
    file = tmp_path / "granvik.yaml"
    file.write_text(OWN)
    assert run("save", file, "--note", "Decided").output == "granvik@1, version 1\n"
    assert "granvik is in force" in run("use", "granvik").output
    assert run("list").output.startswith("granvik@1 ")
    answer = run("compare", "granvik@1", "sundsvall")
    assert "clause R12: added" in answer.output
    assert "clause R28: level (MUST -> SHOULD)" in answer.output
    assert "Case status 1.2 (fails R12" in answer.output
    assert answer.exit_code == 0, "it failed before as well"
    file.write_text(OWN.replace("R28", "R99"))
    refused = run("save", file)
    assert refused.exit_code == 1
    assert "granvik.yaml:7: change.R99" in refused.output


def test_two_files_are_compared_over_documents_without_an_installation(tmp_path: Path, follows: bytes) -> None:
    file, document = tmp_path / "own.yaml", tmp_path / "api.yaml"
    file.write_text(OWN.replace("change:", "change:\n  R15: {parameters: {version-levels: {at_least: 3}}}"))
    document.write_bytes(follows)
    answer = CliRunner().invoke(strategy_group, ["compare", "sundsvall", str(file), str(document)])
    assert "newly fails" in answer.output
    assert "fails R15" in answer.output
    assert answer.exit_code == 1
    back = CliRunner().invoke(strategy_group, ["compare", str(file), "sundsvall", str(document), "--format", "json"])
    assert '"mended": [\n        "R15"\n      ]' in back.output
    assert back.exit_code == 0
    assert CliRunner().invoke(strategy_group, ["compare", "sundsvall", "nothing.yaml", str(document)]).exit_code == 2
