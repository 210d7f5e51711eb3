"""The check itself: every clause of a profile put to a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from registry.core.openapi.document import Document
from registry.core.openapi.lines import Position
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.profile import Clause, Kind, Profile
from registry.core.strategy.rule import Context, NotCheckable, Rule
from registry.core.strategy.verdict import Attestation, ClauseResult, Finding, Report, State, Waiver
from registry.core.text import Text
from registry.core.text import text as _

_UNANSWERED = _("A person answers for this; no answer is recorded")
_CRASHED = _("The rule {rule} could not judge this document; the fault is in the registry and is logged")


def check(
    document: Document,
    profile: Profile,
    context: Context | None = None,
    waivers: Sequence[Waiver] = (),
    attestations: Sequence[Attestation] = (),
    *,
    today: date,
) -> Report:
    """The verdict of `profile` on `document`.

    `context` carries what the catalogue knows; each rule gets its parameters from the profile. Waivers and attestations count up
    to and including their last day. Never raises: a rule that breaks leaves its clause not checkable.
    """
    context = (context or Context())._replace(today=today)
    answers = {attestation.clause: attestation for attestation in attestations}
    results = [_judge(clause, document, context, waivers, answers.get(clause.id)) for clause in profile.clauses]
    pointers = {finding.pointer for result in results for finding in result.findings if finding.record is None}
    positions = document.positions_of(pointers) if pointers else {}
    return Report(
        profile.id,
        profile.version,
        document.sha256,
        document.title,
        document.version,
        tuple(_placed(result, positions, document) for result in results),
        tuple(_about_waivers(document, profile, results, waivers, today)),
    )


def _judge(
    clause: Clause, document: Document, context: Context, waivers: Sequence[Waiver], answer: Attestation | None
) -> ClauseResult:
    today = context.today
    if clause.kind is Kind.NOT_CHECKABLE:
        return ClauseResult(clause.id, clause.level, State.NOT_CHECKABLE, Text(clause.reason["en"]))
    findings, reasons = _findings(clause, document, context)
    if not findings and (reasons or clause.kind is Kind.ATTESTATION):
        if answer is None:
            return ClauseResult(clause.id, clause.level, State.NOT_CHECKABLE, reasons[0] if reasons else _UNANSWERED)
        if not answer.holds(today) or answer.followed:
            state = State.PASSED if answer.holds(today) else State.NOT_CHECKABLE
            return ClauseResult(clause.id, clause.level, state, _attested(answer, today))
        findings = [Finding("attestation", "", _attested(answer, today), record=answer.record)]
    own = [waiver for waiver in waivers if waiver.clause == clause.id]
    if own:
        findings = [_waived(finding, clause.id, own, today) for finding in findings]
    if any(finding.waived_until is None for finding in findings):
        return ClauseResult(clause.id, clause.level, State.FAILED, _lapsed(own, today), tuple(_counted(findings)))
    if findings:
        used = next(waiver for waiver in own if waiver.holds_for(clause.id, findings[0].pointer, today))
        return ClauseResult(clause.id, clause.level, State.WAIVED, _granted(used), tuple(_counted(findings)))
    return ClauseResult(clause.id, clause.level, State.PASSED)


def _attested(answer: Attestation, today: date) -> Text:
    """What a person's answer says, and until when it counts."""
    values = {"by": answer.attested_by, "on": answer.attested_on, "grounds": answer.grounds.rstrip(". ")}
    if not answer.holds(today):
        return _("The attestation of {on} by {by} was to be reviewed by {day}", **values, day=answer.review_on)
    if answer.followed:
        return _("Attested by {by} on {on}: {grounds}", **values)
    return _("Attested as not followed by {by} on {on}: {grounds}", **values)


def _findings(clause: Clause, document: Document, context: Context) -> tuple[list[Finding], list[Text]]:
    """What the clause's rules find, and the reasons of those that could not judge."""
    findings: list[Finding] = []
    reasons: list[Text] = []
    for use in clause.rules:
        rule = all_rules()[use.rule]
        before = len(findings)
        try:
            findings.extend(rule.findings(document, context.with_parameters(use.parameters)))
        except NotCheckable as problem:
            reasons.append(problem.reason)
        except Exception:  # one broken rule must not cost the verdict on all other clauses
            import logging  # here, because next to no run needs it, and every run would pay for loading it

            logging.getLogger(__name__).exception("rule %s", use.rule)
            reasons.append(_(_CRASHED.template, rule=use.rule))
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
    return finding._replace(waived_until=max(until)) if until else finding


def _granted(waiver: Waiver) -> Text:
    return _(
        "Waived until {expires} by {approver}: {reason}",
        expires=waiver.expires,
        approver=waiver.approver,
        reason=waiver.reason,
    )


def _about_waivers(
    document: Document, profile: Profile, results: Sequence[ClauseResult], waivers: Sequence[Waiver], today: date
) -> Iterator[Text]:
    """What is wrong with the waivers that are in force: no such clause, a place that is gone, or nothing left to waive."""
    by_clause = {result.clause: result for result in results}
    for waiver in waivers:
        if waiver.expires < today:
            continue
        where = {"clause": waiver.clause, "pointer": waiver.pointer}
        if waiver.clause not in by_clause:
            yield _(
                "The waiver of {clause} is for a clause that {profile} does not have", clause=waiver.clause, profile=profile.id
            )
        elif not document.has(waiver.pointer):
            yield _("The waiver of {clause} is for {pointer}, which is no longer in the document", **where)
        elif by_clause[waiver.clause].state is State.PASSED:
            yield _("The waiver of {clause} is no longer needed: nothing is found there", clause=waiver.clause)


def _lapsed(waivers: Iterable[Waiver], today: date) -> Text | None:
    """Say so when a waiver has just stopped protecting the clause."""
    lapsed = [waiver.expires for waiver in waivers if waiver.expires < today]
    return _("A waiver ran out on {expires}", expires=max(lapsed)) if lapsed else None


def _counted(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each fault: those of one rule that say the same become the first of them, counted."""
    same: dict[object, list[Finding]] = {}
    for finding in findings:
        same.setdefault((finding.rule, finding.message, finding.waived_until, finding.record), []).append(finding)
    return [found[0] if len(found) == 1 else found[0]._replace(places=len(found)) for found in same.values()]


def _placed(result: ClauseResult, positions: Mapping[str, Position], document: Document) -> ClauseResult:
    if not result.findings:
        return result
    return result._replace(findings=tuple(_at_its_place(finding, positions, document) for finding in result.findings))


def _at_its_place(finding: Finding, positions: Mapping[str, Position], document: Document) -> Finding:
    """A fault in the catalogue stands nowhere in the document."""
    if finding.record is not None:
        return finding
    line, column = positions[finding.pointer]
    return finding._replace(line=line, column=column, file=document.file_of(finding.pointer) or None)
