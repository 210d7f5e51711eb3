"""What `registry check --cache FOLDER` has answered, given again when question, documents, day and software are the same.

Whether a document is the same is told by its SHA-256. This imports next to nothing: starting a checker costs more than looking.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

OPTION = "--cache"
SUFFIXES = (".yaml", ".yml", ".json")
KEPT_DAYS = 30  # what is older is thrown away
_CORE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "core")
_ABSENT = "-"


def folder_in(arguments: Sequence[str]) -> str | None:
    """The folder that a call of `registry check` keeps its answers in; None for every other call."""
    if arguments[:1] != ["check"]:
        return None
    for place, argument in enumerate(arguments):
        if argument == OPTION and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith(f"{OPTION}="):
            return argument.removeprefix(f"{OPTION}=")
    return None


def give_again(folder: str, arguments: Sequence[str]) -> None:
    """Write the answer kept for `arguments` and end the process; return when there is none, or something has changed since."""
    try:
        with open(_place(folder, arguments), encoding="utf-8") as file:
            status, count = file.readline().split()
            lines = [file.readline().rstrip("\n").split("\t", 1) for _line in range(int(count))]
            if any(mark_of(path) != mark for mark, path in lines):
                return
            answer = file.read()
    except (OSError, ValueError):
        return
    sys.stdout.write(answer)
    sys.exit(int(status))


def keep(folder: str, arguments: Sequence[str], paths: Iterable[str], status: int, answer: str) -> None:
    """Keep the answer to `arguments`, which rests on what is at `paths` (files and folders)."""
    marks = [f"{mark_of(path)}\t{path}\n" for path in dict.fromkeys(paths)]
    if any("\n" in line[:-1] for line in marks):
        return  # a name with a line end in it
    write(_place(folder, arguments), f"{status} {len(marks)}\n{''.join(marks)}{answer}")


def mark_of(path: str) -> str:
    """The SHA-256 of a file, or of the names in a folder that are searched for documents."""
    if os.path.isdir(path):
        return sha256("\0".join(sorted(_documents_in(path))).encode("utf-8", "surrogateescape")).hexdigest()
    try:
        with open(path, "rb") as file:
            return sha256(file.read()).hexdigest()
    except OSError:
        return _ABSENT


def _documents_in(folder: str) -> Iterator[str]:
    for base, _folders, files in os.walk(folder):
        yield from (os.path.join(base, name) for name in files if name.lower().endswith(SUFFIXES))


def write(place: str, text: str) -> None:
    """Write an entry of the cache, whole or not at all, and throw away the old ones."""
    folder = os.path.dirname(place)
    try:
        os.makedirs(folder, exist_ok=True)
        part = f"{place}.{os.getpid()}"
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(part, place)
        oldest = time.time() - KEPT_DAYS * 86_400
        for entry in os.scandir(folder):
            if entry.stat().st_mtime < oldest:
                os.unlink(entry.path)
    except (OSError, UnicodeEncodeError):
        return  # a cache that cannot be written costs time, not the answer


def software() -> str:
    """What changes with the software that judges: size and time of every file of it."""
    parts = []
    for base, _folders, files in os.walk(_CORE):
        for name in sorted(files):
            if not name.endswith(".pyc"):
                found = os.stat(os.path.join(base, name))
                parts.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _place(folder: str, arguments: Sequence[str]) -> str:
    asked = "\0".join((software(), os.getcwd(), time.strftime("%Y-%m-%d"), *arguments))
    return os.path.join(folder, sha256(asked.encode("utf-8", "surrogateescape")).hexdigest() + ".answer")
