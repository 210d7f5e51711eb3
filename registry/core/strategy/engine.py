"""The check itself: every clause of a profile put to a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from registry.core.openapi.document import Document
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.profile import Clause, Kind, Profile
from registry.core.strategy.rule import Context, NotCheckable, Rule
from registry.core.strategy.verdict import ClauseResult, Finding, Report, State, Waiver
from registry.core.text import Text
from registry.core.text import text as _

_UNANSWERED: dict[Kind, Text] = {
    Kind.DIFFERENCE: _("Takes two versions of the document to decide; no rule yet"),
    Kind.REGISTRY: _("Answered from the catalogue, not from the document; no rule yet"),
    Kind.ATTESTATION: _("A person answers for this; no answer is recorded"),
    Kind.NOT_CHECKABLE: _("Cannot be decided from documents or records"),
}


def check(
    document: Document, profile: Profile, context: Context | None = None, waivers: Sequence[Waiver] = (), *, today: date
) -> Report:
    """The verdict of `profile` on `document`.

    `context` carries what the catalogue knows; each rule gets its parameters from the profile. Waivers count up to and
    including their last day. Never raises for what a document contains.
    """
    context = context or Context()
    results = [_judge(clause, document, context, waivers, today) for clause in profile.clauses]
    pointers = {finding.pointer for result in results for finding in result.findings}
    lines = document.lines_of(pointers) if pointers else {}
    return Report(
        profile.id,
        profile.version,
        document.sha256,
        document.title,
        document.version,
        tuple(_with_lines(result, lines) for result in results),
    )


def _judge(clause: Clause, document: Document, context: Context, waivers: Sequence[Waiver], today: date) -> ClauseResult:
    if clause.kind is not Kind.RULES:
        return ClauseResult(clause.id, clause.level, State.NOT_CHECKABLE, _UNANSWERED[clause.kind])
    findings, reasons = _findings(clause, document, context)
    own = [waiver for waiver in waivers if waiver.clause == clause.id]
    findings = [_waived(finding, clause.id, own, today) for finding in findings]
    if any(finding.waived_until is None for finding in findings):
        return ClauseResult(clause.id, clause.level, State.FAILED, _lapsed(own, today), tuple(_counted(findings)))
    if findings:
        used = next(waiver for waiver in own if waiver.holds_for(clause.id, findings[0].pointer, today))
        return ClauseResult(clause.id, clause.level, State.WAIVED, _granted(used), tuple(_counted(findings)))
    state = State.NOT_CHECKABLE if reasons else State.PASSED
    return ClauseResult(clause.id, clause.level, state, reasons[0] if reasons else None)


def _findings(clause: Clause, document: Document, context: Context) -> tuple[list[Finding], list[Text]]:
    """What the clause's rules find, and the reasons of those that could not judge."""
    findings: list[Finding] = []
    reasons: list[Text] = []
    for use in clause.rules:
        rule = all_rules()[use.rule]
        before = len(findings)
        try:
            findings.extend(rule.findings(document, replace(context, parameters=use.parameters)))
        except NotCheckable as problem:
            reasons.append(problem.reason)
        if len(findings) == before and _looks_outside(rule, document):
            reasons.append(_outside(document))
    return findings, reasons


def _looks_outside(rule: Rule, document: Document) -> bool:
    """Whether parts the rule should have seen lie in other files: then finding nothing proves nothing."""
    return rule.whole and bool(document.outside_references)


def _outside(document: Document) -> Text:
    target = document.outside_references[0][1]
    return _("Parts lie outside the document, such as “{target}”; publish it bundled into one file", target=target[:200])


def _waived(finding: Finding, clause: str, waivers: Iterable[Waiver], today: date) -> Finding:
    until = [waiver.expires for waiver in waivers if waiver.holds_for(clause, finding.pointer, today)]
    return replace(finding, waived_until=max(until)) if until else finding


def _granted(waiver: Waiver) -> Text:
    return _(
        "Waived until {expires} by {approver}: {reason}",
        expires=waiver.expires,
        approver=waiver.approver,
        reason=waiver.reason,
    )


def _lapsed(waivers: Iterable[Waiver], today: date) -> Text | None:
    """Say so when a waiver has just stopped protecting the clause."""
    lapsed = [waiver.expires for waiver in waivers if waiver.expires < today]
    return _("A waiver ran out on {expires}", expires=max(lapsed)) if lapsed else None


def _counted(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each fault: those of one rule that say the same become the first of them, counted."""
    first: dict[object, Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.message, finding.waived_until)
        known = first.get(key)
        first[key] = replace(known, count=known.count + 1) if known else finding
    return list(first.values())


def _with_lines(result: ClauseResult, lines: dict[str, int]) -> ClauseResult:
    return replace(result, findings=tuple(replace(finding, line=lines[finding.pointer]) for finding in result.findings))
