"""A real Chromium against a real server with the demo municipality."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import PASSWORD, Databases, email_of, make_app
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from registry.kit.access import Role
from registry.kit.database import database

CHROMIUM = os.environ.get("REGISTRY_TEST_BROWSER")
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: set REGISTRY_TEST_BROWSER to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(databases: Databases, instance: Path, demo_template: str) -> Iterator[tuple[str, Flask]]:
    """The address of a server on a copy of the demo, and its application."""
    address = databases.copy(demo_template)
    app = make_app(instance, address)
    app.config["TODAY"] = date(2026, 11, 24)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", app
    server.shutdown()
    thread.join()
    with app.app_context():
        database.engine.dispose()
    databases.drop(address)


class Visit:
    """A logged-in person's window; what the browser complains of is collected in `complaints`."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context, self.page = context, page
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    @property
    def overflows(self) -> bool:
        """Whether the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture
def visit(chromium: Browser, served: tuple[str, Flask]) -> Iterator[Callable[..., Visit]]:
    """Open a window as a role: `visit(Role.READER, language="sv", size=PHONE)`."""
    contexts: list[BrowserContext] = []

    def open_window(role: Role, language: str = "sv", size: dict[str, int] = DESKTOP, scheme: str = "light") -> Visit:
        context = chromium.new_context(viewport=size, locale=language, base_url=served[0], color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        made = Visit(context, context.new_page())
        made.page.goto("/login")
        made.page.fill("#email", email_of(role))
        made.page.fill("#password", PASSWORD)
        made.page.click("main button[type=submit]")
        made.page.wait_for_url("**/")
        return made

    yield open_window
    for context in contexts:
        context.close()
