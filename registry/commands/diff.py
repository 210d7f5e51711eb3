"""`registry diff`: what changed between two documents, and whether the version was raised enough; needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from registry.commands.language import LANGUAGES, wording_in
from registry.commands.sources import document_of
from registry.core.openapi.differences import StepVerdict, differences
from registry.core.openapi.differences.telling import NOT_WHOLE, VERDICTS, demanded, to_json
from registry.core.text import Text
from registry.core.text import text as _

if TYPE_CHECKING:
    from registry.core.openapi.differences import Change, Differences
    from registry.core.openapi.lines import Position

RAISED_ENOUGH, NOT_ENOUGH = 0, 1


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="json is always English.")
def diff_command(old: str, new: str, style: str, language: str) -> None:
    """What changed from one OpenAPI document to another, which changes break a client, and which version step they demand.

    OLD and NEW are files or addresses, of any versions of OpenAPI. Exit status: 0 when nothing changed or the version was raised
    far enough, 1 when it was raised too little, went backwards or cannot be compared, 2 when a document could not be read.
    """
    found = differences(document_of(old), document_of(new))
    if style == "json":
        click.echo(json.dumps(to_json(found), indent=2, ensure_ascii=False))
    else:
        say = wording_in(language).say
        for depth, line in _lines(found):
            click.echo("  " * depth + " ".join(say(line).split()))
    unchanged = found.complete and not found.changes and found.verdict is StepVerdict.UNKNOWN
    enough = unchanged or found.verdict in (StepVerdict.RIGHT, StepVerdict.TOO_LARGE)
    sys.exit(RAISED_ENOUGH if enough else NOT_ENOUGH)


def _lines(found: Differences) -> Iterator[tuple[int, Text]]:
    """(how far it is indented, what it says), the answer first."""
    values = {"breaking": len(found.breaking), "additive": len(found.additive)}
    yield 0, _("{verdict}. Breaking changes: {breaking}, others: {additive}.", verdict=VERDICTS[found.verdict], **values)
    yield 0, demanded(found)
    if not found.complete:
        yield 0, NOT_WHOLE
    for title, changes in ((_("Breaks clients:"), found.breaking), (_("Does not break clients:"), found.additive)):
        if changes:
            yield 0, title
            yield from ((1, placed(change)) for change in changes)


def placed(change: Change) -> Text:
    """The change with its lines: in the old document, in the new one."""
    return _("line {old} → {new}: {message}", old=_shown(change.old), new=_shown(change.new), message=change.message)


def _shown(place: Position | None) -> str:
    if place is None:
        return "–"
    return f"{place.line}:{place.column}" if place.column is not None else str(place.line)
