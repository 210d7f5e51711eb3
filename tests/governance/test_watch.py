"""Published addresses asked again: a real server on this machine, and what its answers do to the catalogue."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from conftest import csrf_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, CheckResult, DocumentRevision, RefreshRun, SpecificationWatch, Waiver
from registry.core.api_vocabulary import VersionStatus
from registry.db.base import now
from registry.governance.documents import store_document
from registry.governance.watch import runs
from registry.kit import clock
from registry.kit.access import Role
from registry.kit.database import database
from registry.systems.models import System

Reply = tuple[int, dict[str, str], bytes]


class Publisher(ThreadingHTTPServer):
    """Gives what `replies` hold by path; answers 304 to who knows the ETag, counts what it is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.sent: list[str] = []
        self.released = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def gives(self, path: str, body: bytes, **headers: str) -> str:
        self.replies[path] = (200, headers, body)
        return self.address(path)

    def fails(self, path: str, status: int, **headers: str) -> str:
        self.replies[path] = (status, headers, b"")
        return self.address(path)


class Answers(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path == "/slow":
            self.server.released.wait(20)
        status, headers, body = self.server.replies.get(self.path, (404, {}, b""))
        if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
            status, body = 304, b""
        if body:
            self.server.sent.append(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def publisher(allow_hosts: Callable[..., None]) -> Iterator[Publisher]:
    allow_hosts("127.0.0.1")
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def at(session: Session, version: ApiVersion) -> Callable[[str], ApiVersion]:
    """The version, published at an address."""
    until = clock.today() + timedelta(days=90)

    for clause in ("R11", "R14", "R26"):  # what the catalogue lacks of the API is not these tests' concern
        session.add(Waiver(key=clause, api=version.api, clause=clause, reason="Entered later", expires_on=until))

    def publish(url: str) -> ApiVersion:
        version.specification_url = url
        session.commit()
        return version

    return publish


def ask(session: Session, everything: bool = False) -> RefreshRun:
    """A whole run, as the command makes it."""
    run = runs.begin(session, "somebody")
    runs.refresh(session, run, everything)
    session.expire_all()
    return session.get_one(RefreshRun, run.id)


def kinds(run: RefreshRun) -> list[str]:
    return [met["kind"] for met in run.met]


def watch_of(session: Session, version: ApiVersion) -> SpecificationWatch:
    return session.get_one(SpecificationWatch, version.id)


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_document_that_changed_becomes_a_revision_and_is_checked(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes, gatewayed: bytes
) -> None:
    version = at(publisher.gives("/docs", follows))
    first = ask(session)
    publisher.gives("/docs", gatewayed)
    second = ask(session)
    assert (kinds(first), kinds(second)) == (["changed"], ["changed"])
    assert (first.state, first.done, first.total, first.live) == ("done", 1, 1, None)
    assert (second.met[0]["before"]["verdict"], second.met[0]["after"]["verdict"]) == ("passed", "failed")
    assert version.document is not None
    assert version.document.sha256 == hashlib.sha256(gatewayed).hexdigest()
    assert (count(session, DocumentRevision), count(session, CheckResult)) == (2, 2)


def test_what_has_not_changed_is_neither_sent_nor_checked_again(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes
) -> None:
    at(publisher.gives("/docs", follows, ETag='"v1"'))
    ask(session)
    run = ask(session)
    assert (publisher.asked, publisher.sent) == (["/docs", "/docs"], ["/docs"])
    assert (run.met, run.done) == ([], 1)
    assert (count(session, DocumentRevision), count(session, CheckResult)) == (1, 1)


def test_a_server_that_knows_no_conditions_sends_it_again_and_nothing_happens(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes
) -> None:
    at(publisher.gives("/docs", follows))
    ask(session)
    run = ask(session)
    assert publisher.sent == ["/docs", "/docs"]
    assert (run.met, count(session, DocumentRevision)) == ([], 1)


def test_a_document_that_somebody_uploaded_stays_until_the_address_gives_something_new(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes, gatewayed: bytes
) -> None:
    version = at(publisher.gives("/docs", follows))
    ask(session)
    store_document(session, version, gatewayed, "by hand.yaml")
    session.commit()
    assert ask(session).met == []
    assert version.document is not None
    assert version.document.filename == "by hand.yaml"
    publisher.gives("/docs", follows + b"# new\n")
    assert kinds(ask(session)) == ["changed"]
    assert version.document.sha256 == hashlib.sha256(follows + b"# new\n").hexdigest()


@pytest.mark.parametrize(
    ("path", "reply", "problem"),
    [
        ("/500", (500, {}, b""), "answers 500 instead of the document"),
        ("/loop", (302, {"Location": "/loop"}, b""), "redirects more than 5 times"),
        ("/inwards", (302, {"Location": "http://10.0.0.1/"}, b""), "does not lead to a public address"),
        ("/broken", (200, {}, b"openapi: 3.1.0\ninfo: ]"), "line 2"),
        ("/else", (200, {}, b"<html>Log in</html>"), "/else"),
    ],
)
def test_an_address_that_gives_no_document_is_told_of_and_left_alone_for_a_while(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], path: str, reply: Reply, problem: str
) -> None:
    publisher.replies[path] = reply
    version = at(publisher.address(path))
    run = ask(session)
    assert kinds(run) == ["failed"]
    assert problem in run.met[0]["problem"]["message"]
    watch = watch_of(session, version)
    assert (watch.failures, version.document, watch.answered_at) == (1, None, None)
    publisher.asked.clear()
    assert (ask(session).total, publisher.asked) == (0, [])
    ask(session, everything=True)
    assert watch_of(session, version).failures == 2


def test_an_address_that_answers_again_is_in_order(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes
) -> None:
    version = at(publisher.fails("/docs", 500))
    ask(session)
    publisher.gives("/docs", follows)
    assert kinds(ask(session, everything=True)) == ["changed"]
    watch = watch_of(session, version)
    assert (watch.failures, watch.problem, watch.retry_at) == (0, None, None)


def test_a_host_that_asks_for_time_gets_it(session: Session, publisher: Publisher, at: Callable[[str], ApiVersion]) -> None:
    version = at(publisher.fails("/docs", 503, Retry_After="172800"))
    ask(session)
    retry_at = watch_of(session, version).retry_at
    assert retry_at is not None
    assert retry_at.replace(tzinfo=UTC) > now() + timedelta(days=1, hours=23)


def test_a_new_address_starts_afresh(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes
) -> None:
    version = at(publisher.fails("/old", 500))
    ask(session)
    at(publisher.gives("/new", follows))
    assert kinds(ask(session)) == ["changed"]
    assert (watch_of(session, version).failures, watch_of(session, version).address) == (0, publisher.address("/new"))


def test_the_document_of_another_version_is_not_taken(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], gatewayed: bytes
) -> None:
    version = at(publisher.gives("/docs", gatewayed))
    ask(session)
    session.add(ApiVersion(key="case-status-2.0", api=version.api, version="2.0"))
    session.commit()
    publisher.gives("/docs", gatewayed.replace(b'version: "1.2"', b'version: "2.0"'))
    run = ask(session)
    assert "the document of version 2.0, which has an entry of its own" in run.met[0]["problem"]["message"]
    assert count(session, DocumentRevision) == 1


