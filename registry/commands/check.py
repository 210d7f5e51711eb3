"""`registry check`: documents in, verdicts out, for people and for build servers; needs neither the web part nor a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from registry.commands.check_text import print_report, print_unreadable
from registry.core.openapi.document import read
from registry.core.openapi.reading import Limits, Unreadable
from registry.core.strategy.engine import check
from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles, load_profile
from registry.core.strategy.record import to_json
from registry.core.strategy.verdict import Report, State
from registry.core.text import text as _

SUFFIXES = (".yaml", ".yml", ".json")
ALL_PASSED, SOME_FAILED, SOME_UNREADABLE = 0, 1, 2


@click.command("check")
@click.argument("sources", metavar="FILE|URL|FOLDER...", nargs=-1, required=True)
@click.option("--profile", "profile_name", default="sundsvall", show_default=True, help="A built-in profile, or a file with one.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check_command(sources: tuple[str, ...], profile_name: str, output: str) -> None:
    """Check OpenAPI documents against an API strategy.

    Folders are searched for .yaml, .yml and .json files. Exit status: 0 when no MUST clause failed, 1 when some did, 2 when
    something could not be read.
    """
    profile = _profile(profile_name)
    today = datetime.now().astimezone().date()
    outcomes = ((name, _outcome(name, profile, today)) for name in _files(sources))
    status = _print_json(outcomes, profile) if output == "json" else _print_text(outcomes, profile)
    sys.exit(status)


def _profile(name: str) -> Profile:
    known = built_in_profiles()
    path = known.get(name) or Path(name)
    try:
        return load_profile(path)
    except BadProfile as problem:
        _give_up(str(problem))
    except OSError as problem:
        _give_up(f"There is no profile “{name}” ({problem.strerror}); built in are {', '.join(known)}")


def _give_up(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(SOME_UNREADABLE)


def _files(sources: Iterable[str]) -> Iterator[str]:
    """The files and addresses to check; a folder gives those in and below it, sorted, or itself when it has none."""
    for source in sources:
        path = Path(source)
        if _is_address(source) or not path.is_dir():
            yield source
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        yield from map(str, found or [path])


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _outcome(source: str, profile: Profile, today: date) -> Report | Unreadable:
    try:
        return check(read(_bytes(source)), profile, today=today)
    except Unreadable as problem:
        return problem


def _bytes(source: str) -> bytes:
    """The content of a file or address. Raises Unreadable."""
    if _is_address(source):
        return _fetched(source)
    path = Path(source)
    if path.is_dir():
        raise Unreadable(_("The folder holds no {suffixes} file", suffixes=", ".join(SUFFIXES)))
    try:
        with path.open("rb") as file:
            return file.read(Limits().size + 1)  # one byte more than is accepted tells that there is too much
    except OSError as problem:
        raise Unreadable(_("The file cannot be opened: {problem}", problem=problem.strerror or str(problem))) from None


def _fetched(address: str) -> bytes:
    from registry.kit.fetch import FetchRefused, fetch

    try:
        return bytes(fetch(address).data)
    except FetchRefused as refusal:
        message = getattr(refusal, "message", str(refusal))
        raise Unreadable(_("The address was not read: {problem}", problem=message)) from None


def _print_json(outcomes: Iterable[tuple[str, Report | Unreadable]], profile: Profile) -> int:
    status = ALL_PASSED
    files: list[dict[str, Any]] = []
    for name, outcome in outcomes:
        status = max(status, _status(outcome))
        if isinstance(outcome, Unreadable):
            files.append({"file": name, "error": str(outcome.message), "line": outcome.line})
        else:
            files.append({"file": name, **to_json(outcome)})
    answer = {"profile": profile.id, "profile_version": profile.version, "files": files}
    click.echo(json.dumps(answer, ensure_ascii=False))
    return status


def _print_text(outcomes: Iterable[tuple[str, Report | Unreadable]], profile: Profile) -> int:
    status = ALL_PASSED
    for name, outcome in outcomes:
        status = max(status, _status(outcome))
        if isinstance(outcome, Unreadable):
            print_unreadable(name, outcome)
        else:
            print_report(name, outcome, profile)
    return status


def _status(outcome: Report | Unreadable) -> int:
    if isinstance(outcome, Unreadable):
        return SOME_UNREADABLE
    return SOME_FAILED if outcome.verdict is State.FAILED else ALL_PASSED
