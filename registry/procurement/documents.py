"""Attach files to contracts, find them by their text, take them away; each kept in the history.

The history has them as a noun of their own, so that a contract's page does not name its documents to those who may not see them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from registry.contracts.documents import ContractDocument
from registry.contracts.models import Contract
from registry.core.text import text as _
from registry.db import history
from registry.db.search import SearchEntry, body_of
from registry.procurement import files
from registry.procurement.file_kinds import PDF, kind_of
from registry.procurement.pdf_text import pdf_text

NOUN = "contract_document"
MEGABYTE = 1024 * 1024
MOST_SHOWN = 200
UNTOUCHED_SECONDS = 24 * 3600
"""A file younger than this may belong to an upload that is still under way."""


def documents_of(session: Session, contract: Contract) -> Sequence[ContractDocument]:
    """The contract's files, the newest first."""
    query = select(ContractDocument).where(ContractDocument.contract_id == contract.id)
    return session.scalars(query.order_by(ContractDocument.id.desc()).limit(MOST_SHOWN)).all()


def attach(session: Session, store: files.Store, contract: Contract, filename: str, title: str, data: bytes) -> ContractDocument:
    """Keep a file with the contract and commit. Raises FileRefused when it is too large, of no kind that is kept, or infected."""
    filename = _plain(filename)
    if not data:
        raise files.FileRefused(_("{file} is empty.", file=filename))
    if len(data) > store.megabytes * MEGABYTE:
        most = store.megabytes
        raise files.FileRefused(
            _("{file} is larger than {most} megabytes, the most that is kept here.", file=filename, most=most)
        )
    kind = kind_of(data, filename)
    sha256 = files.keep(store, data)
    text = pdf_text(files.path_of(store.instance, sha256)) if kind.media_type == PDF else ""
    document = ContractDocument(
        contract_id=contract.id,
        title=title.strip()[:200] or filename,
        filename=filename,
        media_type=kind.media_type,
        size=len(data),
        sha256=sha256,
        has_text=bool(text.strip()),
        added_by=session.info.get("actor", "system"),
    )
    session.add(document)
    session.flush()
    session.execute(insert(SearchEntry).values(_findable(contract, document, text)))
    _log(session, document, contract, history.CREATED)
    session.commit()
    return document


def remove(session: Session, store: files.Store, document: ContractDocument) -> None:
    """Take the file away and commit; what is in it goes when no other document has the same content."""
    sha256 = document.sha256
    _log(session, document, document.contract, history.DELETED)
    session.execute(delete(SearchEntry).where(SearchEntry.noun == NOUN, SearchEntry.record_id == document.id))
    session.delete(document)
    session.commit()
    if session.scalar(select(ContractDocument.id).where(ContractDocument.sha256 == sha256).limit(1)) is None:
        files.forget(store.instance, sha256)


def sweep(session: Session, instance: Path) -> int:
    """Remove what deleted contracts left behind: search entries, and files that no document names. How many files went."""
    kept = select(ContractDocument.id)
    session.execute(delete(SearchEntry).where(SearchEntry.noun == NOUN, SearchEntry.record_id.not_in(kept)))
    session.commit()
    gone, before = 0, time.time() - UNTOUCHED_SECONDS
    for path in (instance / files.FOLDER).glob("??/*"):
        named = select(ContractDocument.id).where(ContractDocument.sha256 == path.name).limit(1)
        if path.stat().st_mtime < before and session.scalar(named) is None:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _plain(filename: str) -> str:
    """The file's name without folders and without characters that a header or a disk would take for something else."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    shown = "".join(character for character in name if character.isprintable() and character not in '"<>:|?*')
    stem, dot, ending = shown.strip(" .").rpartition(".")
    return f"{stem[:180]}{dot}{ending[:10]}" or "document"


def _findable(contract: Contract, document: ContractDocument, text: str) -> dict[str, object]:
    """What the search box finds the document by: its names, its contract and its text."""
    title = f"{document.title} ({contract.name})"[:400]
    body = body_of(document.title, document.filename, contract.name, contract.number, text)
    return {"noun": NOUN, "record_id": document.id, "key": contract.key, "title": title, "body": body}


def _log(session: Session, document: ContractDocument, contract: Contract, action: str) -> None:
    values = [None, document.filename] if action == history.CREATED else [document.filename, None]
    session.execute(
        insert(history.Change).values(
            actor=session.info.get("actor", "system"),
            request_id=session.info.get("request_id"),
            noun=NOUN,
            record_id=document.id,
            record_key=contract.key,
            action=action,
            values={"filename": values, "sha256": [document.sha256] if action == history.DELETED else [None, document.sha256]},
        )
    )