def test_a_retired_version_is_not_asked_for(session: Session, publisher: Publisher, at: Callable[[str], ApiVersion]) -> None:
    at(publisher.address("/docs")).status = VersionStatus.RETIRED
    session.commit()
    assert (ask(session).total, publisher.asked) == (0, [])


def test_a_slow_host_delays_no_other(
    session: Session,
    publisher: Publisher,
    at: Callable[[str], ApiVersion],
    new_version: Callable[..., ApiVersion],
    follows: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runs, "FETCH_SECONDS", 0.5)
    slow = at(publisher.address("/slow"))
    other = Publisher()
    threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    quick = new_version(session, "Party", "2.0")
    quick.specification_url = other.gives("/docs", follows)
    session.commit()
    run = ask(session)
    other.shutdown()
    other.server_close()
    assert [(met["version"], met["kind"]) for met in run.met] == [(quick.key, "changed"), (slow.key, "failed")]
    assert "took longer" in run.met[1]["problem"]["message"]


def test_two_runs_at_once_do_not_double(
    app: Flask, session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes
) -> None:
    publisher.replies["/slow"] = (200, {}, follows)
    at(publisher.address("/slow"))
    begun, refused = [], []

    def run() -> None:
        with app.app_context():
            try:
                mine = runs.begin(database.session, "somebody")
            except runs.UnderWay as other:
                refused.append(other.run.id)
            else:
                begun.append(mine.id)
                runs.refresh(database.session, mine)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(refused) < 3:
        threading.Event().wait(0.01)
    publisher.released.set()
    for thread in threads:
        thread.join()
    assert (len(begun), set(refused)) == (1, set(begun))
    assert publisher.asked == ["/slow"]
    assert count(session, DocumentRevision) == 1


def test_a_run_that_is_gone_makes_way_and_ends_should_it_only_have_slept(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes
) -> None:
    at(publisher.gives("/docs", follows))
    sleeper = runs.begin(session, "sleeper")
    session.execute(update(RefreshRun).values(touched_at=now() - 2 * runs.GONE))
    session.commit()
    assert runs.is_gone(sleeper)
    assert ask(session).state == "done"
    publisher.asked.clear()
    runs.refresh(session, sleeper)
    session.expire_all()
    assert (sleeper.state, publisher.asked) == ("interrupted", [])


