"""Where a command's answer goes: to the terminal, or whole into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click


class CannotWrite(Exception):
    """A file could not be written; the message names it and says why."""

    def __init__(self, path: Path, problem: OSError) -> None:
        super().__init__(f"{path}: cannot be written: {problem.strerror or problem}")


def write(pieces: Iterable[str], path: Path | None) -> None:
    """Write `pieces` as they come; None is the terminal. Raises CannotWrite."""
    if path is None:
        for piece in pieces:
            click.echo(_encodable(piece), nl=False)
        return
    with writing(path) as put:
        for piece in pieces:
            put(piece)


@contextmanager
def writing(path: Path) -> Iterator[Callable[[str], None]]:
    """A function that writes to `path`, which gets its new content only when all of it is there. Raises CannotWrite."""
    whole = path.is_file() or not path.exists()  # a pipe or a device cannot be replaced
    target = path.with_name(f"{path.name}.part") if whole else path
    try:
        file = target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as problem:
        raise CannotWrite(path, problem) from None

    def put(piece: str) -> None:
        try:
            file.write(piece)
        except OSError as problem:
            raise CannotWrite(path, problem) from None

    try:
        with file:
            yield put
        if whole:
            target.replace(path)
    except OSError as problem:
        raise CannotWrite(path, problem) from None
    finally:
        if whole:
            target.unlink(missing_ok=True)


def _encodable(text: str) -> str:
    """`text` with what no encoding can hold (halves of characters, as in odd file names) spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
