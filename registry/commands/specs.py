"""`registry specs`: bring a folder of published documents into the catalogue, and check all documents again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

ACTOR = "command"
UNREADABLE = 2
TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("specs")
def specs_group() -> None:
    """Published OpenAPI documents."""


@specs_group.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--integrations", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Who calls whom (csv or xlsx)."
)
@click.option("--systems", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Products in use (csv or xlsx).")
@click.option("--skip-unreadable", is_flag=True, help="Leave out documents that cannot be read, and name them.")
def import_(folder: Path, integrations: Path | None, systems: Path | None, skip_unreadable: bool) -> None:
    """Make systems, APIs, versions, consumers and dependencies from FOLDER, and check every document.

    Each file is a service of its own, named after the file. All of it is written, or nothing; a second time nothing changes.
    Exit status 2 when something cannot be read.
    """
    from registry.governance.settling import settle

    estate = _estate(folder, integrations, systems, skip_unreadable)
    for message in estate.skipped:
        click.echo(f"left out: {message}")
    if estate.problems:
        for message in estate.problems:
            click.echo(message, err=True)
        click.echo(f"Nothing was written: {len(estate.problems)} problems.", err=True)
        raise SystemExit(UNREADABLE)
    with _session(f"Import of specifications from {folder.name}") as (session, today):
        settled = settle(session, estate, click.echo)
        summary = _check(session, today)
        session.commit()
    for noun, number in settled.added.items():
        click.echo(f"{number} {noun} added")
    click.echo(f"{settled.published} documents published, {settled.linked} dependencies linked to an API version")
    click.echo(f"{settled.changes} changes. {_told(summary)}")


@specs_group.command("check")
def check() -> None:
    """Check every published document again: run it daily, because waivers run out."""
    with _session(None) as (session, today):
        summary = _check(session, today)
        session.commit()
    click.echo(_told(summary))


@specs_group.command("refresh")
@click.option("--all", "everything", is_flag=True, help="Ask those too that failed and are not to be tried again yet.")
def refresh(everything: bool) -> None:
    """Fetch published documents again, and check those that changed: run it every hour or night.

    Asks each API version's published address, many hosts at once and each host one address at a time. Exit status 2 when
    another run is under way.
    """
    from registry.governance.watch import runs

    with _session(runs.REASON) as (session, _today):
        try:
            run = runs.begin(session, ACTOR)
        except runs.UnderWay as other:
            click.echo(f"Run {other.run.id} is under way, started {other.run.asked_at:%Y-%m-%d %H:%M} UTC.", err=True)
            raise SystemExit(UNREADABLE) from None
        runs.refresh(session, run, everything, lambda done, total: click.echo(f"{done} of {total} addresses asked"))
        session.refresh(run)
        click.echo("\n".join(_met(run)))


def _met(run: Any) -> Iterator[str]:
    """A line for each document that changed and each address that gave none, and the sum."""
    from registry.core.strategy.record import text_from_json

    for met in run.met:
        if met["kind"] == "unasked":
            continue
        told = text_from_json(met["problem"]) if met["problem"] else f"{_score(met['before'])} -> {_score(met['after'])}"
        yield f"{met['kind']}: {met['title']} ({met['version']}): {told}"
    kinds = [met["kind"] for met in run.met]
    changed, failed, unasked = (kinds.count(kind) for kind in ("changed", "failed", "unasked"))
    unchanged = run.done - len(kinds)
    yield f"{changed} changed, {unchanged} unchanged, {failed} without a document, {unasked} left for the next time"


def _score(outcome: Any) -> str:
    return "not checked" if outcome is None else f"{outcome['verdict']}, score {outcome['score']}"


def _estate(folder: Path, integrations: Path | None, systems: Path | None, skip_unreadable: bool) -> Any:
    """What the files tell, with everything that is wrong with them."""
    from registry.governance.estate import Estate
    from registry.governance.folder import read_folder
    from registry.governance.integrations import read_integrations
    from registry.governance.products import Products, read_products

    estate = Estate()
    click.echo(f"Reading {folder.name}")
    read_folder(folder, estate, skip_unreadable=skip_unreadable)
    listed = _table(systems, estate)
    products = read_products(listed, systems.name, estate) if systems is not None and listed is not None else Products()
    table = _table(integrations, estate)
    if integrations is not None and table is not None:
        read_integrations(table, integrations.name, estate, products)
    products.add_rest(estate)
    return estate


def _table(path: Path | None, estate: Any) -> Any:
    from registry.kit.spreadsheets import TableUnreadable, read_table

    if path is None:
        return None
    try:
        return read_table(path.read_bytes(), path.name)
    except TableUnreadable as problem:
        estate.problems.append(f"{path.name}: {problem.message}")
        return None


@contextmanager
def _session(reason: str | None) -> Iterator[tuple[Any, Any]]:
    """The database of this installation and today's date."""
    from registry.app import create_app
    from registry.core.strategy.profile import BadProfile
    from registry.db import history
    from registry.kit import clock
    from registry.kit.database import opened

    with opened(create_app()) as session:
        history.note(session, actor=ACTOR, reason=reason)
        try:
            yield session, clock.today()
        except BadProfile as problem:
            raise click.ClickException(str(problem)) from problem


def _check(session: Any, today: Any) -> Any:
    from registry.governance.operations import check_all

    return check_all(session, today, lambda done, total: click.echo(f"{done} of {total} documents checked"))


def _told(summary: Any) -> str:
    return f"{summary.published} documents, {summary.judged} checked anew, {summary.failing} break a MUST clause."