def test_a_fault_in_writing_one_answer_down_stops_neither_the_run_nor_the_next(
    session: Session,
    publisher: Publisher,
    at: Callable[[str], ApiVersion],
    follows: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_down(*_arguments: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("registry.governance.watch.recording.check_version", break_down)
    version = at(publisher.gives("/docs", follows))
    run = ask(session)
    assert (run.state, kinds(run)) == ("done", ["failed"])
    assert "fault in this software" in run.met[0]["problem"]["message"]
    assert (version.document, watch_of(session, version).failures) == (None, 1)


# What people see


def not_empty(session: Session) -> None:
    """The start page of an empty catalogue speaks of first steps only."""
    session.add(System(key="S-1", name="Ekonomen"))
    session.commit()


@pytest.fixture
def seen(session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], follows: bytes, gatewayed: bytes) -> ApiVersion:
    """A version whose document came to break clauses, at an address that says it will be closed."""
    soon = (datetime.now(UTC) + timedelta(days=40)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    version = at(publisher.gives("/docs", follows))
    ask(session)
    publisher.gives("/docs", gatewayed, Sunset=soon)
    ask(session)
    return version


def test_the_start_page_tells_of_endings_changes_and_what_newly_fails(
    session: Session, seen: ApiVersion, client_as: Callable[[Role], FlaskClient]
) -> None:
    not_empty(session)
    shown = client_as(Role.READER).get("/").text
    assert "1 will be closed, 1 document changed in 30 days, 1 of them newly breaks a MUST clause" in " ".join(shown.split())


def test_the_watch_page_names_what_changed_and_the_clauses_newly_broken(
    seen: ApiVersion, client_as: Callable[[Role], FlaskClient]
) -> None:
    shown = " ".join(client_as(Role.READER).get("/strategy/watch").text.split())
    assert "newly failing" in shown
    assert 'href="/strategy/clauses/R12"' in shown.split("newly broken:")[1]
    assert "in 39 days" in shown or "in 40 days" in shown or "in 41 days" in shown


def test_a_failing_address_is_shown_with_its_problem_on_every_page_that_concerns_it(
    session: Session, publisher: Publisher, at: Callable[[str], ApiVersion], client_as: Callable[[Role], FlaskClient]
) -> None:
    version = at(publisher.fails("/docs", 500))
    not_empty(session)
    run = ask(session)
    reader = client_as(Role.READER)
    for page in ("/strategy/watch", f"/strategy/watch/runs/{run.id}", f"/api-versions/{version.key}"):
        assert "answers 500 instead of the document" in reader.get(page).text, page
    assert "1 address gives no document" in reader.get("/").text


def test_an_address_that_nobody_can_have_is_left_alone_and_said_to_be_made_up(
    session: Session, at: Callable[[str], ApiVersion], client_as: Callable[[Role], FlaskClient]
) -> None:
    version = at("https://api.granvik.example/case-status/api-docs")
    not_empty(session)
    run = ask(session)
    assert (kinds(run), session.get(SpecificationWatch, version.id)) == (["unasked"], None)
    reader = client_as(Role.READER)
    assert "is a made-up name" in reader.get(f"/strategy/watch/runs/{run.id}").text
    page = reader.get("/strategy/watch").text
    assert "1 address is made up" in page
    assert "1 address has not been asked yet" in page


def test_the_button_asks_in_the_background_and_the_page_tells_how_it_went(
    session: Session,
    publisher: Publisher,
    at: Callable[[str], ApiVersion],
    follows: bytes,
    client_as: Callable[[Role], FlaskClient],
) -> None:
    publisher.replies["/slow"] = (200, {}, follows)
    at(publisher.address("/slow"))
    editor = client_as(Role.EDITOR)
    form = {"csrf_token": csrf_of(editor.get("/strategy/watch").text)}
    first = editor.post("/strategy/watch/runs", data=form)
    again = editor.post("/strategy/watch/runs", data=form)
    assert first.location == again.location
    assert "data-reload" in editor.get(first.location).text
    publisher.released.set()
    for thread in threading.enumerate():
        if thread.name.startswith("refresh-"):
            thread.join()
    session.expire_all()  # the requests of this test share its session, which must see what the thread has written
    shown = editor.get(first.location).text
    assert "1 address asked" in shown
    assert "1 document has changed" in shown


def test_a_reader_may_look_but_not_fetch(client_as: Callable[[Role], FlaskClient]) -> None:
    reader = client_as(Role.READER)
    page = reader.get("/strategy/watch").text
    assert "Fetch the documents now" not in page
    answer = reader.post("/strategy/watch/runs", data={"csrf_token": csrf_of(reader.get("/strategy/try").text)})
    assert answer.status_code == 403


def test_the_pages_say_what_belongs_there_when_there_is_nothing(client_as: Callable[[Role], FlaskClient]) -> None:
    reader = client_as(Role.READER)
    assert "Give API versions the address of their published document first" in reader.get("/strategy/watch").text
    assert reader.get("/strategy/watch/runs/999").status_code == 404
