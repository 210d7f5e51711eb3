"""A report as lines for a terminal: the answer first, then what to mend and where, then what could not be judged."""

from __future__ import annotations

import click

from registry.core.openapi.reading import Unreadable
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.profile import Kind, Profile
from registry.core.strategy.verdict import ClauseResult, Finding, Report, State

_MOST_SHOWN = 10  # findings of one clause; JSON has them all
_WORDS = {State.PASSED: "passed", State.FAILED: "failed", State.WAIVED: "waived", State.NOT_CHECKABLE: "not checkable"}


def print_unreadable(name: str, problem: Unreadable) -> None:
    """Say why a document could not be judged."""
    place = f"{name}:{problem.line}" if problem.line else name
    click.echo(f"{place}: could not be read: {problem.message}\n")


def print_report(name: str, report: Report, profile: Profile) -> None:
    """Show the verdict on one document."""
    score = "no score" if report.score is None else f"score {report.score} of 100"
    share = f"{report.checked_share:.0%} of the clauses could be checked"
    click.echo(f"{name}: {_WORDS[report.verdict]}, {score}, {share} ({report.title or 'no title'} {report.version})".rstrip())
    for result in report.clauses:
        if result.state in (State.FAILED, State.WAIVED):
            _print_clause(result, profile)
    passed = [result.clause for result in report.clauses if result.state is State.PASSED]
    if passed:
        click.echo(f"  passed: {', '.join(passed)}")
    _print_unjudged(report, profile)
    click.echo()


def _print_clause(result: ClauseResult, profile: Profile) -> None:
    click.echo(f"  {_WORDS[result.state]}: {result.clause} {result.level} {profile.clause(result.clause).title['en']}")
    if result.reason:
        click.echo(f"    {result.reason}")
    for finding in result.findings[:_MOST_SHOWN]:
        click.echo(f"    line {finding.line}: {finding.message}{_repeated(finding)}")
    if len(result.findings) > _MOST_SHOWN:
        click.echo(f"    and {len(result.findings) - _MOST_SHOWN} more")
    if result.state is State.FAILED:
        for rule in dict.fromkeys(finding.rule for finding in result.findings):
            click.echo(f"    mend: {all_rules()[rule].mend}")


def _repeated(finding: Finding) -> str:
    times = f" (in {finding.count} places)" if finding.count > 1 else ""
    return f"{times} [waived until {finding.waived_until}]" if finding.waived_until else times


def _print_unjudged(report: Report, profile: Profile) -> None:
    unjudged = [result for result in report.clauses if result.state is State.NOT_CHECKABLE]
    for result in unjudged:
        if profile.clause(result.clause).kind is Kind.RULES:
            click.echo(f"  not checkable: {result.clause} {profile.clause(result.clause).title['en']}: {result.reason}")
    others = [result.clause for result in unjudged if profile.clause(result.clause).kind is not Kind.RULES]
    if others:
        click.echo(f"  not decided by a document: {', '.join(others)}")
