"""Verdicts as lines for a terminal: the answer first, then what to mend and where, then what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from registry.core.strategy.outputs.outcome import Compared, Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import WORDS, Wording, located, mends_of, one_line, placed
from registry.core.strategy.profile import Kind, Profile
from registry.core.strategy.verdict import ClauseResult, Finding, State
from registry.core.text import Text
from registry.core.text import text as _

_MOST_SHOWN = 10  # findings of one clause; JSON has them all


def write_text(outcomes: Iterable[Outcome], profile: Profile, wording: Wording) -> Iterator[str]:
    """A paragraph for each document."""
    paragraphs = _Paragraphs(profile, wording)
    for outcome in outcomes:
        lines = _not_read(outcome) if isinstance(outcome, NotRead) else paragraphs.judged(outcome)
        yield "".join(f"{'  ' * depth}{one_line(wording.say(line)).rstrip()}\n" for depth, line in lines) + "\n"


_Line = tuple[int, Text]  # how far it is indented, and what it says


def _not_read(outcome: NotRead) -> Iterator[_Line]:
    place = f"{outcome.file}:{outcome.line}" if outcome.line else outcome.file
    yield 0, _("{place}: could not be read: {problem}", place=place, problem=outcome.message)


class _Paragraphs(NamedTuple):
    profile: Profile
    wording: Wording

    def judged(self, outcome: Judged) -> Iterator[_Line]:
        yield 0, _headline(outcome)
        if outcome.compared is not None:
            yield from _compared(outcome.compared)
        for result in outcome.report.clauses:
            if result.state in (State.FAILED, State.WAIVED) and result.findings:
                yield from self._clause(outcome.file, result)
        yield from self._others(outcome.report.clauses)
        for note in outcome.report.notes:
            yield 1, note

    def _title(self, result: ClauseResult) -> str:
        return self.wording.pick(self.profile.clause(result.clause).title)

    def _clause(self, file: str, result: ClauseResult) -> Iterator[_Line]:
        values = {"state": WORDS[result.state], "clause": result.clause, "level": result.level, "title": self._title(result)}
        yield 1, _("{state}: {clause} {level} {title}", **values)
        if result.reason:
            yield 2, result.reason
        for finding in result.findings[:_MOST_SHOWN]:
            yield 2, _finding(file, finding)
        if len(result.findings) > _MOST_SHOWN:
            yield 2, _("and {count} more", count=len(result.findings) - _MOST_SHOWN)
        if result.state is State.FAILED:
            for mend in mends_of(result):
                yield 2, _("mend: {mend}", mend=mend)

    def _others(self, clauses: Iterable[ClauseResult]) -> Iterator[_Line]:
        """Those that ask for no work: passed, and for a person or the catalogue to answer."""
        listed: dict[State, list[str]] = {State.PASSED: [], State.NOT_CHECKABLE: []}
        unsettled = []
        for result in clauses:
            if result.state is State.NOT_CHECKABLE and self.profile.clause(result.clause).kind is Kind.RULES:
                unsettled.append(result)
            elif result.state in listed:
                listed[result.state].append(result.clause)
        if listed[State.PASSED]:
            yield 1, _("passed: {clauses}", clauses=", ".join(listed[State.PASSED]))
        for result in unsettled:
            values = {"clause": result.clause, "title": self._title(result), "reason": result.reason}
            yield 1, _("not checkable: {clause} {title}: {reason}", **values)
        if listed[State.NOT_CHECKABLE]:
            yield 1, _("not decided by a document: {clauses}", clauses=", ".join(listed[State.NOT_CHECKABLE]))


def _headline(outcome: Judged) -> Text:
    report = outcome.report
    return _(
        "{file}: {verdict}, {score}, {share} percent of the clauses could be checked ({title} {version})",
        file=outcome.file,
        verdict=WORDS[report.verdict],
        score=_("no score") if report.score is None else _("score {score} of 100", score=report.score),
        share=round(report.checked_share * 100),
        title=report.title or _("no title"),
        version=report.version,
    )


def _compared(compared: Compared) -> Iterator[_Line]:
    yield 1, _("known to the baseline and left out: {count}", count=compared.known)
    for gone in compared.gone:
        yield (
            1,
            _("mended since the baseline: {clause}: {message}", clause=gone.clause, message=placed(gone.message, gone.places)),
        )


def _finding(file: str, finding: Finding) -> Text:
    message = placed(finding.message, finding.places)
    if finding.waived_until is not None:
        message = _("{message} [waived until {day}]", message=message, day=finding.waived_until)
    if finding.record is not None:
        return _("in the catalogue, {record}: {message}", record=finding.record, message=message)
    if finding.column is not None:
        return _("{place}: {message}", place=located(file, finding), message=message)
    if finding.file is not None:
        return _("{file}, line {line}: {message}", file=finding.file, line=finding.line, message=message)
    return _("line {line}: {message}", line=finding.line, message=message)
