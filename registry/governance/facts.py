"""What the catalogue adds to a document before it is judged: the API's record and versions, names, waivers, attestations, and
the documents it follows."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from registry.apis.models import Api, ApiVersion, SpecificationDocument
from registry.apis.models import Attestation as AttestationRecord
from registry.apis.models import Waiver as WaiverRecord
from registry.core.api_vocabulary import VersionStatus
from registry.core.strategy.lifecycle import (
    CLASSIFIED_MONTHS,
    MOVE_MONTHS,
    SILENT_MONTHS,
    Entry,
    Version,
    months_after,
    turning_days,
)
from registry.core.strategy.rule import Catalogue
from registry.core.strategy.verdict import Attestation, Waiver
from registry.governance.lives import Life, lives_of, unregistered
from registry.governance.predecessors import Predecessor, Successor, predecessors_of
from registry.governance.product_names import ProductNames, registered
from registry.governance.strategy import Strategy

NOBODY = "–"


@dataclass(frozen=True, slots=True)
class Subject:
    """An API version with a published document, as far as the check needs it."""

    version_id: int
    api_id: int
    document_id: int
    sha256: str
    title: str
    key: str
    number: str
    api_docs_url: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a verdict rests on beside the document.

    `sha256` changes with any of it, and when a day passes after which the verdict may be another.
    """

    catalogue: Catalogue
    waivers: tuple[Waiver, ...]
    sha256: str
    attestations: tuple[Attestation, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()


def subjects(session: Session, version_ids: Sequence[int]) -> list[Subject]:
    """Those of the versions that have a document."""
    query = (
        select(
            ApiVersion.id,
            ApiVersion.api_id,
            SpecificationDocument.id,
            SpecificationDocument.sha256,
            SpecificationDocument.title,
            ApiVersion.key,
            ApiVersion.version,
            Api.api_docs_url,
        )
        .join(Api, Api.id == ApiVersion.api_id)
        .join(SpecificationDocument, SpecificationDocument.id == ApiVersion.document_id)
        .where(ApiVersion.id.in_(version_ids))
        .order_by(ApiVersion.id)
    )
    return [Subject(*row[:4], row[4] or "", *row[5:]) for row in session.execute(query)]


def facts_of(
    session: Session, found: Iterable[Subject], strategy: Strategy, today: date, names: ProductNames | None = None
) -> dict[int, Facts]:
    """The facts by version id, for many versions with a fixed number of queries."""
    listed = list(found)
    names = names or registered(session)
    api_ids = list({subject.api_id for subject in listed})
    lives = lives_of(session, api_ids)
    waivers = waivers_of(session, api_ids, strategy.profile.id)
    attestations = attestations_of(session, api_ids, strategy.profile.id)
    before = predecessors_of(session, [Successor(one.version_id, one.api_id, one.number, one.sha256) for one in listed])
    made = {}
    for subject in listed:
        catalogue = Catalogue(systems=names.within(subject.title), api_docs_url=subject.api_docs_url)
        catalogue = _registered(catalogue, lives.get(subject.api_id) or unregistered(), subject)
        plain = facts(catalogue, waivers.get(subject.api_id, ()), strategy, today)
        made[subject.version_id] = _with(plain, attestations.get(subject.api_id, ()), before[subject.version_id], today)
    return made


def _registered(catalogue: Catalogue, life: Life, subject: Subject) -> Catalogue:
    """With the API's record and versions, and a version that publishing would register as it would then be: empty."""
    own = next((one for one in life.versions if one.key == subject.key), None)
    made = () if own is not None else (Version(subject.key, subject.number),)
    return catalogue._replace(
        addresses=tuple(sorted(instance.url for instance in own.instances)) if own is not None else (),
        authentication=life.entry.authentication,
        protection_level=life.entry.protection_level,
        entry=life.entry,
        versions=life.versions + made,
        version=subject.key,
    )


def facts(catalogue: Catalogue, waivers: tuple[Waiver, ...], strategy: Strategy, today: date) -> Facts:
    """Facts with the fingerprint under which a verdict is kept."""
    told = {
        "strategy": strategy.mark,
        "systems": sorted(catalogue.systems or ()),
        "addresses": catalogue.addresses,
        "authentication": catalogue.authentication,
        "protection_level": catalogue.protection_level,
        "api_docs_url": catalogue.api_docs_url,
        "entry": _told_of(catalogue.entry),
        "versions": [_told_of_version(version)._asdict() for version in catalogue.versions],
        "passed": [day for day in _days(catalogue, strategy) if day < today],
        "waivers": [
            (waiver.clause, waiver.pointer, waiver.reason, waiver.approver, waiver.expires.isoformat(), waiver.expires >= today)
            for waiver in waivers
        ],
    }
    return Facts(catalogue, waivers, _fingerprint(told))


def _with(plain: Facts, attestations: tuple[Attestation, ...], before: tuple[Predecessor, ...], today: date) -> Facts:
    """`plain` with what a registered API has beside."""
    told = {
        "plain": plain.sha256,
        "attestations": [(answer._asdict(), answer.holds(today)) for answer in attestations],
        "predecessors": [one.sha256 for one in before],
    }
    return replace(plain, sha256=_fingerprint(told), attestations=attestations, predecessors=before)


def _fingerprint(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _told_of(entry: Entry | None) -> object:
    return None if entry is None else {**entry._asdict(), "missing": [name for name, _label in entry.missing]}


def _told_of_version(version: Version) -> Version:
    """Calls come every day; they bear on nothing until the version is retired."""
    return version if version.status is VersionStatus.RETIRED else version._replace(last_call_on=None)


def _days(catalogue: Catalogue, strategy: Strategy) -> list[date]:
    """The days after which a verdict may be another though nobody has touched the catalogue."""
    profile = strategy.profile
    days = turning_days(
        catalogue.versions,
        profile.number("time-to-move", "months", MOVE_MONTHS),
        profile.number("unused-versions-removed", "months", SILENT_MONTHS),
    )
    classified = catalogue.entry.classified_on if catalogue.entry is not None else None
    if classified is not None:
        days.append(months_after(classified, profile.number("classified-information", "months", CLASSIFIED_MONTHS)))
    return sorted(days)


def waivers_of(session: Session, api_ids: Sequence[int], profile: str) -> Mapping[int, tuple[Waiver, ...]]:
    """The waivers of each API, those that ran out too: the report then says that they did."""
    found: defaultdict[int, list[Waiver]] = defaultdict(list)
    query = (
        select(WaiverRecord)
        .where(WaiverRecord.api_id.in_(api_ids), WaiverRecord.profile == profile)
        .options(joinedload(WaiverRecord.approved_by))
        .order_by(WaiverRecord.id)
    )
    for record in session.scalars(query):
        approver = record.approved_by.name if record.approved_by is not None else NOBODY
        found[record.api_id].append(Waiver(record.clause, record.pointer or "", record.reason, approver, record.expires_on))
    return {api_id: tuple(waivers) for api_id, waivers in found.items()}


def attestations_of(session: Session, api_ids: Sequence[int], profile: str) -> Mapping[int, tuple[Attestation, ...]]:
    """The answers people have given for each API; those to be reviewed too, which then say so."""
    found: defaultdict[int, list[Attestation]] = defaultdict(list)
    query = (
        select(AttestationRecord)
        .where(AttestationRecord.api_id.in_(api_ids), AttestationRecord.profile == profile)
        .options(joinedload(AttestationRecord.attested_by))
        .order_by(AttestationRecord.id)
    )
    for row in session.scalars(query):
        by = row.attested_by.name if row.attested_by is not None else NOBODY
        answer = Attestation(row.clause, row.followed, row.grounds, by, row.attested_on, row.review_on, f"attestation/{row.key}")
        found[row.api_id].append(answer)
    return {api_id: tuple(answers) for api_id, answers in found.items()}
