"""Verdicts as SARIF 2.1.0 (OASIS), which GitHub, GitLab, Azure DevOps and editors read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from registry.core.openapi.pointers import split
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.examples import examples_of
from registry.core.strategy.outputs.identity import fingerprint
from registry.core.strategy.outputs.outcome import Compared, Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import Wording, file_with, mends_of, placed
from registry.core.strategy.profile import Clause, Profile
from registry.core.strategy.verdict import ClauseResult, Finding, Level, State
from registry.core.text import text as _

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "note"}
_LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
_TOOL = "registry-check"


def write_sarif(outcomes: Iterable[Outcome], profile: Profile, wording: Wording, software: str) -> Iterator[str]:
    """One log with one run: a rule per clause, a result per finding.

    Waived findings are suppressed, not left out. Verdict, score and the clauses that could not be checked stand in the run's
    properties, since a result of kind `open` would be shown as an alert. `software` is this program's version.
    """
    run = _Run(profile, wording)
    yield f'{{"$schema": {json.dumps(SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {_dump(run.tool(software))}'
    about = {"automationDetails": {"id": f"{_TOOL}/{profile.id}/"}, "language": _LANGUAGES[wording.language]}
    yield f', {_dump(about)[1:-1]}, "columnKind": "unicodeCodePoints", "results": ['
    between = ""
    for outcome in outcomes:
        for result in run.results(outcome):
            yield between + _dump(result)
            between = ", "
    yield f'], "invocations": [{_dump(run.invocation())}], "properties": {_dump({"documents": run.documents})}}}]}}\n'


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(slots=True)
class _Run:
    """What is gathered while the results pass: notifications and a summary of each document."""

    profile: Profile
    wording: Wording
    notifications: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)

    def tool(self, software: str) -> dict[str, Any]:
        rules = [self._rule(clause) for clause in self.profile.clauses]
        return {"driver": {"name": _TOOL, "version": software, "rules": rules}}

    def _rule(self, clause: Clause) -> dict[str, Any]:
        source = self.profile.sources[clause.sources[0]] if clause.sources else None
        plain, markdown = _help(clause, self.wording)
        rule: dict[str, Any] = {
            "id": clause.id,
            "shortDescription": {"text": self.wording.pick(clause.title)},
            "fullDescription": {"text": self.wording.pick(clause.paraphrase)},
            "help": {"text": plain, "markdown": markdown},
            "defaultConfiguration": {"level": LEVELS[clause.level]},
            "properties": {"tags": [self.profile.id, clause.level.value], "problem.severity": _SEVERITIES[clause.level]},
        }
        return {**rule, "helpUri": source.link} if source is not None and "://" in source.link else rule

    def results(self, outcome: Outcome) -> Iterator[dict[str, Any]]:
        if isinstance(outcome, NotRead):
            self.notifications.append(self._notification(outcome))
            return
        self.documents.append(self._document(outcome))
        seen: Counter[str] = Counter()
        for index, result in enumerate(outcome.report.clauses):
            for finding in result.findings:
                mark = fingerprint(result.clause, finding)
                seen[mark] += 1
                yield self._result(outcome, index, result, finding, f"{mark}:{seen[mark]}")

    def _result(self, outcome: Judged, index: int, result: ClauseResult, finding: Finding, mark: str) -> dict[str, Any]:
        mends = "".join(f"\n{self.wording.say(mend)}" for mend in mends_of(result))
        told: dict[str, Any] = {
            "ruleId": result.clause,
            "ruleIndex": index,
            "level": LEVELS[result.level],
            "message": {"text": self.wording.say(placed(finding.message, finding.places)) + mends},
            "locations": [_location(outcome.file, finding)],
            "partialFingerprints": {"primaryLocationLineHash": mark, "clauseAndMessage/v1": mark},
            "occurrenceCount": finding.places,
            "properties": {"rule": finding.rule},
        }
        if finding.waived_until is not None:
            reason = self.wording.reason(result, self.profile) or str(finding.waived_until)
            told["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
        if outcome.compared is not None:
            told["baselineState"] = "new"
        return told

    def _document(self, outcome: Judged) -> dict[str, Any]:
        report = outcome.report
        unchecked = {
            result.clause: self.wording.reason(result, self.profile)
            for result in report.clauses
            if result.state is State.NOT_CHECKABLE
        }
        told = {
            "uri": _uri(outcome.file),
            "sha256": report.sha256,
            "verdict": report.verdict.value,
            "score": report.score,
            "checkedShare": report.checked_share,
            "notCheckable": unchecked,
        }
        return told if outcome.compared is None else {**told, **_against_baseline(outcome.compared)}

    def _notification(self, outcome: NotRead) -> dict[str, Any]:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(outcome.file)}}
        if outcome.line:
            location["region"] = {"startLine": outcome.line}
        message = self.wording.say(outcome.message)
        return {"level": "error", "message": {"text": message}, "locations": [{"physicalLocation": location}]}

    def invocation(self) -> dict[str, Any]:
        return {"executionSuccessful": not self.notifications, "toolExecutionNotifications": self.notifications}


_SEVERITIES = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "recommendation"}  # GitHub's own words for the same


def _against_baseline(compared: Compared) -> dict[str, int]:
    return {"knownToBaseline": compared.known, "mendedSinceBaseline": len(compared.gone)}


def _location(file: str, finding: Finding) -> dict[str, Any]:
    """Where to mend: the line for people, the pointer for programs; what stands in the catalogue has only its record's name."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file_with(file, finding.file))}}
    if finding.line:
        physical["region"] = {"startLine": finding.line, **({"startColumn": finding.column} if finding.column else {})}
    location: dict[str, Any] = {"physicalLocation": physical}
    named = finding.record or finding.pointer
    if named:
        location["logicalLocations"] = [{"name": split(f"/{named}")[-1], "fullyQualifiedName": named}]
    return location


def _uri(file: str) -> str:
    """`file` as a URI: relative ones stay relative, to the folder the build server works in."""
    if "://" in file:
        return quote(file, safe=":/?#[]@!$&'()*+,;=%~")
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _help(clause: Clause, wording: Wording) -> tuple[str, str]:
    """Why, how to mend it, and examples: as plain text and as Markdown."""
    plain, marked = [wording.pick(clause.paraphrase)], [wording.pick(clause.paraphrase)]
    for use in clause.rules:
        rule = all_rules()[use.rule]
        shown = examples_of(rule)
        why = " ".join(map(wording.say, shown.why))
        mend = wording.say(_("Mend: {mend}", mend=rule.mend))
        plain += [why, mend]
        marked += [why, f"**{mend}**"]
        for heading, bodies in ((_("Bad:"), shown.bad), (_("Good:"), shown.good)):
            marked += [f"{wording.say(heading)}\n\n```yaml\n{body}\n```" for body in bodies]
    return "\n".join(plain), "\n\n".join(marked)
