"""`registry check`: documents in, verdicts out, for people and for build servers; needs neither the web part nor a database."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from registry.commands.language import LANGUAGES, wording_in
from registry.commands.sources import Named, content_of, is_address, named
from registry.commands.writing import CannotWrite, write, writing
from registry.core.openapi.document import NotADocument, read
from registry.core.openapi.reading import Unreadable
from registry.core.strategy.engine import check
from registry.core.strategy.outputs.outcome import Judged, NotRead, Outcome
from registry.core.strategy.outputs.wording import Wording
from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles, load_profile
from registry.core.strategy.verdict import ClauseResult, Level, Report

if TYPE_CHECKING:
    from registry.commands.kept_reports import KeptReports

FORMATS = ("text", "json", "sarif", "junit", "github", "html")
FAIL_ON = {"must": Level.MUST, "should": Level.SHOULD, "never": None}
ALL_PASSED, SOME_FAILED, SOME_UNREADABLE = 0, 1, 2
FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("check")
@click.argument("sources", metavar="FILE|URL|FOLDER...", nargs=-1, required=True)
@click.option("--profile", "profile_name", default="sundsvall", show_default=True, help="A built-in profile, or a file with one.")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=FILE, help="Write to a file instead of the terminal.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="json is always English.")
@click.option(
    "--fail-on", type=click.Choice(list(FAIL_ON)), default="must", show_default=True, help="What makes the exit status 1."
)
@click.option("--baseline", type=FILE, help="Report only what is not in this file, which --write-baseline wrote earlier.")
@click.option("--cache", type=FOLDER, help="Keep answers in this folder, and give them again while nothing has changed.")
@click.option("--write-baseline", "new_baseline", type=FILE, help="Write everything found, new or known, as a baseline.")
def check_command(
    sources: tuple[str, ...],
    profile_name: str,
    style: str,
    output: Path | None,
    language: str,
    fail_on: str,
    baseline: Path | None,
    cache: Path | None,
    new_baseline: Path | None,
) -> None:
    """Check OpenAPI documents against an API strategy.

    Folders are searched for .yaml, .yml and .json files. Exit status: 0 when no MUST clause failed, 1 when some did, 2 when
    something could not be read or written, whatever else was found. --fail-on should lets SHOULD clauses give 1 as well, never
    none; with --baseline only what is new counts.
    """
    path = built_in_profiles().get(profile_name) or Path(profile_name)
    profile = _profile(path)
    kept = _kept_reports(cache, path) if cache is not None else None
    run = _Run(profile, FAIL_ON[fail_on], with_text=style == "html", kept=kept)
    outcomes = run.outcomes(sources)
    if new_baseline is not None:
        outcomes = _kept(outcomes, profile, new_baseline)
    if baseline is not None:
        outcomes = _compared(outcomes, baseline, profile)
    try:
        pieces = _pieces(style, run.counted(outcomes), profile, wording_in(language), run.fail_on)
        if cache is None or output is not None or new_baseline is not None or any(map(is_address, sources)):
            write(pieces, output)
        else:
            rests_on = [*sources, str(path), *([str(baseline)] if baseline is not None else ())]
            _write_and_keep(pieces, cache, rests_on, run)
    except CannotWrite as problem:
        _give_up(str(problem))
    sys.exit(run.status)


def _write_and_keep(pieces: Iterable[str], cache: Path, rests_on: list[str], run: _Run) -> None:
    """Write the answer, and keep it for the next time this is asked of the same files."""
    from registry.commands.kept_answers import keep

    told: list[str] = []
    write(_noted(pieces, told), None)
    keep(str(cache), sys.argv[1:], [*rests_on, *run.files], run.status, "".join(told))


def _noted(pieces: Iterable[str], told: list[str]) -> Iterator[str]:
    for piece in pieces:
        told.append(piece)
        yield piece


def _kept_reports(cache: Path, profile: Path) -> KeptReports:
    from registry.commands.kept_reports import KeptReports

    return KeptReports.of(cache, profile.read_bytes(), _today())


def _today() -> date:
    return datetime.now().astimezone().date()


def _profile(path: Path) -> Profile:
    try:
        return load_profile(path)
    except BadProfile as problem:
        _give_up(str(problem))
    except OSError as problem:
        _give_up(f"There is no profile “{path}” ({problem.strerror}); built in are {', '.join(built_in_profiles())}")


def _give_up(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(SOME_UNREADABLE)


class _Several(Exception):
    """A document that was put together from several files."""


class _Run:
    """One call of the command; `status` is what it ends with as far as it has come, `files` what it has tried to read."""

    def __init__(self, profile: Profile, fail_on: Level | None, *, with_text: bool, kept: KeptReports | None) -> None:
        self.profile = profile
        self.fail_on = fail_on
        self.with_text = with_text
        self.kept = kept
        self.status = ALL_PASSED
        self.files: list[str] = []

    def outcomes(self, sources: Iterable[str]) -> Iterator[Outcome]:
        """Each document's outcome, one at a time, so that a thousand documents take no more memory than the largest."""
        today = _today()
        parts: set[Path] = set()
        waiting: list[NotRead] = []  # files of a folder that may be parts of a document there
        for source in named(sources):
            self.files.append(source.name)
            try:
                data = content_of(source.name)
                report = self._report(source, data, today, parts)
            except NotADocument as problem:
                waiting.append(NotRead(source.name, problem.message, problem.line))
            except Unreadable as problem:
                yield NotRead(source.name, problem.message, problem.line)
            else:
                yield Judged(source.name, report, _decoded(data) if self.with_text else "")
        yield from (one for one in waiting if Path(one.file) not in parts)

    def _report(self, source: Named, data: bytes, today: date, parts: set[Path]) -> Report:
        def judged() -> Report:
            document = read(data)
            if source.leads_to_files(document):
                raise _Several
            return check(document, self.profile, today=today)

        try:
            return judged() if self.kept is None else self.kept.report(data, judged)
        except _Several:  # its report rests on other files as well, so it is not kept
            document = source.with_files(data, self.files)
            parts |= source.files_in(document)
            return _placed(check(document, self.profile, today=today), source)

    def counted(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes as they are, each one's weight on the exit status noted."""
        for outcome in outcomes:
            if isinstance(outcome, NotRead):
                self.status = SOME_UNREADABLE
            elif outcome.failing(self.fail_on):
                self.status = max(self.status, SOME_FAILED)
            yield outcome


def _placed(report: Report, source: Named) -> Report:
    """The report with the files of a document of several named as they lie on the disk."""
    if source.folder is None or not any(finding.file for result in report.clauses for finding in result.findings):
        return report
    return report._replace(clauses=tuple(_result_placed(result, source) for result in report.clauses))


def _result_placed(result: ClauseResult, source: Named) -> ClauseResult:
    if source.folder is None or source.name.lower().endswith(".zip"):
        return result
    folder = source.folder
    return result._replace(
        findings=tuple(
            finding._replace(file=str(folder / finding.file)) if finding.file else finding for finding in result.findings
        ),
    )


def _decoded(data: bytes) -> str:
    if data.startswith(b"PK"):
        return ""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")


def _kept(outcomes: Iterable[Outcome], profile: Profile, path: Path) -> Iterator[Outcome]:
    """The outcomes as they are, written to a baseline on their way."""
    from registry.core.strategy.outputs.as_json import END, entry_of, head_of

    with writing(path) as put:
        put(head_of(profile))
        for number, outcome in enumerate(outcomes):
            put((", " if number else "") + entry_of(outcome))
            yield outcome
        put(END)


def _compared(outcomes: Iterable[Outcome], path: Path, profile: Profile) -> Iterator[Outcome]:
    """The outcomes with what the baseline knows left out."""
    from registry.core.strategy.outputs.baseline import BadBaseline, parse_baseline

    try:
        known = parse_baseline(path.read_bytes(), str(path), profile.id)
    except BadBaseline as problem:
        _give_up(str(problem))
    except OSError as problem:
        _give_up(f"{path}: the baseline cannot be opened: {problem.strerror}")
    return (known.compare(outcome) if isinstance(outcome, Judged) else outcome for outcome in outcomes)


def _pieces(style: str, outcomes: Iterable[Outcome], profile: Profile, wording: Wording, fail_on: Level | None) -> Iterator[str]:
    """The answer in the chosen format; each writer is loaded only when it is asked for."""
    if style == "json":
        from registry.core.strategy.outputs.as_json import write_json

        return write_json(outcomes, profile)
    if style == "sarif":
        from importlib.metadata import version

        from registry.core.strategy.outputs.as_sarif import write_sarif

        return write_sarif(outcomes, profile, wording, version("digital-legacy-registry"))
    if style == "junit":
        from registry.core.strategy.outputs.as_junit import write_junit

        return write_junit(outcomes, profile, wording, fail_on)
    if style == "github":
        from registry.core.strategy.outputs.as_github import write_github

        return write_github(outcomes, profile, wording)
    if style == "html":
        from registry.core.strategy.outputs.as_html import write_html

        return write_html(outcomes, profile, wording, _today())
    from registry.core.strategy.outputs.as_text import write_text

    return write_text(outcomes, profile, wording)
