"""The documents a document follows: the revision published before it, and that of the version before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, DocumentRevision, SpecificationDocument
from registry.core.openapi.differences.steps import levels


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A stored document that another follows."""

    document_id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Successor:
    """A document and its place: `version_id` is 0 and `number` alone tells the version when it is not registered yet."""

    version_id: int
    api_id: int
    number: str
    sha256: str


def predecessors_of(session: Session, found: Sequence[Successor]) -> Mapping[int, tuple[Predecessor, ...]]:
    """The predecessors of each document by its version's id: the revision before first; fixed number of queries."""
    revisions = _revisions(session, [one.version_id for one in found])
    versions = _versions(session, {one.api_id for one in found})
    made = {}
    for one in found:
        before = next((past for past in revisions[one.version_id] if past.sha256 != one.sha256), None)
        older = _version_before(one, versions[one.api_id])
        listed = [past for past in (before, older) if past is not None and past.sha256 != one.sha256]
        made[one.version_id] = tuple(dict.fromkeys(listed))
    return made


def _version_before(one: Successor, versions: Sequence[tuple[int, str, Predecessor]]) -> Predecessor | None:
    """The document of the greatest version below; None when the number is none that can be compared."""
    own = levels(one.number)
    if own is None:
        return None
    lower = [
        (number, document)
        for version_id, written, document in versions
        if version_id != one.version_id and (number := levels(written)) is not None and number < own
    ]
    return max(lower, key=lambda pair: pair[0])[1] if lower else None


def _revisions(session: Session, version_ids: Sequence[int]) -> defaultdict[int, list[Predecessor]]:
    """All revisions of each version, the newest first."""
    query = (
        select(DocumentRevision.api_version_id, DocumentRevision.document_id, SpecificationDocument.sha256)
        .join(SpecificationDocument, SpecificationDocument.id == DocumentRevision.document_id)
        .where(DocumentRevision.api_version_id.in_(version_ids))
        .order_by(DocumentRevision.id.desc())
    )
    found: defaultdict[int, list[Predecessor]] = defaultdict(list)
    for version_id, document_id, sha256 in session.execute(query):
        found[version_id].append(Predecessor(document_id, sha256))
    return found


def _versions(session: Session, api_ids: set[int]) -> defaultdict[int, list[tuple[int, str, Predecessor]]]:
    query = (
        select(ApiVersion.api_id, ApiVersion.id, ApiVersion.version, SpecificationDocument.id, SpecificationDocument.sha256)
        .join(SpecificationDocument, SpecificationDocument.id == ApiVersion.document_id)
        .where(ApiVersion.api_id.in_(api_ids))
    )
    found: defaultdict[int, list[tuple[int, str, Predecessor]]] = defaultdict(list)
    for api_id, version_id, number, document_id, sha256 in session.execute(query):
        found[api_id].append((version_id, number, Predecessor(document_id, sha256)))
    return found
