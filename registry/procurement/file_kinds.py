"""What kind of file something is, judged by what is in it and never by its name alone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import filetype

from registry.core.text import text as _
from registry.procurement.files import FileRefused

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is accepted: its media type and the endings that go with it."""

    media_type: str
    endings: tuple[str, ...]


KINDS = {
    kind.media_type: kind
    for kind in (
        Kind(PDF, ("pdf",)),
        Kind(f"{OFFICE}wordprocessingml.document", ("docx",)),
        Kind(f"{OFFICE}spreadsheetml.sheet", ("xlsx",)),
        Kind(f"{OFFICE}presentationml.presentation", ("pptx",)),
        Kind(f"{OPEN_DOCUMENT}text", ("odt",)),
        Kind(f"{OPEN_DOCUMENT}spreadsheet", ("ods",)),
        Kind("image/png", ("png",)),
        Kind("image/jpeg", ("jpg", "jpeg")),
    )
}
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings)
_OFFICE_PARTS = {
    "word/": f"{OFFICE}wordprocessingml.document",
    "xl/": f"{OFFICE}spreadsheetml.sheet",
    "ppt/": f"{OFFICE}presentationml.presentation",
}


def kind_of(data: bytes, filename: str) -> Kind:
    """The kind of the file. Raises FileRefused when it is none that is accepted, or is called something else than it is."""
    ending = filename.rpartition(".")[2].lower()
    kind = KINDS.get(_media_type(data))
    if kind is None:
        accepted = ", ".join(ENDINGS)
        raise FileRefused(_("{file} is no file of a kind that is kept here: {accepted}.", file=filename, accepted=accepted))
    if ending not in kind.endings:
        inside = kind.endings[0]
        raise FileRefused(_("{file} is really a {kind} file; give it that ending and try again.", file=filename, kind=inside))
    return kind


def _media_type(data: bytes) -> str:
    if data[:4] == b"PK\x03\x04":
        return _packed(data)
    guessed = filetype.guess(data[:8192])
    return str(guessed.mime) if guessed is not None else ""


def _packed(data: bytes) -> str:
    """Office files are zip archives; what is in them says which, and a macro makes them none that is kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.endswith("vbaProject.bin") for name in names):
                return ""
            if names[:1] == ["mimetype"]:
                return archive.open("mimetype").read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return next((found for part, found in _OFFICE_PARTS.items() if any(name.startswith(part) for name in names)), "")
