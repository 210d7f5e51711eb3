"""Several files that make one document, packed into one zip archive: taken out with care, and packed so that equal files give
equal bytes.

Nothing is written to disk. Names that lead out of the archive, links, encrypted entries and archives that unpack to more than a
document may hold are refused.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath

from registry.core.openapi.reading import Limits, Unreadable
from registry.core.text import text as _

MOST_FILES = 3_000
SUFFIXES = (".yaml", ".yml", ".json")
_MAGIC = b"PK\x03\x04"
_ROOT = b"root="
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def is_archive(data: bytes) -> bool:
    """Whether `data` begins as zip archives do."""
    return data.startswith(_MAGIC)


def packed(files: Mapping[str, bytes], root: str) -> bytes:
    """An archive of `files` whose document is `root`; the same files always give the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), files[name], zipfile.ZIP_DEFLATED)
        archive.comment = _ROOT + root.encode()[:1000]
    return buffer.getvalue()


def unpacked(data: bytes, limits: Limits) -> tuple[dict[str, bytes], str]:
    """The YAML and JSON files of an archive by name, and the name of its document where it says so. Raises Unreadable."""
    if len(data) > limits.size:
        raise Unreadable(_("The document is {size} bytes; at most {limit} are read", size=len(data), limit=limits.size))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            comment = archive.comment
            files = _taken_out(archive, limits)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
        RuntimeError,
    ) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(_("The zip archive cannot be read: {problem}", problem=str(problem)[:200])) from None
    root = comment.removeprefix(_ROOT).decode("utf-8", "replace") if comment.startswith(_ROOT) else ""
    return files, root if root in files else ""


def _taken_out(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise Unreadable(_("The archive holds {number} files; at most {most} are read", number=len(entries), most=MOST_FILES))
    files: dict[str, bytes] = {}
    left = limits.size
    for entry in entries:
        name = _safe_name(entry)
        if not name.lower().endswith(SUFFIXES):
            continue
        if name in files:
            raise Unreadable(_("The archive holds {name} twice", name=name))
        with archive.open(entry) as file:
            content = file.read(left + 1)  # what the entry says of its size is not to be trusted
        left -= len(content)
        if left < 0:
            raise Unreadable(_("The archive unpacks to more than {limit} bytes", limit=limits.size))
        files[name] = content
    if not files:
        raise Unreadable(_("The archive holds no {suffixes} file", suffixes=", ".join(SUFFIXES)))
    return files


def _safe_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name, when it names a plain file inside the archive. Raises Unreadable."""
    name = entry.filename
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable(_("{name} is a link; an archive may hold plain files only", name=name[:200]))
    if entry.flag_bits & 1:
        raise Unreadable(_("{name} is encrypted", name=name[:200]))
    if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts or not name.isprintable():
        raise Unreadable(_("{name} leads out of the archive", name=name[:200]))
    return str(PurePosixPath(name))
