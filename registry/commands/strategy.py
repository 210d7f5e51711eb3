"""`registry strategy`: the strategies of an installation, and what another one would make of the documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.core.strategy.comparison import ClauseChange, Shift, clause_changes, shift, states_of
from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles, load_profile

if TYPE_CHECKING:
    from registry.governance.strategy import Strategy

ACTOR = "command"
NONE_FAILS, SOME_FAIL, UNREADABLE = 0, 1, 2
AT_ONCE = 100


@click.group("strategy")
def strategy_group() -> None:
    """API strategies: the built-in ones and the municipality's own."""


@strategy_group.command("list")
def list_() -> None:
    """Name every strategy, the one in force first."""
    from registry.governance.strategy import offered

    with _session():
        for number, found in enumerate(offered()):
            profile = found.profile
            told = "in force" if number == 0 else ""
            counted = f"{len(profile.clauses):4} clauses"
            click.echo(f"{found.reference:30} {profile.version:10} {counted}  {found.origin.value:9} {told}".rstrip())


@strategy_group.command("save")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--note", default="", help="Why it is changed; kept with the version.")
def save(file: Path, note: str) -> None:
    """Keep FILE as the newest version of the strategy it names."""
    from registry.governance.own_strategies import save_text

    with _session() as session:
        kept = save_text(session, _text_of(file), file.name, note, ACTOR)
        click.echo(f"{kept.profile}@{kept.number}, version {kept.profile_version}")
        session.commit()


@strategy_group.command("use")
@click.argument("name")
@click.option(
    "--carry-over", is_flag=True, help="Let waivers and answers given under the present strategy count under this one too."
)
def use(name: str, carry_over: bool) -> None:
    """Put the strategy NAME in force and check every document against it."""
    from registry.governance.operations import check_all
    from registry.governance.own_strategies import choose
    from registry.governance.strategy import referred, strategy
    from registry.kit import clock

    with _session() as session:
        chosen = referred(name.partition("@")[0])
        carried = choose(session, chosen, strategy(), ACTOR, carry_over=carry_over)
        summary = check_all(session, clock.today())
        session.commit()
    click.echo(f"{chosen.profile.id} is in force; {carried.waivers} waivers and {carried.attestations} answers carried over")
    click.echo(f"{summary.published} documents, {summary.judged} checked anew, {summary.failing} break a MUST clause.")


@dataclass(frozen=True, slots=True)
class _Compared:
    """One document or API version and what its verdict becomes."""

    name: str
    shift: Shift


@strategy_group.command("compare")
@click.argument("old")
@click.argument("new")
@click.argument("documents", nargs=-1, metavar="[FILE|URL|FOLDER...]")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
def compare(old: str, new: str, documents: tuple[str, ...], style: str) -> None:
    """Tell which clauses differ from OLD to NEW, and whose verdict changes.

    OLD and NEW are built-in strategies or files; with a database also saved versions, such as granvik@2. Given documents, it
    needs no database; without, it judges everything that is published here. Exit status: 0 when nothing newly fails, 1 when
    something does, 2 when something cannot be read.
    """
    try:
        if documents:
            first, second = _profile(old), _profile(new)
            compared, status = _of_documents(documents, first, second)
        else:
            first, second, compared = _of_installation(old, new)
            status = NONE_FAILS
    except BadProfile as problem:
        click.echo(str(problem), err=True)
        raise SystemExit(UNREADABLE) from None
    click.echo("\n".join(_told(first, second, compared) if style == "text" else [_json(first, second, compared)]))
    raise SystemExit(status or (SOME_FAIL if any(one.shift.newly_fails for one in compared) else NONE_FAILS))


def _of_documents(documents: Sequence[str], old: Profile, new: Profile) -> tuple[list[_Compared], int]:
    from registry.commands.sources import Refused, readable
    from registry.core.strategy.engine import check

    today = datetime.now().astimezone().date()
    compared, status = [], NONE_FAILS
    for found in readable(documents):
        if isinstance(found, Refused):
            click.echo(f"{found.source.name}: {found.problem}", err=True)
            status = UNREADABLE
            continue
        before, after = (states_of(check(found.document, profile, today=today)) for profile in (old, new))
        compared.append(_Compared(found.source.name, shift(before, after)))
    return compared, status


