"""Where contract files lie: in the instance folder, outside everything that is served, each under the hash of what is in it."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from registry.core.text import Text
from registry.core.text import text as _

FOLDER = "documents"
SCAN_SECONDS = 120


class FileRefused(ValueError):
    """The file cannot be kept; `message` says why and what is accepted."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Store:
    """What the installation has decided: the instance folder, the largest file in megabytes, the scanner's command or ""."""

    instance: Path
    megabytes: int
    scanner: str


def path_of(instance: Path, sha256: str) -> Path:
    """Where the file with that content lies."""
    return instance / FOLDER / sha256[:2] / sha256


def keep(store: Store, data: bytes) -> str:
    """Write `data` for its owner only, have it scanned, and put it in its place: the hash that names it. Raises FileRefused."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = path_of(store.instance, sha256)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix="incoming-")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _scan(aside, store.scanner)
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)
    return sha256


def forget(instance: Path, sha256: str) -> None:
    """Remove the file with that content, when it is there."""
    path_of(instance, sha256).unlink(missing_ok=True)


def _scan(path: Path, scanner: str) -> None:
    """Run the installation's virus scanner, if it has one, on the file; anything but its word that all is well refuses it."""
    if not scanner:
        return
    try:
        done = subprocess.run(  # noqa: S603 the command is the installation's own setting, the path is ours
            [*shlex.split(scanner), str(path)], capture_output=True, timeout=SCAN_SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise FileRefused(_("The virus scanner could not be run, so the file is not kept. Tell your administrator.")) from error
    if done.returncode != 0:
        raise FileRefused(_("The virus scanner refused the file."))
