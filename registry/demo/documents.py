"""Give the demonstration's API versions their published documents, and check those against the strategy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, DocumentRevision
from registry.core.text import Text
from registry.core.text import text as _
from registry.demo.copies import keep_copies
from registry.demo.published import answer, publish_earlier
from registry.governance.operations import check_all, store_document
from registry.governance.own_strategies import save_text

INDEX = Path(__file__).parent / "documents.yaml"
STRATEGY = Path(__file__).parent / "strategy.yaml"


def publish(session: Session, today: date, specs_folder: Path, progress: Callable[[Text], None]) -> None:
    """Store the document of each version that `specs_folder` has one for, then check them all."""
    documents = listed()
    keys = [key_of(document) for document in documents]
    new = session.scalar(select(DocumentRevision.id).limit(1)) is None
    if new:
        publish_earlier(session, today, specs_folder, dict(zip(keys, (document["file"] for document in documents), strict=True)))
    versions = {version.key: version for version in session.scalars(select(ApiVersion).where(ApiVersion.key.in_(keys)))}
    for key, document in zip(keys, documents, strict=True):
        data = (specs_folder / document["file"]).read_bytes()
        store_document(session, versions[key], data, document["file"], versions[key].specification_url)
    keep_copies(session, specs_folder)
    progress(_("{count} published documents", count=len(documents)))
    check_all(session, today)
    if new:
        answer(session, today)
    progress(_("Checked against the API strategy"))
    text = STRATEGY.read_text(encoding="utf-8")
    save_text(session, text, STRATEGY.name, "Ett första förslag, inte satt i kraft", "demo")


def listed() -> list[dict[str, Any]]:
    """What the index says of each document; it stands here, so that the folder of documents holds nothing else."""
    index = yaml.safe_load(INDEX.read_text(encoding="utf-8"))
    documents: list[dict[str, Any]] = index["documents"]
    return documents


def key_of(document: dict[str, Any]) -> str:
    """The catalogue's key of the API version that a document of the index belongs to."""
    return f"{document['api']}-{document['version']}"
