"""A register too large to be held as one graph: prepared once, its pages tell the same blockers over the same paths."""

import shutil
from datetime import UTC, datetime

import pytest
from portfolio.catalogue import TODAY, blocked_catalogue
from sqlalchemy import func, select

from registry.initiatives.models import SystemTouched
from registry.kit.access import Role
from registry.landscape import operations, thinning
from registry.portfolio.findings import findings_of
from registry.portfolio.overview import overview
from registry.systems.models import System

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def register(app, session):
    """The blocked catalogue with systems that nothing has to do with, one more than are held whole."""
    app.config["TODAY"] = TODAY
    blocked_catalogue(session)
    session.add_all(System(key=f"IDLE-{number}", name=f"Idle {number}") for number in range(20))
    session.commit()
    with app.app_context():
        whole = overview(session, TODAY), findings_of(session, "FAR", TODAY)
        app.config["LANDSCAPE_LARGEST"] = session.scalar(select(func.count()).select_from(System)) - 1
        yield session, *whole
    shutil.rmtree(app.config["SETTINGS"].instance / thinning.FOLDER, ignore_errors=True)


def told(found):
    return {
        line.initiative.key: [
            (blocker.system.key, blocker.touch, str(blocker.why), [step.dependency_key for step in blocker.path], blocker.legacy)
            for blocker in line.blockers
        ]
        for line in found.initiatives
    }


def prepare(session):
    progress = []
    operations.make_ready(session, TODAY, NOW, lambda *numbers: progress.append(numbers))
    return progress


def test_what_is_prepared_tells_the_same_blockers(register):
    session, whole, far = register
    systems = session.scalar(select(func.count()).select_from(System))
    assert prepare(session) == [(systems, systems)]
    found = overview(session, TODAY)
    assert told(found) == told(whole)
    assert [(line.system.key, line.benefit, line.alone) for line in found.systems] == [
        (line.system.key, line.benefit, line.alone) for line in whole.systems
    ]
    one = findings_of(session, "FAR", TODAY)
    assert one.made_at == NOW
    assert (one.blockers, one.unblockings, one.clearing) == (far.blockers, far.unblockings, far.clearing)


def test_nothing_is_reckoned_before_anything_is_prepared(register):
    session, _whole, _far = register
    with pytest.raises(operations.LandscapeTooLarge):
        overview(session, TODAY)


def test_what_is_prepared_holds_until_it_is_prepared_again(register):
    session, whole, _far = register
    prepare(session)
    assert told(overview(session, TODAY)) == told(whole)
    for touched in session.scalars(select(SystemTouched)).all():
        session.delete(touched)
    session.commit()
    assert told(overview(session, TODAY)) == told(whole), "the page says that it is as of the night before"
    assert prepare(session), "the catalogue has changed"
    assert not any(told(overview(session, TODAY)).values())
    assert prepare(session) == [], "and now it has not"


def test_the_pages_say_as_of_when_and_leave_through_all_rows(register, client_as, monkeypatch):
    session, _whole, _far = register
    reader = client_as(Role.READER)
    assert "more than" in reader.get("/blockers").text
    prepare(session)
    monkeypatch.setattr("registry.portfolio.pages.ROWS_SHOWN", 3)
    first, second = reader.get("/blockers").text, reader.get("/blockers?page=2").text
    assert "2 of 4 active initiatives are blocked by 1 system." in first
    assert "the paths are those of" in first
    assert "page=2" in first
    assert "Page 2 of 2" in second
    rows = ["/initiatives/" + key for key in ("FAR", "NEAR", "FREE", "VAGUE")]
    assert [(row in first.split("Active initiatives</h2>")[1]) + (row in second) for row in rows] == [1, 1, 1, 1]
    assert reader.get("/blockers?page=99").status_code == reader.get("/blockers?page=x").status_code == 200
    assert "the paths are those of" in reader.get("/initiatives/FAR").text
    assert reader.get("/api/v1/blockers/initiatives/FAR").json["blockers"]
