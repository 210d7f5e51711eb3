"""Documents and a small catalogue for the tests of this layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.core.api_vocabulary import Authentication, VersionStatus
from registry.kit.database import database

SPECS = Path(__file__).parents[2] / "specs"
TODAY = date(2026, 11, 24)

GATEWAYED = b"""\
openapi: 3.1.0
info: {title: Case status, version: "1.2"}
servers: [{url: "http://localhost:8080"}]
paths:
  /cases/{caseId}:
    get:
      operationId: getCase
      parameters:
        - {name: caseId, in: path, required: true, schema: {type: string, format: uuid}}
      responses:
        "200":
          description: The case
          content: {application/json: {schema: {type: object, properties: {status: {type: string, maxLength: 20}}}}}
        "400": {description: The request is wrong}
"""


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The application's own session, as commands have it: what is saved in it is judged by the installation's strategy.

    Tests that send requests do not take it, or all their requests would share one application context.
    """
    with app.app_context():
        yield database.session


@pytest.fixture
def follows() -> bytes:
    """A document that follows every clause a document can be checked for."""
    return (SPECS / "case-management-2.1.yaml").read_bytes()


@pytest.fixture
def gatewayed() -> bytes:
    """A document that leaves address and authentication to the gateway."""
    return GATEWAYED


@pytest.fixture
def day(app: Flask) -> date:
    app.config["TODAY"] = TODAY
    return TODAY


def add_version(session: Session, name: str = "Case status", version: str = "1.2", **facts: object) -> ApiVersion:
    """An API with one ACTIVE version and no document; `facts` are the API's."""
    api = Api(key=name.lower().replace(" ", "-"), name=name, **facts)
    made = ApiVersion(key=f"{api.key}-{version}", api=api, version=version, status=VersionStatus.ACTIVE)
    session.add_all([api, made])
    session.flush()
    return made


@pytest.fixture
def version(session: Session, day: date) -> ApiVersion:
    made = add_version(session, authentication=Authentication.OAUTH2)
    session.commit()
    return made


Answers = dict[str, tuple[int, dict[str, str], bytes]]


@contextmanager
def web_server(answers: Answers) -> Iterator[str]:
    """A server on this machine that gives `answers` by path; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve() -> Callable[[Answers], object]:
    return web_server


@pytest.fixture
def allow_hosts(app: Flask) -> Callable[..., None]:
    """Let documents be fetched from hosts that are not public."""

    def allow(*hosts: str) -> None:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], fetch_hosts=hosts)

    return allow


@pytest.fixture
def new_version() -> Callable[..., ApiVersion]:
    return add_version
