"""The API's own record and the lives of its versions, as the check takes them from the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from registry.apis.models import Api, ApiEnvironment, ApiVersion, Consumer
from registry.apis.resource import api as api_resource
from registry.core.strategy.lifecycle import Client, Entry, Instance, Version
from registry.systems.models import System


@dataclass(frozen=True, slots=True)
class Life:
    """One API: its record, and its versions in no order."""

    entry: Entry
    versions: tuple[Version, ...]


def lives_of(session: Session, api_ids: Sequence[int]) -> Mapping[int, Life]:
    """The life of each API by its id, for many APIs with a fixed number of queries."""
    query = select(Api).where(Api.id.in_(api_ids)).options(joinedload(Api.classified_by))
    versions = _versions(session, api_ids)
    return {api.id: Life(_entry(api), tuple(versions[api.id])) for api in session.scalars(query)}


def unregistered() -> Life:
    """An API that publishing a document would register: nothing of its record is filled in."""
    return Life(Entry("", tuple((name, field.label) for name, field in api_resource.fields.items())), ())


def _entry(api: Api) -> Entry:
    missing = tuple(
        (name, field.label) for name, field in api_resource.fields.items() if getattr(api, field.attribute) in (None, "")
    )
    by = api.classified_by.name if api.classified_by is not None else None
    return Entry(api.key, missing, api.protection_level, api.classified_on, by, api.authentication, api.rate_limit)


def _versions(session: Session, api_ids: Sequence[int]) -> defaultdict[int, list[Version]]:
    rows = session.scalars(select(ApiVersion).where(ApiVersion.api_id.in_(api_ids)).order_by(ApiVersion.id)).all()
    ids = [row.id for row in rows]
    instances, clients = _instances(session, ids), _clients(session, ids)
    found: defaultdict[int, list[Version]] = defaultdict(list)
    for row in rows:
        version = Version(
            row.key,
            row.version,
            row.status,
            row.active_on,
            row.deprecated_on,
            row.retired_on,
            row.last_call_on,
            tuple(instances[row.id]),
            tuple(clients[row.id]),
        )
        found[row.api_id].append(version)
    return found


def _instances(session: Session, version_ids: Sequence[int]) -> defaultdict[int, list[Instance]]:
    found: defaultdict[int, list[Instance]] = defaultdict(list)
    query = select(ApiEnvironment).where(ApiEnvironment.api_version_id.in_(version_ids)).order_by(ApiEnvironment.id)
    for row in session.scalars(query):
        found[row.api_version_id].append(Instance(row.key, row.environment, row.url, row.live, row.backing))
    return found


def _clients(session: Session, version_ids: Sequence[int]) -> defaultdict[int, list[Client]]:
    found: defaultdict[int, list[Client]] = defaultdict(list)
    query = (
        select(Consumer.api_version_id, Consumer.key, System.key, System.name, Consumer.key_issued_on)
        .join(System, System.id == Consumer.system_id)
        .where(Consumer.api_version_id.in_(version_ids))
        .order_by(System.name, Consumer.id)
    )
    for version_id, key, system, name, issued in session.execute(query):
        found[version_id].append(Client(key, system, name, issued))
    return found
