"""Documents named on the command line: files, folders and addresses, read without the web part."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from registry.commands.kept_answers import SUFFIXES as SUFFIXES
from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Limits, Unreadable
from registry.core.text import text as _

UNREADABLE = 2


def files_of(sources: Iterable[str]) -> Iterator[str]:
    """The files and addresses to check; a folder gives those in and below it, sorted, or itself when it has none."""
    for source in sources:
        path = Path(source)
        if is_address(source) or not path.is_dir():
            yield source
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        yield from map(str, found or [path])


def is_address(source: str) -> bool:
    """Whether `source` is fetched rather than opened."""
    return source.lower().startswith(("http://", "https://"))


def content_of(source: str) -> bytes:
    """The content of a file or address. Raises Unreadable."""
    if is_address(source):
        return _fetched(source)
    path = Path(source)
    if path.is_dir():
        raise Unreadable(_("The folder holds no {suffixes} file", suffixes=", ".join(SUFFIXES)))
    try:
        with path.open("rb") as file:
            return file.read(Limits().size + 1)  # one byte more than is accepted tells that there is too much
    except OSError as problem:
        raise Unreadable(_("The file cannot be opened: {problem}", problem=problem.strerror or str(problem))) from None


def document_of(source: str) -> Document:
    """The document in a file or at an address; ends the command with status 2, saying why, when it cannot be read."""
    try:
        return read(content_of(source))
    except Unreadable as problem:
        place = f"{source}:{problem.line}" if problem.line else source
        click.echo(f"{place}: could not be read: {problem.message}", err=True)
        sys.exit(UNREADABLE)


def _fetched(address: str) -> bytes:
    from registry.kit.fetch import FetchRefused, fetch

    try:
        return bytes(fetch(address).data)
    except FetchRefused as refusal:
        message = getattr(refusal, "message", str(refusal))
        raise Unreadable(_("The address was not read: {problem}", problem=message)) from None
