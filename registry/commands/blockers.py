"""`registry blockers`: what blocks each active initiative, for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from registry.commands.catalogue import catalogue
from registry.core.landscape.blockers import Blocker
from registry.core.landscape.words import sentences
from registry.db.base import now
from registry.kit.clock import today
from registry.landscape.operations import make_ready
from registry.portfolio.as_json import overview_to_json
from registry.portfolio.overview import Overview, overview


@click.command("blockers")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--largest", type=click.IntRange(min=1), help="Reckon up to so many systems as one graph (about 15 kB of memory for each)."
)
def blockers_command(output: str, largest: int | None) -> None:
    """Show which legacy systems block each active initiative, and by which path.

    In a register too large to be held as one graph this also prepares what the pages show: run it every night. Exit status 1
    when the catalogue cannot be read.
    """
    overrides: dict[str, Any] = {} if largest is None else {"LANDSCAPE_LARGEST": largest}
    with catalogue(**overrides) as session:
        make_ready(session, today(), now(), _tell)
        found = overview(session, today())
    if output == "json":
        click.echo(json.dumps(overview_to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(to_text(found)))


def _tell(done: int, total: int) -> None:
    click.echo(f"{done} of {total} systems scored", err=True)


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
        state = f"blocked by {len(line.blockers)}" if line.blockers else "stopped by terms" if line.only_terms else "free to go"
        yield f"\n{initiative.key}  {initiative.name}{needed}: {state}"
        for blocker in line.blockers:
            yield f"  - {blocker.system.name} ({blocker.system.key}), {distance(blocker)}"
            yield from (f"      {sentence}" for sentence in sentences(blocker))
        yield from (f"  - {obstacle.name} ({obstacle.key}, {obstacle.cause.value})" for obstacle in line.terms)


def distance(blocker: Blocker) -> str:
    """How far the blocking system is from what the initiative touches."""
    if blocker.direct:
        return "directly"
    steps = len(blocker.path)
    return "one step away" if steps == 1 else f"{steps} steps away"
