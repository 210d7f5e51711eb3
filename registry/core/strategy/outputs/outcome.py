"""What became of one document that was to be checked: judged, or not read."""

from __future__ import annotations

from typing import NamedTuple

from registry.core.strategy.verdict import ClauseResult, Level, Report, State
from registry.core.text import Text


class Gone(NamedTuple):
    """A fault that a baseline knows and that is no longer found, in `places` places."""

    clause: str
    rule: str
    message: Text
    places: int


class Compared(NamedTuple):
    """What a baseline took away from a report: `known` findings were left out; those that are `gone` have been mended."""

    known: int
    gone: tuple[Gone, ...] = ()


class Judged(NamedTuple):
    """A document and its verdict. `text` is the document as written, for those who show its lines.

    After a comparison with a baseline the report's findings are the new ones only; states, verdict and score are the document's.
    """

    file: str
    report: Report
    text: str = ""
    compared: Compared | None = None

    def fails(self, clause: ClauseResult, at: Level | None) -> bool:
        """Whether `clause` fails the run when clauses of level `at` and above do (None: none does)."""
        return at is not None and clause.state is State.FAILED and clause.level.weight >= at.weight and bool(clause.findings)

    def failing(self, at: Level | None) -> bool:
        """Whether any clause fails the run."""
        return any(self.fails(clause, at) for clause in self.report.clauses)


class NotRead(NamedTuple):
    """A document that could not be judged; `line` (from 1) when the reader knows it."""

    file: str
    message: Text
    line: int | None = None


Outcome = Judged | NotRead