def _of_installation(old: str, new: str) -> tuple[Profile, Profile, list[_Compared]]:
    from registry.governance.strategy_change import outlook
    from registry.kit import clock

    with _session() as session:
        first, second = _strategy(old), _strategy(new)
        left = -1
        while True:
            found = outlook(session, first, second, clock.today(), most_judged=AT_ONCE)
            session.commit()
            if found.left in (0, left):
                break
            left = found.left
            click.echo(f"{left} left to judge", err=True)
    if found.left:
        click.echo(f"{found.left} versions were not compared", err=True)
    return first.profile, second.profile, [_Compared(f"{line.api_name} {line.version}", line.shift) for line in found.lines]


def _strategy(reference: str) -> Strategy:
    from registry.governance.strategy import Origin, referred, strategy_in

    path = Path(reference)
    return strategy_in(_text_of(path), path.name, Origin.FILE) if path.is_file() else referred(reference)


def _profile(name: str) -> Profile:
    known = built_in_profiles()
    try:
        return load_profile(known.get(name) or Path(name))
    except OSError as problem:
        message = f"There is no strategy “{name}” ({problem.strerror}); built in are {', '.join(known)}"
        click.echo(message, err=True)
        raise SystemExit(UNREADABLE) from None


def _text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


def _told(old: Profile, new: Profile, compared: Sequence[_Compared]) -> Iterator[str]:
    yield f"{old.id} {old.version} -> {new.id} {new.version}"
    for change in clause_changes(old, new):
        yield f"  clause {change.clause}: {', '.join(change.differences)}{_levels(change)}"
    for heading, chosen in (
        ("newly fails", [one for one in compared if one.shift.newly_fails]),
        ("newly passes", [one for one in compared if one.shift.newly_passes]),
        ("same verdict, other clauses", [one for one in compared if _otherwise(one.shift)]),
    ):
        for one in chosen:
            yield f"{heading}: {one.name}{_clauses(one.shift)}"
    to_waive = sum(len(one.shift.failing) for one in compared)
    yield (
        f"{len(compared)} compared: {sum(one.shift.newly_fails for one in compared)} newly fail, "
        f"{sum(one.shift.newly_passes for one in compared)} newly pass, {to_waive} clauses to mend or waive"
    )


def _otherwise(found: Shift) -> bool:
    return not (found.is_none or found.newly_fails or found.newly_passes)


def _levels(change: ClauseChange) -> str:
    if change.old is None or change.new is None or change.old.level is change.new.level:
        return ""
    return f" ({change.old.level.value} -> {change.new.level.value})"


def _clauses(found: Shift) -> str:
    told = [f"{word} {', '.join(clauses)}" for word, clauses in (("fails", found.failing), ("mended", found.mended)) if clauses]
    return f" ({'; '.join(told)})" if told else ""


def _json(old: Profile, new: Profile, compared: Iterable[_Compared]) -> str:
    told: dict[str, Any] = {
        "old": {"profile": old.id, "version": old.version},
        "new": {"profile": new.id, "version": new.version},
        "clauses": [{"clause": change.clause, "differences": list(change.differences)} for change in clause_changes(old, new)],
        "documents": [
            {
                "name": one.name,
                "old_verdict": one.shift.old.value,
                "new_verdict": one.shift.new.value,
                "failing": list(one.shift.failing),
                "mended": list(one.shift.mended),
                "unprotected": list(one.shift.unprotected),
            }
            for one in compared
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


@contextmanager
def _session() -> Iterator[Any]:
    """The database of this installation."""
    from registry.app import create_app
    from registry.db import history
    from registry.kit.database import opened

    with opened(create_app()) as session:
        history.note(session, actor=ACTOR)
        try:
            yield session
        except BadProfile as problem:
            raise click.ClickException(str(problem)) from problem
