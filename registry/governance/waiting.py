"""Documents that were uploaded and wait for their plan to be confirmed, as files in the instance folder."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
_MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document as it came: `filename` of an upload or `source` the address it was fetched from, `target` the version's key
    when it was sent from that version's page.
    """

    data: bytes
    filename: str | None = None
    source: str | None = None
    target: str | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.filename or self.source or ""


def keep(folder: Path, arrivals: Sequence[Arrival]) -> str:
    """Put `arrivals` aside and return the token they are found by; the oldest go when too many wait."""
    token = secrets.token_urlsafe(24)
    place = folder / token
    place.mkdir(parents=True)
    for number, arrival in enumerate(arrivals):
        (place / str(number)).write_bytes(arrival.data)
    told = [{"filename": arrival.filename, "source": arrival.source, "target": arrival.target} for arrival in arrivals]
    (place / "arrivals.json").write_text(json.dumps(told), encoding="utf-8")
    _forget_old(folder)
    return token


def kept(folder: Path, token: str) -> list[Arrival]:
    """What waits under `token`. Raises LookupError when nothing does."""
    place = folder / token
    if not _TOKEN.fullmatch(token) or not (place / "arrivals.json").is_file():
        raise LookupError(token)
    told = json.loads((place / "arrivals.json").read_text(encoding="utf-8"))
    return [Arrival((place / str(number)).read_bytes(), **entry) for number, entry in enumerate(told)]


def forget(folder: Path, token: str) -> None:
    """Remove what waited under `token`."""
    if _TOKEN.fullmatch(token):
        rmtree(folder / token, ignore_errors=True)


def _forget_old(folder: Path) -> None:
    waiting = sorted(folder.iterdir(), key=lambda place: place.stat().st_mtime)
    for place in waiting[:-_MOST_WAITING]:
        rmtree(place, ignore_errors=True)
