"""Time the pages people open most, served by gunicorn, on a small and on a large catalogue, and print the ratio.

A page must cost by what it shows: its time on the large catalogue should be near its time on the small one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

BIN = Path(sys.executable).parent
EMAIL, PASSWORD = "bench@granvik.example", "bench-bench-bench"
LANDING = "first page after the server starts"
PAGES = {
    "list of systems": "/systems/",
    "list, filtered": "/systems/?lifecycle=production",
    "list, searched": "/systems/?q=skola",
    "system page": "/systems/{system}",
    "landscape from one system": "/landscape?start={system}&hops=2",
    "blockers": "/blockers",
    "legacy": "/legacy",
    "loop": "/loop",
    "initiative page": "/initiatives/{initiative}",
    "start page": "/",
}


def registry(instance: Path, *arguments: str) -> None:
    environment = {**os.environ, "REGISTRY_INSTANCE": str(instance)}
    subprocess.run([BIN / "registry", *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)


def prepare(folder: Path, systems: int | None) -> None:
    registry(folder, "database", "upgrade")
    registry(folder, "demo", *(("--systems", str(systems), "--seed", "1") if systems else ()))
    registry(folder, "accounts", "save", EMAIL, "--name", "Bench", "--role", "administrator", "--password", PASSWORD)


@contextmanager
def serving(instance: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        BIN / "gunicorn",
        "registry.app:create_app()",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--threads",
        "2",
        "--timeout",
        "300",
    ]
    server = subprocess.Popen(
        command, env={**os.environ, "REGISTRY_INSTANCE": str(instance)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(100):
            try:
                requests.get(f"{address}/login", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def login(address: str) -> tuple[requests.Session, float]:
    """A logged-in browser, and the milliseconds its first page took, which loads the landscape and finds the blockers."""
    browser = requests.Session()
    page = browser.get(f"{address}/login").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    start = time.perf_counter()
    browser.post(f"{address}/login", data={"email": EMAIL, "password": PASSWORD, "csrf_token": token.group(1)})
    return browser, (time.perf_counter() - start) * 1000


def first(browser: requests.Session, address: str, path: str) -> str:
    """The key of the first record that REST lists."""
    items = browser.get(f"{address}/api/v1/{path}/", params={"limit": 1, "sort": "name"}).json()["items"]
    return str(items[0]["key"])


def times(instance: Path, rounds: int) -> dict[str, tuple[float, float, int]]:
    """Page -> (first answer, median of the later ones, both in milliseconds; bytes)."""
    found: dict[str, tuple[float, float, int]] = {}
    with serving(instance) as address:
        browser, waited = login(address)
        found[LANDING] = (waited, float("nan"), 0)
        keys = {"system": first(browser, address, "systems"), "initiative": first(browser, address, "initiatives")}
        for name, path in PAGES.items():
            taken = []
            for _round in range(rounds + 1):
                start = time.perf_counter()
                answer = browser.get(address + path.format(**keys))
                taken.append((time.perf_counter() - start) * 1000)
                answer.raise_for_status()
            found[name] = (taken[0], statistics.median(taken[1:]), len(answer.content))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="registry-bench-"))
    try:
        small, large = folder / "small", folder / "large"
        prepare(small, None)
        prepare(large, options.systems)
        one, other = times(small, options.rounds), times(large, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    many = f"{options.systems} systems"
    print(f"| page | demo, first | demo, median | {many}, first | {many}, median | ratio of medians | kB |")
    print("|---|---|---|---|---|---|---|")
    print(f"| {LANDING} | {one[LANDING][0]:.0f} ms | | {other[LANDING][0]:.0f} ms | | | |")
    for name in PAGES:
        (cold, warm, _size), (large_cold, large_warm, size) = one[name], other[name]
        shown = " | ".join(f"{taken:.0f} ms" for taken in (cold, warm, large_cold, large_warm))
        print(f"| {name} | {shown} | {large_warm / warm:.1f} | {size / 1000:.0f} |")


if __name__ == "__main__":
    main()
