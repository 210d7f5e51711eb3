"""`registry blockers`: what blocks each active initiative, for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from registry.commands.catalogue import catalogue
from registry.core.landscape.blockers import Blocker
from registry.core.landscape.reach import PathStep
from registry.core.landscape.words import sentences
from registry.kit.clock import today
from registry.portfolio.overview import InitiativeLine, Overview, overview


@click.command("blockers")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--largest", type=click.IntRange(min=1), help="Reckon up to so many systems as one graph (about 15 kB of memory for each)."
)
def blockers_command(output: str, largest: int | None) -> None:
    """Show which legacy systems block each active initiative, and by which path.

    Exit status 1 when the catalogue cannot be read, or is too large to be reckoned as a whole.
    """
    overrides: dict[str, Any] = {} if largest is None else {"LANDSCAPE_LARGEST": largest}
    with catalogue(**overrides) as session:
        found = overview(session, today())
    if output == "json":
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(to_text(found)))


def to_json(found: Overview) -> dict[str, Any]:
    """Every active initiative, the unblocked ones with no blockers. `legacy_score` is the middle of the range, of 100."""
    return {"initiatives": [_initiative(line) for line in found.initiatives]}


def _initiative(line: InitiativeLine) -> dict[str, Any]:
    initiative = line.initiative
    return {
        "key": initiative.key,
        "name": initiative.name,
        "needed_by": initiative.needed_by.isoformat() if initiative.needed_by else None,
        "blockers": [_blocker(blocker) for blocker in line.blockers],
    }


def _blocker(blocker: Blocker) -> dict[str, Any]:
    return {
        "system": blocker.system.key,
        "name": blocker.system.name,
        "direct": blocker.direct,
        "touch": blocker.touch.value,
        "legacy_score": blocker.legacy.score,
        "legacy_range": [blocker.legacy.low, blocker.legacy.high],
        "resolved_by": blocker.resolved_by.isoformat() if blocker.resolved_by else None,
        "path": [_step(step) for step in blocker.path],
    }


def _step(step: PathStep) -> dict[str, Any]:
    return {
        "from": step.from_.key,
        "to": step.to.key,
        "kind": step.kind.value,
        "conducts": step.conducts,
        "reason": str(step.reason),
        "dependency": step.dependency_key,
    }


def to_text(found: Overview) -> Iterator[str]:
    """The same for people: the headline, then each initiative with its blockers in sentences."""
    if not found.active:
        yield "No initiative is active."
        return
    systems = len(found.systems)
    yield f"{found.blocked} of {found.active} active initiatives are blocked, by {systems} system{'' if systems == 1 else 's'}."
    for line in found.initiatives:
        initiative = line.initiative
        needed = f", needed by {initiative.needed_by.isoformat()}" if initiative.needed_by else ""
        state = f"blocked by {len(line.blockers)}" if line.blockers else "free to go"
        yield f"\n{initiative.key}  {initiative.name}{needed}: {state}"
        for blocker in line.blockers:
            yield f"  - {blocker.system.name} ({blocker.system.key}), {distance(blocker)}"
            yield from (f"      {sentence}" for sentence in sentences(blocker))


def distance(blocker: Blocker) -> str:
    """How far the blocking system is from what the initiative touches."""
    if blocker.direct:
        return "directly"
    steps = len(blocker.path)
    return "one step away" if steps == 1 else f"{steps} steps away"
