"""Verdicts as one HTML page that needs nothing beside itself: no script, no picture, no font, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from registry.core.strategy.outputs.excerpts import Line, Lines
from registry.core.strategy.outputs.grouping import HEADINGS, VERDICTS, by_state, kind_of
from registry.core.strategy.outputs.outcome import Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import WORDS, Wording, mends_of, placed
from registry.core.strategy.profile import Clause, Profile, Source
from registry.core.strategy.verdict import ClauseResult, Finding, Level, Report, State
from registry.core.text import Text
from registry.core.text import text as _

FOLDER = Path(__file__).parent
MOST_SHOWN = 50  # findings of one clause; JSON has them all
LABELS: Mapping[str, Text] = {
    "documents": _("Documents"),
    "document": _("Document"),
    "verdict": _("Verdict"),
    "score": _("Score"),
    "failed_must": _("Failed MUST"),
    "failed_others": _("Failed SHOULD and MAY"),
    "unreadable": _("Could not be read"),
    "mend": _("Mend:"),
    "source": _("Source:"),
    "lines": _("Lines of the document"),
    "here": _("here"),
    "mended": _("Mended since the baseline"),
    "only_new": _("Only what is new since the baseline is listed; verdict and score are the whole document's."),
    "level": _("Level"),
    "weight": _("Points per clause"),
    "passed": _("Passed"),
    "failed": _("Failed"),
    "reckoned": _("How the score is reckoned"),
    "fingerprint": _("Content (SHA-256)"),
}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place to mend with what is said of it, each as (message, pointer), and the lines around it."""

    name: str
    lines: list[Line]
    said: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause's outcome as the page tells it."""

    result: ClauseResult
    clause: Clause
    reason: str
    places: list[ShownPlace]
    left: int
    mends: list[str]
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One document's part of the page. `groups` hold its clauses by state, in the order of ORDER."""

    file: str
    anchor: str
    problem: str = ""
    report: Report | None = None
    groups: Mapping[State, list[ShownClause]] | None = None
    known: str = ""
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def failed(self, *levels: Level) -> int:
        """How many clauses of those levels failed."""
        clauses = self.report.clauses if self.report is not None else ()
        return sum(clause.state is State.FAILED and clause.level in levels for clause in clauses)


def write_html(outcomes: Iterable[Outcome], profile: Profile, wording: Wording, today: date) -> Iterator[str]:
    """The page: the answer first, then each document's clauses by what became of them, with the lines around each finding."""
    page = _Page(profile, wording)
    documents = [page.shown(outcome, f"d{number}") for number, outcome in enumerate(outcomes, start=1)]
    style = (FOLDER / "report.css").read_text(encoding="utf-8")
    yield from _template().generate(
        documents=documents,
        headline=page.headline(documents),
        about=wording.say(
            _(
                "{title}, version {version}, checked on {day}",
                title=wording.pick(profile.title),
                version=profile.version,
                day=today,
            )
        ),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        wording=wording,
        labels={name: wording.say(label) for name, label in LABELS.items()},
        headings=HEADINGS,
        verdicts=VERDICTS,
        words=WORDS,
        states=State,
        levels=Level,
        kind_of=kind_of,
        share_of=lambda report: wording.say(_share(report)),
        more=lambda count: _("and {count} more, in the answer of the command line and REST", count=count),
    )


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html")


def _share(report: Report) -> Text:
    return _("{share} percent of the clauses could be checked.", share=round(report.checked_share * 100))


@dataclass(frozen=True, slots=True)
class _Page:
    profile: Profile
    wording: Wording

    def headline(self, documents: list[ShownDocument]) -> str:
        """The answer in one sentence."""
        if len(documents) == 1:
            [only] = documents
            if only.report is None:
                return self.wording.say(_("{file} could not be read", file=only.file))
            values = {"title": only.report.title or only.file, "version": only.report.version}
            return self.wording.say(_SENTENCES[only.report.verdict](**values))
        broken = sum(one.report is not None and one.report.verdict is State.FAILED for one in documents)
        unread = sum(one.report is None for one in documents)
        told = _("{broken} of {all} documents break MUST clauses", broken=broken, all=len(documents))
        if unread:
            told = _("{told}; {unread} could not be read", told=told, unread=unread)
        return self.wording.say(told)

    def shown(self, outcome: Outcome, anchor: str) -> ShownDocument:
        if isinstance(outcome, NotRead):
            return ShownDocument(outcome.file, anchor, self.wording.say(self._unread(outcome)))
        known = ""
        gone: tuple[str, ...] = ()
        if outcome.compared is not None:
            known = self.wording.say(_("known to the baseline and left out: {count}", count=outcome.compared.known))
            gone = tuple(f"{one.clause}: {self.wording.say(placed(one.message, one.places))}" for one in outcome.compared.gone)
        notes = tuple(map(self.wording.say, outcome.report.notes))
        return ShownDocument(
            outcome.file, anchor, report=outcome.report, groups=self._groups(outcome), known=known, gone=gone, notes=notes
        )

    def _unread(self, outcome: NotRead) -> Text:
        if outcome.line:
            return _("line {line}: {message}", line=outcome.line, message=outcome.message)
        return outcome.message

    def _groups(self, outcome: Judged) -> dict[State, list[ShownClause]]:
        lines = Lines(outcome.text)
        grouped = by_state(outcome.report.clauses)
        return {state: [self._clause(result, lines) for result in results] for state, results in grouped.items()}

    def _clause(self, result: ClauseResult, lines: Lines) -> ShownClause:
        clause = self.profile.clause(result.clause)
        return ShownClause(
            result,
            clause,
            self.wording.reason(result, self.profile),
            self._places(result.findings[:MOST_SHOWN], lines),
            max(0, len(result.findings) - MOST_SHOWN),
            list(map(self.wording.say, mends_of(result))),
            [self.profile.sources[key] for key in clause.sources],
        )

    def _places(self, findings: Iterable[Finding], lines: Lines) -> list[ShownPlace]:
        """The findings by the place they stand at, in the order of the first at each."""
        places: dict[tuple[object, ...], ShownPlace] = {}
        for finding in findings:
            key = finding.record, finding.file, finding.line, finding.column
            if key not in places:
                shown = lines.around(None if finding.file else finding.line, finding.column)
                places[key] = ShownPlace(self.wording.say(_name_of(finding)), shown, [])
            places[key].said.append((self.wording.say(placed(finding.message, finding.places)), finding.pointer))
        return list(places.values())


def _name_of(finding: Finding) -> Text:
    if finding.record is not None:
        return _("In the catalogue: {record}", record=finding.record)
    said = {"line": finding.line, "column": finding.column}
    if finding.file is not None and finding.column is not None:
        return _("{file}, line {line}, column {column}", file=finding.file, **said)
    if finding.file is not None:
        return _("{file}, line {line}", file=finding.file, line=finding.line)
    return _("Line {line}, column {column}", **said) if finding.column is not None else _("Line {line}", line=finding.line)


_SENTENCES = {
    State.PASSED: lambda **values: _("{title} {version} follows all MUST clauses that can be checked", **values),
    State.FAILED: lambda **values: _("{title} {version} breaks MUST clauses", **values),
    State.NOT_CHECKABLE: lambda **values: _("Nothing could be checked of {title} {version}", **values),
}
