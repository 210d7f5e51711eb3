"""A report as pages show it: grouped by state, each clause with its text, sources and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.core.strategy.comparison import Difference
from registry.core.strategy.outputs.grouping import HEADINGS, VERDICTS, by_state, kind_of
from registry.core.strategy.outputs.wording import WORDS, mends_of
from registry.core.strategy.profile import Clause, Profile, Source
from registry.core.strategy.verdict import ClauseResult, Finding, Level, Report, State
from registry.core.text import Text
from registry.core.text import text as _
from registry.governance.source import Sheet
from registry.governance.strategy import Origin
from registry.kit.text import language

DIFFERENCES: Mapping[Difference, Text] = {
    Difference.ADDED: _("added"),
    Difference.REMOVED: _("removed"),
    Difference.LEVEL: _("other level"),
    Difference.CHECK: _("checked otherwise"),
    Difference.WORDING: _("other wording"),
}
ORIGINS: Mapping[Origin, Text] = {
    Origin.BUILT_IN: _("built in"),
    Origin.FILE: _("file in the instance folder"),
    Origin.SAVED: _("written here"),
}


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause's outcome with the clause itself; `clause` is None when the strategy no longer has it."""

    result: ClauseResult
    clause: Clause | None
    sources: tuple[Source, ...]

    @property
    def title(self) -> str:
        return title_of(self.clause) if self.clause is not None else self.result.clause

    @property
    def paraphrase(self) -> str:
        return in_language(self.clause.paraphrase) if self.clause is not None else ""

    @property
    def supply(self) -> str | None:
        """Which record of the catalogue would let the clause be judged: the version's `address` or the `api` itself."""
        reason = self.result.reason
        if self.result.state is not State.NOT_CHECKABLE or reason is None:
            return None
        if "set the API's address in the catalogue" in reason.template:
            return "address"
        return "api" if "set the API's authentication method in the catalogue" in reason.template else None

    @property
    def mends(self) -> list[Text]:
        """What to do, once for each rule that found something."""
        return mends_of(self.result)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One addend of the score, as it is reckoned by hand."""

    level: Level
    weight: int
    passed: int
    failed: int

    @property
    def earned(self) -> int:
        return self.weight * self.passed

    @property
    def possible(self) -> int:
        return self.weight * (self.passed + self.failed)


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the reader's language."""
    return texts.get(language()) or texts["en"]


def title_of(clause: Clause) -> str:
    return in_language(clause.title)


def grouped(report: Report, profile: Profile) -> dict[State, list[ShownClause]]:
    """The clauses by state, each with its text and sources."""
    clauses = {clause.id: clause for clause in profile.clauses}

    def shown(result: ClauseResult) -> ShownClause:
        clause = clauses.get(result.clause)
        return ShownClause(result, clause, tuple(profile.sources[key] for key in clause.sources) if clause is not None else ())

    return {state: [shown(result) for result in results] for state, results in by_state(report.clauses).items()}


def score_lines(report: Report) -> list[ScoreLine]:
    """The score's addends that count."""
    parts = (ScoreLine(part.level, part.weight, part.passed, part.failed) for part in report.score_parts)
    return [part for part in parts if part.possible]


def by_line(report: Report, sheet: Sheet, file: str | None = None) -> dict[int, list[tuple[ClauseResult, Finding]]]:
    """The findings in the document, or in one file of it, by the line on which `sheet` shows their place."""
    found: dict[int, list[tuple[ClauseResult, Finding]]] = {}
    for clause, finding in _findings(report):
        if finding.record is None and finding.file == file:
            line = sheet.shown(finding.line or 1, finding.column)
            placed = finding._replace(line=line, column=None if sheet.begins else finding.column)
            found.setdefault(line, []).append((clause, placed))
    return dict(sorted(found.items()))


def beside(report: Report) -> list[tuple[ClauseResult, Finding]]:
    """The findings that stand not in the document but in a record of the catalogue."""
    return [(clause, finding) for clause, finding in _findings(report) if finding.record is not None]


def _findings(report: Report) -> Iterator[tuple[ClauseResult, Finding]]:
    return ((clause, finding) for clause in report.clauses for finding in clause.findings)


def verdict_values(report: Report, profile: Profile) -> dict[str, object]:
    """What the verdict's template takes."""
    return {
        "report": report,
        "groups": grouped(report, profile),
        "lines": score_lines(report),
        "possible": sum(line.possible for line in score_lines(report)),
        "earned": sum(line.earned for line in score_lines(report)),
        "kind_of": kind_of,
        "words": WORDS,
        "headings": HEADINGS,
        "verdicts": VERDICTS,
    }
