"""What a folder of published documents and its lists tell of a municipality's systems, before it is put into the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from registry.core.api_vocabulary import VersionStatus
from registry.core.vocabulary import DependencyKind
from registry.governance.slugs import pretty, slug

LONGEST_NAME = 200
LONGEST_KEY = 64
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9ÅÄÖåäö._~-]+")


@dataclass(slots=True)
class EstateSystem:
    """A system to be: its service's name, or the product's."""

    key: str
    name: str
    description: str | None = None
    supplier: str | None = None


@dataclass(slots=True)
class EstateVersion:
    """A version of an API, with its document when the folder holds it."""

    api: str
    version: str
    status: VersionStatus | None = None
    filename: str | None = None
    data: bytes | None = None


@dataclass(slots=True)
class EstateApi:
    """An API and the key of the system that provides it."""

    key: str
    name: str
    system: str
    description: str | None = None


@dataclass(slots=True)
class EstateUse:
    """One system's use of another: a dependency, and a consumer of the API version when that is known."""

    source: str
    target: str
    kind: DependencyKind
    version: tuple[str, str] | None = None  # API key, version
    evidence: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Estate:
    """Everything to be put into the catalogue, by key; `problems` says what could not be used, and where."""

    systems: dict[str, EstateSystem] = field(default_factory=dict)
    apis: dict[str, EstateApi] = field(default_factory=dict)
    versions: dict[tuple[str, str], EstateVersion] = field(default_factory=dict)
    uses: dict[tuple[str, str, DependencyKind], EstateUse] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def service(self, repository: str, title: str = "") -> EstateSystem:
        """The system a repository's service is, made when missing; named by its document's title when people can read that."""
        key = key_of(repository)
        if key not in self.systems:
            self.systems[key] = EstateSystem(key, readable(title, repository))
        return self.systems[key]

    def api_of(self, repository: str, title: str = "", description: str | None = None) -> EstateApi:
        """The API of a repository's service, made when missing."""
        system = self.service(repository, title)
        for api in self.apis.values():
            if api.system == system.key:
                return api
        short = slug(system.key) or system.key
        key = short if short not in self.apis else system.key
        self.apis[key] = EstateApi(key, system.name, system.key, description)
        return self.apis[key]

    def use(self, source: str, target: str, kind: DependencyKind, evidence: str, version: tuple[str, str] | None = None) -> None:
        """Note that `source` uses `target`; the same use seen twice is one with more evidence."""
        if source == target:
            return
        known = self.uses.setdefault((source, target, kind), EstateUse(source, target, kind, version))
        known.version = known.version or version
        if evidence and evidence not in known.evidence:
            known.evidence.append(evidence)


def key_of(name: str) -> str:
    """`name`'s last part as a key."""
    return _NOT_IN_KEY.sub("-", name.rsplit("/", 1)[-1].strip())[:LONGEST_KEY].strip("-._~") or "unnamed"


def readable(title: str, repository: str) -> str:
    """What people call the service: its title, unless that is only a technical name."""
    written = " ".join(title.split())
    technical = not written or pretty(written) != written
    return (pretty(key_of(repository).lower()) if technical else written)[:LONGEST_NAME]
