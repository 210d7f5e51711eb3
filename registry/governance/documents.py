"""Published documents as they come in: read, refused with a reason, or kept once per content."""

from __future__ import annotations

import contextlib
import hashlib
import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, DocumentRevision, SpecificationDocument
from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Unreadable
from registry.core.strategy.credentials import known_by_form
from registry.core.text import Text
from registry.core.text import text as _

with contextlib.suppress(ImportError):
    # Version 0.2.3 ends the process when the thread that first imports it is gone: import it before there are threads.
    import openapi_spec_validator_rs  # noqa: F401

UNNAMED = _("The document")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
_LENGTHS = {"title": 400, "version": 100, "openapi": 20, "filename": 255, "source": 2000}


class DocumentRefused(ValueError):
    """The bytes cannot be published; `message` names the file, the line and what is wrong."""

    def __init__(self, message: Text, line: int | None = None) -> None:
        super().__init__(str(message))
        self.message, self.line = message, line


def read_document(data: bytes, filename: str | None) -> Document:
    """The document in `data`. Raises DocumentRefused when it cannot be judged, or holds a key that would then be shown to all."""
    name = filename or UNNAMED
    try:
        document = read(data)
    except Unreadable as problem:
        raise DocumentRefused(_told(name, problem.message, problem.line), problem.line) from None
    for file, text in document.texts:
        secret = next(known_by_form(text), None)
        if not secret:
            continue
        line = text.count("\n", 0, secret.start) + 1
        message = _("Here stands what looks like a key or token; replace it by a placeholder, and withdraw it if it is real")
        raise DocumentRefused(_told(f"{name}, {file}" if file else name, message, line), line)
    return document


def _told(name: str | Text, problem: Text, line: int | None) -> Text:
    if line is None:
        return _("{file}: {problem}.", file=name, problem=problem)
    return _("{file}, line {line}: {problem}.", file=name, line=line, problem=problem)


def store_document(
    session: Session, version: ApiVersion, data: bytes, filename: str | None = None, source: str | None = None
) -> SpecificationDocument:
    """Publish `data` as a revision of `version`; equal content is stored once. Raises DocumentRefused and stores nothing."""
    stored = keep_document(session, data, filename, source)
    if version.document_id != stored.id:
        version.document = stored
        session.flush()
        session.add(DocumentRevision(api_version_id=version.id, document_id=stored.id))
    return stored


def keep_document(session: Session, data: bytes, filename: str | None = None, source: str | None = None) -> SpecificationDocument:
    """The stored document with this content, stored now unless it is there. Raises DocumentRefused and stores nothing."""
    document = read_document(data, filename)
    return _kept(session, document.sha256) or _keep(session, document, data, filename, source)


def content(session: Session, document_id: int) -> bytes:
    """The bytes of a stored document."""
    found = session.scalar(select(SpecificationDocument.content).where(SpecificationDocument.id == document_id))
    if found is None:
        raise LookupError(document_id)
    return found


def _kept(session: Session, sha256: str) -> SpecificationDocument | None:
    return session.scalars(select(SpecificationDocument).where(SpecificationDocument.sha256 == sha256)).one_or_none()


def _keep(session: Session, document: Document, data: bytes, filename: str | None, source: str | None) -> SpecificationDocument:
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    told = {"title": document.title, "version": document.version, "openapi": document.openapi_version}
    told |= {"filename": filename or "", "source": source or ""}
    columns = {name: _storable(value)[: _LENGTHS[name]] or None for name, value in told.items()}
    stored = SpecificationDocument(sha256=document.sha256, content=data, size=len(data), **columns)
    try:
        with session.begin_nested():
            session.add(stored)
    except IntegrityError:  # somebody stored the same content at the same moment
        kept = _kept(session, document.sha256)
        if kept is None:
            raise
        return kept
    return stored


def _storable(text: str) -> str:
    """`text` on one line, without the characters that databases refuse."""
    return _UNPRINTABLE.sub(" ", text).strip()
