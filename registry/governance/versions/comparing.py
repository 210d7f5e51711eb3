"""Stored documents compared: once for each pair of contents while this process lives, and large ones once for all processes."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import SpecificationDocument
from registry.core.openapi.differences import Differences, differences
from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Unreadable
from registry.governance.documents import content
from registry.governance.versions.kept import KeptComparisons

MOST_KEPT = 500
LARGE = 1_500_000
"""Bytes of both documents above which a page does not compare unasked: that takes seconds."""

_kept: dict[tuple[str, str], Differences | None] = {}


def compared(session: Session, old_id: int, new_id: int, *, asked: bool = True) -> Differences | None:
    """What changed between two stored documents.

    None when one of them can no longer be read, and when they are large and nobody `asked`.
    """
    stored = SpecificationDocument
    query = select(stored.id, stored.sha256, stored.size).where(stored.id.in_((old_id, new_id)))
    rows = {number: (sha256, size) for number, sha256, size in session.execute(query)}
    pair = rows[old_id][0], rows[new_id][0]
    if pair in _kept:
        return _kept[pair]
    large = rows[old_id][1] + rows[new_id][1] > LARGE
    files = KeptComparisons(Path(current_app.config["INSTANCE"]) / "comparisons")
    found = files.find(*pair) if large else None
    if found is None:
        if large and not asked:
            return None
        found = _compare(content(session, old_id), content(session, new_id))
        if large and found is not None:
            files.keep(*pair, found)
    if len(_kept) >= MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[pair] = found
    return found


def _compare(old: bytes, new: bytes) -> Differences | None:
    try:
        documents: list[Document] = [read(data) for data in (old, new)]
    except Unreadable:  # stored by a version of this software that could read it
        return None
    return differences(*documents)
