"""Comparisons of large documents, kept as files in the instance folder: whichever process made one, every other one finds it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import registry.core.openapi
from registry.core.openapi.differences import Differences
from registry.core.openapi.differences.record import from_record, to_record

MOST_FILES = 200
LARGEST = 5_000_000
"""Characters of one file; what is larger is compared again."""


@dataclass(frozen=True, slots=True)
class KeptComparisons:
    """Comparisons in `folder` by the SHA-256 of both documents, as long as the software that compares is the same."""

    folder: Path

    def find(self, old: str, new: str) -> Differences | None:
        """What was kept, if it was."""
        try:
            record = json.loads(self._place(old, new).read_text("utf-8"))
            return from_record(record["found"]) if record["software"] == software() else None
        except (OSError, LookupError, TypeError, ValueError, AttributeError):  # not there, or spoilt
            return None

    def keep(self, old: str, new: str, found: Differences) -> None:
        """Keep `found`; the oldest go when there are too many. A folder that cannot be written costs time, not the answer."""
        text = json.dumps({"software": software(), "found": to_record(found)})
        if len(text) > LARGEST:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            place = self._place(old, new)
            part = place.with_suffix(f".{os.getpid()}")
            part.write_text(text, "utf-8")
            part.replace(place)
            for file in sorted(self.folder.iterdir(), key=lambda file: -file.stat().st_mtime)[MOST_FILES:]:
                file.unlink()

    def _place(self, old: str, new: str) -> Path:
        return self.folder / f"{sha256(f'{old} {new}'.encode()).hexdigest()}.json"


@cache
def software() -> str:
    """What changes with the software that compares."""
    folder = Path(registry.core.openapi.__file__).parent
    return sha256(b"\0".join(file.read_bytes() for file in sorted(folder.rglob("*.py")))).hexdigest()
