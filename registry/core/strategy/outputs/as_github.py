"""Verdicts as workflow commands, which GitHub Actions shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from registry.core.strategy.outputs.outcome import Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import WORDS, Wording, file_with, mends_of, one_line, placed
from registry.core.strategy.profile import Profile
from registry.core.strategy.verdict import ClauseResult, Level, State
from registry.core.text import text as _

COMMANDS = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "notice"}


def write_github(outcomes: Iterable[Outcome], profile: Profile, wording: Wording) -> Iterator[str]:
    """An annotation for each finding that no waiver covers, MUST first because GitHub shows only the first ones of a step.

    Then a line for the log. Commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for outcome in outcomes:
        if isinstance(outcome, NotRead):
            yield _command("error", outcome.file, {"line": outcome.line}, wording.say(_UNREADABLE), wording.say(outcome.message))
            continue
        for result in sorted(outcome.report.clauses, key=lambda result: -result.level.weight):
            if result.state is State.FAILED:
                yield from _annotations(outcome, result, profile, wording)
        yield one_line(f"{wording.say(WORDS[outcome.report.verdict])}: {outcome.file}") + "\n"


_UNREADABLE = _("The document could not be read")


def _annotations(outcome: Judged, result: ClauseResult, profile: Profile, wording: Wording) -> Iterator[str]:
    title = f"{result.clause} {wording.level(result.level)} {wording.pick(profile.clause(result.clause).title)}"
    mends = "\n".join(map(wording.say, mends_of(result)))
    for finding in result.findings:
        if finding.waived_until is None:
            message = f"{wording.say(placed(finding.message, finding.places))}\n{mends}"
            place = {"line": finding.line, "col": finding.column}
            yield _command(COMMANDS[result.level], file_with(outcome.file, finding.file), place, title, message.rstrip())


def _command(name: str, file: str, place: Mapping[str, int | None], title: str, message: str) -> str:
    """One workflow command. GitHub obeys any line that begins with `::`, so nothing from a document may begin a line."""
    properties = {"title": title}
    if "://" in file:
        message = f"{file}: {message}"
    else:
        known = {name: str(number) for name, number in place.items() if number}
        properties = {"file": file.replace("\\", "/"), **known, **properties}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    """Percent, line feed and carriage return written so that GitHub reads them back; other control characters as blanks."""
    kept = "".join(sign if sign.isprintable() or sign in "\r\n" else " " for sign in text)
    return kept.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
