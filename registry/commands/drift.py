"""`registry drift`: what in a consumer's copy of a document the provider no longer has, or now does otherwise."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import click

from registry.commands.diff import placed
from registry.commands.language import LANGUAGES, wording_in
from registry.commands.sources import SUFFIXES, content_of, document_of
from registry.core.openapi.differences.telling import NOT_WHOLE
from registry.core.openapi.document import read
from registry.core.openapi.drift import GONE, STANDINGS, Drift, Standing, drift, to_json
from registry.core.openapi.reading import Unreadable
from registry.core.text import Text
from registry.core.text import text as _

HOLDS, BREAKS, UNREADABLE = 0, 1, 2
COLUMNS = ("consumer_repo", "provider_spec_file", "provider_repo_guess")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Pair:
    """A consumer's copy and the document it is a copy of; `published` is None when that is not among the published ones."""

    consumer: str
    copy: str
    published: str | None


@click.command("drift")
@click.argument("copy", metavar="COPY")
@click.argument("published", metavar="PUBLISHED")
@click.option(
    "--integrations", type=FILE, help="With two folders: a csv that tells which copy is of whose document; see docs/drift.md."
)
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="json is always English.")
def drift_command(copy: str, published: str, integrations: Path | None, style: str, language: str) -> None:
    """How a consumer's COPY of an OpenAPI document stands to what the provider has PUBLISHED.

    Both are files or addresses; with --integrations both are folders. Exit status: 0 when everything in the copy still holds, 1
    when calls made by it may fail, 2 when a document could not be read.
    """
    if integrations is None:
        found = drift(document_of(copy), document_of(published))
        if style == "json":
            click.echo(json.dumps(to_json(found), indent=2, ensure_ascii=False))
        else:
            _say(_lines(found), language)
        sys.exit(BREAKS if found.standing is Standing.BREAKS else HOLDS)
    outcomes = [(pair, _outcome(pair)) for pair in _pairs(Path(copy), Path(published), integrations)]
    if style == "json":
        click.echo(json.dumps({"copies": [_told(pair, found) for pair, found in outcomes]}, indent=2, ensure_ascii=False))
    else:
        _say(_table(outcomes), language)
    sys.exit(_status([found for _pair, found in outcomes]))


Outcome = Drift | Unreadable | None  # None: the provider's document is not there


def _outcome(pair: Pair) -> Outcome:
    if pair.published is None:
        return None
    try:
        return drift(read(content_of(pair.copy)), read(content_of(pair.published)))
    except Unreadable as problem:
        return problem


def _status(outcomes: list[Outcome]) -> int:
    if any(isinstance(found, Unreadable) for found in outcomes):
        return UNREADABLE
    return BREAKS if any(isinstance(found, Drift) and found.standing is Standing.BREAKS for found in outcomes) else HOLDS


def _pairs(copies: Path, published: Path, integrations: Path) -> Iterator[Pair]:
    """A pair for each row whose copy is in the folder, as CONSUMER__FILE; a copy is told once."""
    rows = csv.DictReader(StringIO(integrations.read_text(encoding="utf-8-sig")))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        found = ", ".join(rows.fieldnames or ())
        click.echo(f"{integrations}: the column “{missing[0]}” is missing; found are {found}", err=True)
        sys.exit(UNREADABLE)
    documents = {file.stem: str(file) for file in sorted(published.iterdir()) if file.suffix.lower() in SUFFIXES}
    seen = set()
    for row in rows:
        consumer, provider = (row[column].rpartition("/")[2] for column in (COLUMNS[0], COLUMNS[2]))
        file = copies / f"{consumer}__{row[COLUMNS[1]]}"
        if file.is_file() and file not in seen:
            seen.add(file)
            yield Pair(consumer, str(file), documents.get(provider))


def _say(lines: Iterator[tuple[int, Text]], language: str) -> None:
    say = wording_in(language).say
    for depth, line in lines:
        click.echo("  " * depth + " ".join(say(line).split()))


def _lines(found: Drift) -> Iterator[tuple[int, Text]]:
    yield 0, _headline(found)
    if not found.complete:
        yield 0, NOT_WHOLE
    yield from ((1, placed(change)) for change in found.changes)


def _headline(found: Drift) -> Text:
    return _(
        "{standing} ({copy} → {published}): {breaking} changes break it; gone are {operations} operations, {parameters} "
        "parameters, {fields} fields",
        standing=STANDINGS[found.standing],
        copy=found.copy_version or "–",
        published=found.published_version or "–",
        breaking=len(found.breaking),
        **{what: len(found.gone(what)) for what in GONE},
    )


def _table(outcomes: list[tuple[Pair, Outcome]]) -> Iterator[tuple[int, Text]]:
    compared = [found for _pair, found in outcomes if isinstance(found, Drift)]
    counts = {standing.value: sum(found.standing is standing for found in compared) for standing in Standing}
    counts["count"] = len(compared)
    yield (
        0,
        _(
            "{count} copies compared: {breaks} may fail, {errors} in errors only, {lacks} name what is gone, {current} hold",
            **counts,
        ),
    )
    for pair, found in outcomes:
        name = Path(pair.copy).name
        if isinstance(found, Drift):
            yield 0, _("{file}: {told}", file=name, told=_headline(found))
        elif found is None:
            yield 0, _("{file}: the provider's document is not among the published ones", file=name)
        else:
            yield 0, _("{file}: {told}", file=name, told=found.message)


def _told(pair: Pair, found: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"consumer": pair.consumer, "copy": pair.copy, "published": pair.published}
    if isinstance(found, Unreadable):
        return {**told, "error": str(found.message)}
    return {**told, **to_json(found)} if found is not None else told
