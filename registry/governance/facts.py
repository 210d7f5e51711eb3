"""What the catalogue adds to a document before it is judged: the gateway's authentication, addresses, names, waivers."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from registry.apis.models import Api, ApiEnvironment, ApiVersion, SpecificationDocument
from registry.apis.models import Waiver as WaiverRecord
from registry.core.strategy.rule import Catalogue
from registry.core.strategy.verdict import Waiver
from registry.core.vocabulary import Authentication
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
    authentication: Authentication | None
    protection_level: int | None
    api_docs_url: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a verdict rests on beside the document; `sha256` changes with any of it, and when a waiver runs out."""

    catalogue: Catalogue
    waivers: tuple[Waiver, ...]
    sha256: str


def subjects(session: Session, version_ids: Sequence[int]) -> list[Subject]:
    """Those of the versions that have a document."""
    query = (
        select(
            ApiVersion.id,
            ApiVersion.api_id,
            SpecificationDocument.id,
            SpecificationDocument.sha256,
            SpecificationDocument.title,
            Api.authentication,
            Api.protection_level,
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
    addresses = _addresses(session, [subject.version_id for subject in listed])
    waivers = waivers_of(session, [subject.api_id for subject in listed], strategy.profile.id)
    return {
        subject.version_id: facts(
            Catalogue(
                systems=names.within(subject.title),
                addresses=addresses.get(subject.version_id, ()),
                authentication=subject.authentication,
                protection_level=subject.protection_level,
                api_docs_url=subject.api_docs_url,
            ),
            waivers.get(subject.api_id, ()),
            strategy,
            today,
        )
        for subject in listed
    }


def facts(catalogue: Catalogue, waivers: tuple[Waiver, ...], strategy: Strategy, today: date) -> Facts:
    """Facts with the fingerprint under which a verdict is kept."""
    told = {
        "strategy": strategy.mark,
        "systems": sorted(catalogue.systems or ()),
        "addresses": catalogue.addresses,
        "authentication": catalogue.authentication,
        "protection_level": catalogue.protection_level,
        "api_docs_url": catalogue.api_docs_url,
        "waivers": [
            (waiver.clause, waiver.pointer, waiver.reason, waiver.approver, waiver.expires.isoformat(), waiver.expires >= today)
            for waiver in waivers
        ],
    }
    sha256 = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return Facts(catalogue, waivers, sha256)


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


def _addresses(session: Session, version_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(ApiEnvironment.api_version_id, ApiEnvironment.url).where(ApiEnvironment.api_version_id.in_(version_ids))
    for version_id, url in session.execute(query.order_by(ApiEnvironment.url)):
        found[version_id].append(url)
    return {version_id: tuple(urls) for version_id, urls in found.items()}
