"""The life of an API's versions, as the catalogue knows it: facts in, and the days that come out of them.

The rules that judge it stand beside the others; the days to come are told before they pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from registry.core.api_vocabulary import Authentication, Backing, Environment, VersionStatus
from registry.core.text import Text
from registry.core.text import text as _

SUPPORTED = (VersionStatus.ACTIVE, VersionStatus.DEPRECATED)
MOVE_MONTHS = 6
"""So long callers have to leave a deprecated version (Riktlinjer för livscykelhantering av APIer, decided 2021-04-09)."""

SILENT_MONTHS = 3
"""A retired version that nobody has called for so long is taken away (the same)."""

CLASSIFIED_MONTHS = 36
"""So long an information classification is good for, unless the strategy says otherwise."""


class Instance(NamedTuple):
    """Where a version is offered; `live` tells whether it answers, None when nobody has looked."""

    key: str
    environment: Environment
    url: str
    live: bool | None = None
    backing: Backing | None = None


class Client(NamedTuple):
    """A system that calls a version. `key_issued_on` is the day it got its own API key for it."""

    key: str
    system: str
    name: str
    key_issued_on: date | None = None


class Version(NamedTuple):
    """One version of the API with the dates of its life."""

    key: str
    number: str
    status: VersionStatus | None = None
    active_on: date | None = None
    deprecated_on: date | None = None
    retired_on: date | None = None
    last_call_on: date | None = None
    instances: tuple[Instance, ...] = ()
    clients: tuple[Client, ...] = ()

    @property
    def record(self) -> str:
        return f"api_version/{self.key}"

    def instance(self, environment: Environment) -> Instance | None:
        """Its instance in that environment."""
        return next((found for found in self.instances if found.environment is environment), None)


class Entry(NamedTuple):
    """The API's record in the catalogue: `missing` are labels of fields by name that nobody has filled in."""

    key: str
    missing: tuple[tuple[str, Text], ...] = ()
    protection_level: int | None = None
    classified_on: date | None = None
    classified_by: str | None = None
    authentication: Authentication | None = None
    rate_limit: str | None = None

    @property
    def record(self) -> str:
        return f"api/{self.key}"


class Due(NamedTuple):
    """Something that must happen with a version by a day; `clients` call it, `moved` call an ACTIVE version already."""

    version: Version
    day: date
    what: Text
    clients: tuple[Client, ...]
    moved: tuple[Client, ...] = ()

    @property
    def left_behind(self) -> tuple[Client, ...]:
        """Those of the clients that do not call a newer version yet."""
        moved = {client.system for client in self.moved}
        return tuple(client for client in self.clients if client.system not in moved)

    def passed(self, today: date) -> bool:
        return self.day < today


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def retire_by(version: Version, months: int = MOVE_MONTHS) -> date | None:
    """The last day a deprecated version is supported; None for others, and when the day it was deprecated is not known."""
    if version.status is not VersionStatus.DEPRECATED or version.deprecated_on is None:
        return None
    return months_after(version.deprecated_on, months)


def remove_by(version: Version, months: int = SILENT_MONTHS) -> date | None:
    """The day a retired version is to be taken away, if nobody calls it before; None for others and when no day is known."""
    if version.status is not VersionStatus.RETIRED:
        return None
    quiet_since = max((day for day in (version.retired_on, version.last_call_on) if day is not None), default=None)
    return months_after(quiet_since, months) if quiet_since is not None else None


def agenda(versions: Iterable[Version], move: int = MOVE_MONTHS, silent: int = SILENT_MONTHS) -> list[Due]:
    """What must happen with the versions and by when, the first first; days that have passed too."""
    return sorted(_due(versions, move, silent), key=lambda due: (due.day, due.version.number))


def _due(versions: Iterable[Version], move: int, silent: int) -> Iterator[Due]:
    listed = list(versions)
    moved = tuple(client for version in listed if version.status is VersionStatus.ACTIVE for client in version.clients)
    for version in listed:
        leave, remove = retire_by(version, move), remove_by(version, silent)
        if leave is not None:
            yield Due(version, leave, _("Support of version {version} ends", version=version.number), version.clients, moved)
        if remove is not None:
            yield Due(version, remove, _("Version {version} is taken away", version=version.number), version.clients, moved)


def turning_days(versions: Iterable[Version], move: int = MOVE_MONTHS, silent: int = SILENT_MONTHS) -> list[date]:
    """The days after which a verdict on these versions may differ."""
    return [due.day for due in agenda(versions, move, silent)]
