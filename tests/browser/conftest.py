"""A real Chromium against a real server with the demo municipality."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import PASSWORD, email_of
from lending import Databases
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from registry.kit.access import Role

BIN = Path(sys.executable).parent
CHROMIUM = os.environ.get("REGISTRY_TEST_BROWSER")
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker("browser")


@dataclass(frozen=True)
class Served:
    """A running server: its address, and the environment its commands need."""

    address: str
    environment: dict[str, str]

    def registry(self, *arguments: str) -> str:
        """What the command `registry` prints about the same catalogue."""
        command = [str(BIN / "registry"), *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def served(databases: Databases, instance: Path, demo_template: str) -> Iterator[Served]:
    """gunicorn, as scripts/serve starts it, on a copy of the demo, for tests with a browser.

    A process of its own: Playwright keeps an event loop in this one, in which Flask's contexts cannot be closed.
    """
    if not CHROMIUM:
        pytest.skip("no Chromium: set REGISTRY_TEST_BROWSER to its path")
    database = databases.copy(demo_template)
    environment = {**os.environ, "REGISTRY_INSTANCE": str(instance), "REGISTRY_DATABASE_URL": database}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(BIN / "gunicorn"), "registry.app:create_app()", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _wait_for(port)
    yield Served(f"http://127.0.0.1:{port}", environment)
    server.terminate()
    server.wait()
    databases.drop(database)


def _wait_for(port: int) -> None:
    for _attempt in range(150):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    pytest.fail("the server did not start")


@pytest.fixture(scope="module")
def chromium(served: Served) -> Iterator[Browser]:
    """Started after everything else: its event loop would disturb the making of the demo in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


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


@pytest.fixture(scope="module")
def logins() -> dict[Role, Any]:
    """Cookies of those who have logged in; logging in for every test would be taken for guessing."""
    return {}


@pytest.fixture
def visit(chromium: Browser, served: Served, logins: dict[Role, Any]) -> Iterator[Callable[..., Visit]]:
    """Open a window as a role: `visit(Role.READER, language="sv", size=PHONE)`."""
    contexts: list[BrowserContext] = []

    def open_window(role: Role, language: str = "sv", size: dict[str, int] = DESKTOP, **options: Any) -> Visit:
        context = chromium.new_context(
            viewport=size, locale=language, base_url=served.address, storage_state=logins.get(role), **options
        )  # type: ignore[arg-type]
        contexts.append(context)
        made = Visit(context, context.new_page())
        made.page.goto("/")
        if role not in logins:
            made.page.fill("#email", email_of(role))
            made.page.fill("#password", PASSWORD)
            made.page.click("main button[type=submit]")
            made.page.wait_for_url("**/")
            logins[role] = context.storage_state()
        return made

    yield open_window
    for context in contexts:
        context.close()
