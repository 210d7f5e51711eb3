"""Documents named on the command line: files, folders and addresses, read without the web part."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from registry.commands.kept_answers import SUFFIXES as SUFFIXES
from registry.core.openapi.document import Document, NotADocument, read
from registry.core.openapi.reading import Limits, Unreadable
from registry.core.text import text as _

UNREADABLE = 2


class Named(NamedTuple):
    """A file or address to read. A document may lead into files of `folder` and below; None for what is fetched."""

    name: str
    folder: Path | None

    def read(self) -> tuple[bytes, Document]:
        """Its content and the document in it, put together from several files where it leads into them. Raises Unreadable."""
        data = content_of(self.name)
        document = read(data)
        return data, self.with_files(data) if self.leads_to_files(document) else document

    def leads_to_files(self, document: Document) -> bool:
        """Whether `document` has parts in other files of the folder."""
        if self.folder is None or not document.outside_references:
            return False
        from registry.core.openapi.bundle import leads_to_files

        return leads_to_files(document)

    def with_files(self, data: bytes, tried: list[str] | None = None) -> Document:
        """The document in `data` with its parts from other files. Raises Unreadable.

        The path of every file it leads to is put in `tried`, whether the file is there and can be read or not.
        """
        from registry.core.openapi.bundle import read_with_files

        assert self.folder is not None
        folder, tried = self.folder, [] if tried is None else tried

        def opened(name: str) -> bytes | None:
            tried.append(str(folder / name))
            return self._opened(name)

        root = Path(self.name).absolute().relative_to(folder.absolute()).as_posix()
        return read_with_files(root, data, opened, Limits())

    def files_in(self, document: Document) -> set[Path]:
        """The files that `document` was put together from."""
        return {self.folder / name for name, _text in document.texts if name} if self.folder is not None else set()

    def _opened(self, name: str) -> bytes | None:
        """A file of the folder; links, and whatever they would lead to, are not opened."""
        assert self.folder is not None
        path, inside = self.folder / name, self.folder.resolve()
        if path.resolve() != inside / name or not path.is_file():
            return None
        return content_of(str(path))


def named(sources: Iterable[str]) -> Iterator[Named]:
    """The files and addresses to check; a folder gives those in and below it, sorted, or itself when it has none."""
    for source in sources:
        path = Path(source)
        if is_address(source) or not path.is_dir():
            yield Named(source, None if is_address(source) else path.parent)
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        yield from (Named(str(file), path) for file in found or [path])


class Opened(NamedTuple):
    """A document that was read, and its content."""

    source: Named
    data: bytes
    document: Document


class Refused(NamedTuple):
    """What cannot be read, and why."""

    source: Named
    problem: Unreadable


def readable(sources: Iterable[str]) -> Iterator[Opened | Refused]:
    """Each document that was named; files of a folder that are only parts of a document there are passed over."""
    parts: set[Path] = set()
    waiting: list[Refused] = []
    for one in named(sources):
        try:
            data, document = one.read()
        except NotADocument as problem:
            waiting.append(Refused(one, problem))
        except Unreadable as problem:
            yield Refused(one, problem)
        else:
            parts |= one.files_in(document)
            yield Opened(one, data, document)
    yield from (each for each in waiting if Path(each.source.name) not in parts)


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
