"""Verdicts as JUnit XML, which most build servers show as tests: a suite per document, a test per clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from registry.core.strategy.outputs.outcome import Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import WORDS, Wording, located, mends_of, placed
from registry.core.strategy.profile import Profile
from registry.core.strategy.verdict import ClauseResult, Finding, Level, State
from registry.core.text import text as _

_UNREADABLE = _("The document could not be read")


def write_junit(outcomes: Iterable[Outcome], profile: Profile, wording: Wording, fail_on: Level | None) -> Iterator[str]:
    """The shape is that of the Jenkins xUnit plugin (junit-10.xsd).

    A test fails when its clause fails the run. What does not count this time (waived, not checkable, failed below `fail_on`) is
    skipped with the reason and the findings, never passed; a document that cannot be read is an error.
    """
    suites = _Suites(profile, wording, fail_on)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{profile.id}">\n'
    for outcome in outcomes:
        suite = suites.unread(outcome) if isinstance(outcome, NotRead) else suites.judged(outcome)
        yield tostring(suite, encoding="unicode") + "\n"
    yield "</testsuites>\n"


@dataclass(frozen=True, slots=True)
class _Suites:
    profile: Profile
    wording: Wording
    fail_on: Level | None

    def unread(self, outcome: NotRead) -> Element:
        suite = _suite(outcome.file, tests=1, errors=1)
        test = SubElement(suite, "testcase", classname=_legal(outcome.file), name=self.wording.say(_UNREADABLE))
        place = f"{outcome.file}:{outcome.line}" if outcome.line else outcome.file
        message = self.wording.say(outcome.message)
        error = SubElement(test, "error", type="unreadable", message=_legal(message))
        error.text = _legal(f"{place}: {message}")
        return suite

    def judged(self, outcome: Judged) -> Element:
        clauses = outcome.report.clauses
        failures = sum(outcome.fails(result, self.fail_on) for result in clauses)
        skipped = sum(self._is_skipped(outcome, result) for result in clauses)
        suite = _suite(outcome.file, tests=len(clauses), failures=failures, skipped=skipped)
        for result in clauses:
            self._test(suite, outcome, result)
        return suite

    def _is_skipped(self, outcome: Judged, result: ClauseResult) -> bool:
        return result.state is not State.PASSED and not outcome.fails(result, self.fail_on)

    def _test(self, suite: Element, outcome: Judged, result: ClauseResult) -> None:
        say = self.wording.say
        title = (
            f"{result.clause} {self.wording.level(result.level)} {self.wording.pick(self.profile.clause(result.clause).title)}"
        )
        test = SubElement(suite, "testcase", classname=_legal(outcome.file), name=_legal(title))
        lines = [self._line(outcome.file, finding) for finding in result.findings]
        reason = self.wording.reason(result, self.profile)
        if outcome.fails(result, self.fail_on):
            first = say(placed(result.findings[0].message, result.findings[0].places))
            told = SubElement(test, "failure", type=result.level.value, message=_legal(first))
            told.text = _legal("\n".join([*filter(None, [reason]), *lines, *map(say, mends_of(result))]))
        elif result.state is not State.PASSED:
            why = ": ".join(filter(None, [say(WORDS[result.state]), reason]))
            told = SubElement(test, "skipped", message=_legal(why))
            told.text = _legal("\n".join(lines)) or None

    def _line(self, file: str, finding: Finding) -> str:
        place = finding.record or located(file, finding)
        return f"{place}: {self.wording.say(placed(finding.message, finding.places))}"


def _suite(file: str, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": str(skipped)}
    return Element("testsuite", {"name": _legal(file), **counts})


def _legal(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return "".join(
        sign if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff" else " "
        for sign in text
    )
