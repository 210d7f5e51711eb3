"""Consumers' copies of an API's documents, and whom a version would break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from registry.apis.models import ApiVersion, Consumer
from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.differences import Change
from registry.core.openapi.differences.steps import levels
from registry.core.openapi.drift import Drift, Standing, felt
from registry.core.openapi.lines import Position
from registry.core.vocabulary import Lifecycle
from registry.governance.documents import keep_document
from registry.governance.versions.comparing import compared
from registry.systems.models import System

MOST_CONSUMERS = 300
MOST_COPIES = 30  # different ones that a page compares with one version
GOING_ON = (None, VersionStatus.ACTIVE, VersionStatus.DEPRECATED)


def keep_copy(session: Session, consumer: Consumer, data: bytes, filename: str | None) -> None:
    """Keep `data` as the consumer's copy. Raises DocumentRefused and keeps nothing."""
    consumer.document = keep_document(session, data, filename)


def drift_of(session: Session, consumer: Consumer, target: ApiVersion, *, asked: bool = False) -> Drift | None:
    """How the consumer stands to what is published as `target`, by its copy or else by its own version's document.

    None when there is nothing to compare, or too much to do so unasked.
    """
    own = held_by(consumer)
    if own is None or target.document_id is None:
        return None
    found = compared(session, own, target.document_id, asked=asked)
    return felt(found) if found is not None else None


def kept_drifts(session: Session, consumers: Iterable[Consumer]) -> Iterator[tuple[Consumer, Drift | None]]:
    """How each consumer that has handed in a copy stands to the version it calls; None beyond MOST_COPIES different copies."""
    met: set[tuple[int, int]] = set()
    for consumer in consumers:
        if consumer.document_id is None:
            continue
        pair = consumer.document_id, consumer.api_version_id
        if pair in met or len(met) < MOST_COPIES:
            met.add(pair)
            yield consumer, drift_of(session, consumer, consumer.api_version, asked=True)
        else:
            yield consumer, None


def held_by(consumer: Consumer) -> int | None:
    """The document the consumer's client was made from, as far as anybody knows."""
    return consumer.document_id or consumer.api_version.document_id


@dataclass(slots=True)
class Broken:
    """One change and the consumers it breaks."""

    change: Change
    consumers: list[Consumer] = field(default_factory=list)


@dataclass(slots=True)
class Outlook:
    """What `target` means for the consumers: of its own, today; of earlier versions, when they move to it."""

    target: ApiVersion
    broken: list[Broken]
    breaking: list[Consumer]
    in_errors: list[Consumer]
    unharmed: list[Consumer]
    unknown: list[Consumer]

    @property
    def compared(self) -> int:
        return len(self.breaking) + len(self.in_errors) + len(self.unharmed)


def consumers_of(session: Session, api_id: int) -> Sequence[Consumer]:
    """The API's consumers of versions that go on, by the name of their system; retired systems left out."""
    query = (
        select(Consumer)
        .join(ApiVersion, ApiVersion.id == Consumer.api_version_id)
        .join(System, System.id == Consumer.system_id)
        .where(ApiVersion.api_id == api_id, System.lifecycle != Lifecycle.RETIRED)
        .options(joinedload(Consumer.system), joinedload(Consumer.api_version), joinedload(Consumer.document))
        .order_by(System.name, Consumer.id)
        .limit(MOST_CONSUMERS)
    )
    return session.scalars(query).all()


def outlooks(session: Session, versions: Iterable[ApiVersion], consumers: Sequence[Consumer]) -> list[Outlook]:
    """For each version that goes on, the highest first: whom it breaks. A version without consumers to tell is left out."""
    going_on = [version for version in versions if version.status in GOING_ON and version.document_id is not None]
    found = [_outlook(session, version, [one for one in consumers if _concerned(one, version)]) for version in going_on]
    made = [outlook for outlook in found if outlook.compared or outlook.unknown]
    return sorted(made, key=lambda outlook: levels(outlook.target.version) or (-1, 0, 0), reverse=True)


def _concerned(consumer: Consumer, target: ApiVersion) -> bool:
    """Whether the consumer calls the version by a copy of its own, or an earlier one from which it will move."""
    if consumer.api_version_id == target.id:
        return consumer.document_id is not None
    own, other = levels(consumer.api_version.version), levels(target.version)
    return own is not None and other is not None and own < other


def _outlook(session: Session, target: ApiVersion, consumers: Sequence[Consumer]) -> Outlook:
    outlook = Outlook(target, [], [], [], [], [])
    by_change: dict[tuple[str, Position | None], Broken] = {}
    lists = {Standing.BREAKS: outlook.breaking, Standing.ERRORS: outlook.in_errors}
    drifts: dict[int | None, Drift | None] = {None: None}
    for consumer in consumers:
        own = held_by(consumer)
        if own not in drifts and len(drifts) <= MOST_COPIES:
            drifts[own] = drift_of(session, consumer, target)
        drift = drifts.get(own)
        if drift is None:
            outlook.unknown.append(consumer)
            continue
        lists.get(drift.standing, outlook.unharmed).append(consumer)
        for change in drift.breaking:
            place = str(change.message), change.new
            by_change.setdefault(place, Broken(change)).consumers.append(consumer)
    outlook.broken = sorted(by_change.values(), key=lambda one: (one.change.in_errors, -len(one.consumers)))
    return outlook
