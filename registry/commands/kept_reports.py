"""Reports that `registry check --cache FOLDER` keeps: a document that has been judged is not read again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from registry.commands.kept_answers import software, write
from registry.core.strategy.record import from_json, to_json
from registry.core.strategy.verdict import Report


@dataclass(frozen=True, slots=True)
class KeptReports:
    """Reports in a folder, by document, profile, day and software."""

    folder: Path
    basis: str

    @classmethod
    def of(cls, folder: Path, profile: bytes, today: date) -> KeptReports:
        """Those that a profile (its file) gives on a day."""
        return cls(folder, f"{software()} {sha256(profile).hexdigest()} {today}")

    def report(self, data: bytes, make: Callable[[], Report]) -> Report:
        """The report on the document `data`, kept or made now. What `make` raises is not kept."""
        place = self.folder / f"{sha256(f'{self.basis} {sha256(data).hexdigest()}'.encode()).hexdigest()}.report"
        try:
            return from_json(json.loads(place.read_text("utf-8")))
        except (OSError, ValueError, KeyError):
            report = make()
            write(str(place), json.dumps(to_json(report)))
            return report
