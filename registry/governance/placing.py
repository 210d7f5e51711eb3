"""Where a document goes: to which API and version, as proposed from its title and version or as somebody chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.apis.resource import api as api_resource
from registry.apis.resource import api_version as version_resource
from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.document import Document
from registry.core.strategy.verdict import Report
from registry.core.text import Text
from registry.core.text import text as _
from registry.db import search
from registry.governance.documents import read_document, store_document
from registry.governance.operations import check_version
from registry.governance.preview import as_document_of
from registry.governance.product_names import ProductNames
from registry.governance.slugs import slug
from registry.governance.strategy import Strategy
from registry.governance.waiting import Arrival
from registry.kit.lookup import References, picked
from registry.kit.operations import next_keys
from registry.kit.values import ValueWrong, parse

_MOST_CANDIDATES = 50


class Destination(StrEnum):
    """What saving does."""

    NEW_API = "new_api"
    NEW_VERSION = "new_version"
    REPLACE = "replace"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Placement:
    """One document's way: the choices as text (kept through every error), what they mean, and what is wrong with them."""

    arrival: Arrival
    document: Document
    choices: dict[str, str]
    api: Api | None = None
    version: ApiVersion | None = None
    report: Report | None = None
    problems: dict[str, Text] = field(default_factory=dict)

    @property
    def destination(self) -> Destination:
        if self.api is None:
            return Destination.NEW_API
        if self.version is None:
            return Destination.NEW_VERSION
        stored = self.version.document
        return Destination.UNCHANGED if stored and stored.sha256 == self.document.sha256 else Destination.REPLACE


def place(
    session: Session,
    arrivals: Sequence[Arrival],
    strategy: Strategy,
    today: date,
    names: ProductNames,
    chosen: Mapping[str, str] | None = None,
) -> list[Placement]:
    """The plan for `arrivals`. `chosen` holds the form's values (`api-0`, `name-0`, `version-0`); without, they are proposed.

    Reads, never writes. Raises DocumentRefused for what cannot be read.
    """
    placements = []
    for number, arrival in enumerate(arrivals):
        document = read_document(arrival.data, arrival.name)
        choices = _proposed(session, arrival, document) if chosen is None else _choices(chosen, number)
        placement = Placement(arrival, document, choices)
        _resolve(session, placement)
        placement.report = as_document_of(
            session,
            document,
            strategy,
            today,
            api=placement.api,
            version=placement.version,
            number=choices["version"],
            names=names,
        )
        placements.append(placement)
    _refuse_same(placements)
    return placements


def _proposed(session: Session, arrival: Arrival, document: Document) -> dict[str, str]:
    target = session.scalars(select(ApiVersion).where(ApiVersion.key == arrival.target)).one_or_none()
    found = target.api if target is not None else api_called(session, document.title)
    return {
        "api": picked(found.name, found.key) if found is not None else "",
        "name": document.title,
        "version": target.version if target is not None else document.version,
    }


def _choices(chosen: Mapping[str, str], number: int) -> dict[str, str]:
    return {name: chosen.get(f"{name}-{number}", "").strip() for name in ("api", "name", "version")}


def api_called(session: Session, title: str) -> Api | None:
    """The API that a document of this title belongs to: by key, by name, or by a name that differs only in spelling."""
    wanted = slug(title)
    if not wanted:
        return None
    by_key = session.scalars(select(Api).where(func.lower(Api.key) == wanted)).first()
    named = session.scalars(select(Api).where(func.lower(Api.name) == title.strip().lower()).limit(2)).all()
    exact = by_key or (named[0] if len(named) == 1 else None)
    if exact is not None or named:
        return exact
    spelt = (wanted.replace("-", " "), wanted.replace("-", ""))
    entries = [entry for words in spelt for entry in search.find(session, words, ["api"], limit=_MOST_CANDIDATES)]
    alike = {entry.key for entry in entries if slug(entry.title) == wanted}
    return session.scalars(select(Api).where(Api.key.in_(alike))).one_or_none() if len(alike) == 1 else None


def _resolve(session: Session, placement: Placement) -> None:
    """Find what the choices name, and say what is wrong with them."""
    choices, problems = placement.choices, placement.problems
    try:
        choices["version"] = parse(version_resource.fields["version"], choices["version"])
    except ValueWrong as error:
        problems["version"] = error.message
    try:
        if choices["api"]:
            number = References(session).resolve(version_resource.fields["api"], choices["api"])
            placement.api = session.get(Api, number)
        else:
            choices["name"] = parse(api_resource.fields["name"], choices["name"])
    except ValueWrong as error:
        problems["api" if choices["api"] else "name"] = error.message
    if placement.api is not None and "version" not in problems:
        same = select(ApiVersion).filter_by(api_id=placement.api.id, version=choices["version"])
        placement.version = session.scalars(same).one_or_none()


def _refuse_same(placements: Sequence[Placement]) -> None:
    """Two documents cannot both become the document of one version."""

    def place_of(placement: Placement) -> tuple[str, str]:
        api = placement.api.key if placement.api is not None else placement.choices["name"].casefold()
        return api, placement.choices["version"]

    counted = Counter(place_of(placement) for placement in placements)
    for placement in placements:
        if counted[place_of(placement)] > 1 and not placement.problems:
            placement.problems["version"] = _("Another document of this upload has the same API and version.")


def save(session: Session, placements: Sequence[Placement], today: date) -> None:
    """Carry the plan out in the session's transaction; the caller commits. The plan must have no problems."""
    assert not any(placement.problems for placement in placements)
    made: dict[str, Api] = {}
    for placement in placements:
        version = placement.version or _new_version(session, placement, made)
        store_document(session, version, placement.arrival.data, placement.arrival.filename, placement.arrival.source)
        if placement.arrival.source and not version.specification_url:
            version.specification_url = placement.arrival.source
        check_version(session, version, today)


def _new_version(session: Session, placement: Placement, made: dict[str, Api]) -> ApiVersion:
    api = placement.api or made.get(placement.choices["name"].casefold())
    if api is None:
        [key] = next_keys(session, Api, 1)
        api = Api(key=key, name=placement.choices["name"])
        session.add(api)
        session.flush()
        made[placement.choices["name"].casefold()] = api
    [key] = next_keys(session, ApiVersion, 1)
    taken = session.scalar(select(ApiVersion.id).filter_by(api_id=api.id, status=VersionStatus.ACTIVE).limit(1))
    # The strategy allows one ACTIVE version; which of two it is, a person decides.
    version = ApiVersion(key=key, api=api, version=placement.choices["version"], status=None if taken else VersionStatus.ACTIVE)
    session.add(version)
    session.flush()
    return version
