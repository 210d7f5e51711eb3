"""Fixtures: an application on a real database of its own, people of every role, the corpus when it is there.

The database is SQLite, or PostgreSQL when REGISTRY_TEST_POSTGRES_URL is set (scripts/test runs the suite once on each). A
template is migrated once per run and copied for every test that asks for `app`, so tests neither wait nor share.
"""

from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from lending import Databases
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from registry import config
from registry.accounts.operations import ensure_account
from registry.app import create_app
from registry.db import migrations
from registry.db.session import normalise_url
from registry.kit.access import Role
from registry.kit.database import database
from registry.kit.security import limiter
from registry.kit.text import TIME_ZONE

# A shared machine is slow at times; what a test shows is not how fast it is. Every run tries other examples, so fewer of
# them in each find as much in the end; scripts/fuzz looks for as long as it is told.
hypothesis.settings.register_profile(
    "registry", max_examples=50, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("registry")
gc.set_threshold(100_000)  # looking for garbage after every 700 objects costs a suite of short tests much and finds little

PASSWORD = "long-enough-for-tests"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
RUNS = ("refresh-", "plan-")  # threads that the application starts
LONGEST_RUN = 30.0
TEST_OPTIONS = {
    "TESTING": True,
    # the same hash as in production, made cheap: tests log in hundreds of times
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1},
}
_templates = FileSystemBytecodeCache()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.drop_all()


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def migrated(databases: Databases, instance: Path) -> str:
    """Address of a database with the newest tables and one account per role, to be copied, never used."""
    address = databases.empty("migrated")
    migrations.upgrade(address)
    app = make_app(instance, address)
    with app.app_context():
        for role in Role:
            ensure_account(database.session, email_of(role), role.value.title(), [role], PASSWORD)
        database.session.commit()
        database.engine.dispose()
    return address


def make_app(instance: Path, address: str, **options: object) -> Flask:
    settings = config.Settings(instance=instance, database_url=normalise_url(address))
    app = create_app(settings, **{**TEST_OPTIONS, **options})
    limiter.enabled = False  # every test logs in from the same address
    app.jinja_env.bytecode_cache = _templates  # every test makes an application; compiling templates once per run is enough
    return app


def email_of(role: Role) -> str:
    return f"{role.value}@granvik.example"


@pytest.fixture(scope="session")
def shared_app(instance: Path, migrated: str) -> Flask:
    """One application for all tests of this process: making one costs more than most tests. Only its database changes."""
    return make_app(instance, migrated)


def on_copy(app: Flask, databases: Databases, template: str) -> Iterator[Flask]:
    """`app` with a copy of the database `template` under it, its configuration restored afterwards."""
    address = databases.borrow(template)
    engine = create_engine(address)
    configuration = dict(app.config)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], database_url=address)
    with app.app_context():
        before = database.engine
        database.engines["default"] = engine
        database.sessionmaker.configure(bind=engine)
    yield app
    _wait_for_threads()
    app.config.clear()
    app.config.update(configuration)
    with app.app_context():
        database.engines["default"] = before
        database.sessionmaker.configure(bind=before)
    engine.dispose()
    databases.give_back(address, template)


def _wait_for_threads() -> None:
    """Runs that a test started in the background and did not wait for; they must not find their database gone."""
    ends = time.monotonic() + LONGEST_RUN
    for thread in threading.enumerate():
        if thread.name.startswith(RUNS):
            thread.join(max(0.0, ends - time.monotonic()))


@pytest.fixture
def app(shared_app: Flask, databases: Databases, migrated: str) -> Iterator[Flask]:
    """An application with an empty catalogue and one account per role."""
    yield from on_copy(shared_app, databases, migrated)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session beside the requests': no application context stays open, or every request of a test would share its `g`."""
    with app.app_context():
        maker = database.sessionmaker
    with maker() as made:
        yield made


@pytest.fixture
def client_as(app: Flask) -> Callable[[Role], FlaskClient]:
    """A client that is logged in with one role."""
    return lambda role: logged_in(app, role)


def logged_in(app: Flask, who: Role | str) -> FlaskClient:
    """A client of the account with that role, or with that e-mail address."""
    client = app.test_client()
    page = client.get("/login", headers={"Accept-Language": "en"})
    email = email_of(who) if isinstance(who, Role) else who
    answer = client.post("/login", data={"email": email, "password": PASSWORD, "csrf_token": csrf_of(page.text)})
    assert answer.status_code == 302, answer.text
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:2000]
    return found.group(1)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Published specifications of a real municipality, when they lie beside the checkout."""
    if not CORPUS.is_dir():
        pytest.skip("corpus not present")
    return CORPUS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a database is run once on each of them."""
    for item in items:
        if "databases" in getattr(item, "fixturenames", ()):
            item.add_marker("database")


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with count_queries() as statements:` collects every statement sent to the database meanwhile."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def template_with(databases: Databases, instance: Path, migrated: str) -> Callable[[Callable[[Session], None]], str]:
    """Makes the address of a database with one account per role and what a function puts into it, to be copied, never written."""

    def make(fill: Callable[[Session], None]) -> str:
        address = databases.copy(migrated)
        app = make_app(instance, address)
        with app.app_context():
            fill(database.session)
            database.session.commit()
            database.engine.dispose()
        return address

    return make


@pytest.fixture(scope="session")
def demo_template(template_with: Callable[[Callable[[Session], None]], str]) -> str:
    """Address of a database with the demo municipality and one account per role."""
    from registry.demo.load import load

    return template_with(lambda session: load(session, datetime.now(TIME_ZONE).date(), Path(__file__).parents[1] / "specs"))


@pytest.fixture
def demo_app(shared_app: Flask, databases: Databases, demo_template: str) -> Iterator[Flask]:
    """An application with the demo municipality."""
    yield from on_copy(shared_app, databases, demo_template)
