"""The documents of an API that can be set side by side: every revision of every version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, DocumentRevision, SpecificationDocument
from registry.core.openapi.differences.steps import levels
from registry.governance.predecessors import Successor, predecessors_of

MOST = 300
"""So many revisions of one API can be chosen from, the newest."""


@dataclass(frozen=True, slots=True)
class Side:
    """One stored document in its place. `current` tells whether it is the one its version has now."""

    revision_id: int
    version_id: int
    version_key: str
    number: str
    document_id: int
    sha256: str
    size: int
    published_at: datetime
    current: bool

    @property
    def asked(self) -> int | None:
        """What the page of the document takes as its revision: none for the present one."""
        return None if self.current else self.revision_id


def sides_of(session: Session, api_id: int) -> list[Side]:
    """Every revision of the API's versions, the highest version first, of each the newest first."""
    document = SpecificationDocument
    query = (
        select(
            DocumentRevision.id,
            ApiVersion.id,
            ApiVersion.key,
            ApiVersion.version,
            document.id,
            document.sha256,
            document.size,
            DocumentRevision.published_at,
            ApiVersion.document_id,
        )
        .join(ApiVersion, ApiVersion.id == DocumentRevision.api_version_id)
        .join(document, document.id == DocumentRevision.document_id)
        .where(ApiVersion.api_id == api_id)
        .order_by(DocumentRevision.id.desc())
        .limit(MOST)
    )
    found: list[Side] = []
    current: set[int] = set()
    for revision_id, version_id, key, number, document_id, sha256, size, published_at, present in session.execute(query):
        is_current = document_id == present and version_id not in current
        current |= {version_id} if is_current else set()
        found.append(Side(revision_id, version_id, key, number, document_id, sha256, size, published_at, is_current))
    return sorted(found, key=lambda side: (levels(side.number) or (-1, 0, 0), side.version_id, side.revision_id), reverse=True)


def before(session: Session, version: ApiVersion, sides: Sequence[Side]) -> list[tuple[Side, Side]]:
    """(earlier, present) for the revision before the version's document, and for the version before."""
    present = next((side for side in sides if side.version_id == version.id and side.current), None)
    if present is None:
        return []
    place = Successor(version.id, version.api_id, version.version, present.sha256)
    found = []
    for earlier in predecessors_of(session, [place])[version.id]:
        same = [side for side in sides if side.document_id == earlier.document_id]
        found += [(side, present) for side in sorted(same, key=lambda side: side.version_id != version.id)[:1]]
    return found


def chosen(sides: Sequence[Side], old: str | None, new: str | None) -> tuple[Side | None, Side | None]:
    """The sides with those revision numbers; without a choice the newest that is in force, and the one before it."""
    known = {str(side.revision_id): side for side in sides}
    current = [side for side in sides if side.current]
    after = known.get(new or "") or next(iter(current or sides), None)
    earlier = [side for side in current + list(sides) if after is not None and side.revision_id < after.revision_id]
    others = [side for side in sides if side is not after]
    return known.get(old or "") or next(iter(earlier or others), None), after
