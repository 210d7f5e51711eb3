"""An estate put into the catalogue: what is missing is added, a changed document is published, nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion, Consumer
from registry.db.base import Record
from registry.governance.documents import store_document
from registry.governance.estate import Estate, EstateUse, EstateVersion
from registry.kit.lookup import BATCH
from registry.kit.operations import next_keys
from registry.suppliers.models import Supplier
from registry.systems.models import Dependency, System

Progress = Callable[[str], None]


@dataclass(slots=True)
class Settled:
    """How many records were added or changed, by noun."""

    added: dict[str, int] = field(default_factory=dict)
    published: int = 0
    linked: int = 0

    @property
    def changes(self) -> int:
        return sum(self.added.values()) + self.published + self.linked

    def count(self, noun: str, number: int) -> None:
        self.added[noun] = self.added.get(noun, 0) + number


def settle(session: Session, estate: Estate, progress: Progress = lambda _text: None) -> Settled:
    """Write `estate` in the session's transaction; the caller commits. A second time it finds nothing to do.

    Records that are there keep what people have written: an import never renames or moves them.
    """
    assert not estate.problems
    settled = Settled()
    suppliers = _suppliers(session, estate, settled)
    systems = _systems(session, estate, suppliers, settled)
    apis = _apis(session, estate, systems, settled)
    progress(f"{len(systems)} systems, {len(apis)} APIs")
    versions = _versions(session, estate, apis, settled, progress)
    _uses(session, estate, systems, versions, settled)
    return settled


def _suppliers(session: Session, estate: Estate, settled: Settled) -> dict[str, int]:
    names = {system.supplier.lower(): system.supplier for system in estate.systems.values() if system.supplier}
    known = {
        name.lower(): number
        for number, name in session.execute(select(Supplier.id, Supplier.name).where(func.lower(Supplier.name).in_(names)))
    }
    missing = [name for folded, name in sorted(names.items()) if folded not in known]
    # The list does not tell where the supplier has its seat.
    made = [
        Supplier(key=key, name=name, country=None) for key, name in zip(_keys(session, Supplier, missing), missing, strict=True)
    ]
    _add(session, made, settled)
    return known | {supplier.name.lower(): supplier.id for supplier in made}


def _systems(session: Session, estate: Estate, suppliers: dict[str, int], settled: Settled) -> dict[str, int]:
    known = _ids(session, System, estate.systems)
    made = [
        System(
            key=system.key,
            name=system.name,
            description=system.description,
            supplier_id=suppliers[system.supplier.lower()] if system.supplier else None,
        )
        for key, system in estate.systems.items()
        if key not in known
    ]
    _add(session, made, settled)
    return known | {system.key: system.id for system in made}


def _apis(session: Session, estate: Estate, systems: dict[str, int], settled: Settled) -> dict[str, int]:
    known = _ids(session, Api, estate.apis)
    made = [
        Api(key=api.key, name=api.name, description=api.description, system_id=systems[api.system])
        for key, api in estate.apis.items()
        if key not in known
    ]
    _add(session, made, settled)
    return known | {api.key: api.id for api in made}


def _versions(
    session: Session, estate: Estate, apis: dict[str, int], settled: Settled, progress: Progress
) -> dict[tuple[str, str], int]:
    keys = {number: key for key, number in apis.items()}
    known: dict[tuple[str, str], ApiVersion] = {}
    for numbers in _batches(keys):
        for version in session.scalars(select(ApiVersion).where(ApiVersion.api_id.in_(numbers))):
            known[keys[version.api_id], version.version] = version
    missing = [version for place, version in estate.versions.items() if place not in known]
    made = [
        ApiVersion(key=key, api_id=apis[version.api], version=version.version, status=version.status)
        for key, version in zip(_keys(session, ApiVersion, missing), missing, strict=True)
    ]
    _add(session, made, settled)
    known |= {(keys[version.api_id], version.version): version for version in made}
    documented = [version for version in estate.versions.values() if version.data is not None]
    for number, told in enumerate(documented, start=1):
        settled.published += _publish(session, known[told.api, told.version], told)
        if number % 10 == 0 or number == len(documented):
            progress(f"{number} of {len(documented)} documents stored")
    return {place: version.id for place, version in known.items()}


def _publish(session: Session, version: ApiVersion, told: EstateVersion) -> bool:
    assert told.data is not None
    before = version.document_id
    store_document(session, version, told.data, told.filename)
    return version.document_id != before


def _uses(
    session: Session, estate: Estate, systems: dict[str, int], versions: dict[tuple[str, str], int], settled: Settled
) -> None:
    known = {
        (use.source_id, use.target_id, use.kind): use
        for use in _found(session, Dependency, (Dependency.source_id,), {(systems[use.source],) for use in estate.uses.values()})
    }
    missing: list[EstateUse] = []
    for use in estate.uses.values():
        record = known.get((systems[use.source], systems[use.target], use.kind))
        if record is None:
            missing.append(use)
        elif record.api_version_id is None and use.version is not None:
            record.api_version_id = versions[use.version]
            settled.linked += 1
    made = [
        Dependency(
            key=key,
            source_id=systems[use.source],
            target_id=systems[use.target],
            kind=use.kind,
            description=", ".join(use.evidence) or None,
            api_version_id=versions[use.version] if use.version else None,
        )
        for key, use in zip(_keys(session, Dependency, missing), missing, strict=True)
    ]
    _add(session, made, settled)
    _consumers(session, estate, systems, versions, settled)


def _consumers(
    session: Session, estate: Estate, systems: dict[str, int], versions: dict[tuple[str, str], int], settled: Settled
) -> None:
    wanted = {(versions[use.version], systems[use.source]): use for use in estate.uses.values() if use.version}
    found = _found(session, Consumer, (Consumer.api_version_id,), {(version,) for version, _system in wanted})
    known = {(consumer.api_version_id, consumer.system_id) for consumer in found}
    missing = [place for place in wanted if place not in known]
    made = [
        Consumer(key=key, api_version_id=version, system_id=system, purpose=", ".join(wanted[version, system].evidence) or None)
        for key, (version, system) in zip(_keys(session, Consumer, missing), missing, strict=True)
    ]
    _add(session, made, settled)


def _add(session: Session, records: list[Any], settled: Settled) -> None:
    if records:
        session.add_all(records)
        session.flush()
        settled.count(records[0].__tablename__, len(records))


def _keys(session: Session, model: type[Record], missing: list[Any]) -> Iterable[str]:
    return next_keys(session, model, len(missing)) if missing else ()


def _ids(session: Session, model: type[Record], keys: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in _batches(keys):
        found.update((key, number) for key, number in session.execute(select(model.key, model.id).where(model.key.in_(batch))))
    return found


def _found(session: Session, model: Any, columns: tuple[Any, ...], values: set[tuple[Any, ...]]) -> list[Any]:
    return [
        record
        for batch in _batches(sorted(values))
        for record in session.scalars(select(model).where(tuple_(*columns).in_(batch)))
    ]


def _batches(values: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
