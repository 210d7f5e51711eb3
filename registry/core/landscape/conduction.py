"""Does a blockage pass from a provider to the one that depends on it, and what would stop it?

A hard dependency conducts unless it runs through an API version that is published, active and passes the strategy's MUST clauses.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.parts import ApiUse, Dependency, System
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, Strength

MAY_RUN_THROUGH_AN_API = frozenset(
    {
        DependencyKind.API,
        DependencyKind.WEB_SERVICE,
        DependencyKind.MESSAGE_QUEUE,
        DependencyKind.AUTHENTICATION,
        DependencyKind.OTHER,
    }
)
"""Kinds an API version can insulate; files, shared tables, screens, hands and platforms tie the two together all the same."""

CLOSED_KINDS = {
    DependencyKind.FILE_TRANSFER: _("A file transfer ties both sides to {provider}'s format and schedule"),
    DependencyKind.SHARED_DATABASE: _("A shared database ties the consumer to {provider}'s tables"),
    DependencyKind.SCREEN_SCRAPING: _("A robot on {provider}'s screens breaks when they change"),
    DependencyKind.MANUAL: _("People re-enter data from {provider} by hand"),
    DependencyKind.PLATFORM: _("What runs on {provider} shares its fate"),
}

WITHOUT_API = {
    DependencyKind.API: _("The catalogue does not say which version of {provider}'s API is used"),
    DependencyKind.WEB_SERVICE: _("{provider}'s web service is not an API checked against the strategy"),
    DependencyKind.MESSAGE_QUEUE: _("{provider}'s messages are not an API checked against the strategy"),
    DependencyKind.AUTHENTICATION: _("Users sign in through {provider} without an API checked against the strategy"),
    DependencyKind.OTHER: _("The catalogue does not say how {provider} is used"),
}


@dataclass(frozen=True, slots=True)
class Conduction:
    """Whether a dependency conducts, why, and what would insulate it (None when it does not conduct, or nothing can)."""

    conducts: bool
    reason: Text
    insulation: Text | None = None


def conducts(dependency: Dependency) -> bool:
    """The bare answer, for walks over many edges; `conduction` tells why."""
    return dependency.strength is Strength.HARD and not is_insulated(dependency)


def is_insulated(dependency: Dependency) -> bool:
    """Whether the dependency runs through a published, active and compliant API version, however hard it is."""
    api = dependency.api
    return (
        api is not None
        and dependency.kind in MAY_RUN_THROUGH_AN_API
        and api.published
        and api.status is VersionStatus.ACTIVE
        and api.compliant is True
    )


def conduction(dependency: Dependency, provider: System) -> Conduction:
    """Judge one dependency on `provider`, its target."""
    if dependency.strength is Strength.SOFT:
        return Conduction(False, _("Soft: the consumer can do without {provider} for a time", provider=provider.name))
    kind, api = dependency.kind, dependency.api
    if kind is DependencyKind.PLATFORM:
        return Conduction(
            True,
            _said(CLOSED_KINDS[kind], provider),
            _("Move it to another platform, or upgrade {provider}", provider=provider.name),
        )
    if kind not in MAY_RUN_THROUGH_AN_API:
        replace = _("Replace it with a published API of {provider} that passes the strategy", provider=provider.name)
        return Conduction(True, _said(CLOSED_KINDS[kind], provider), replace)
    if api is None:
        return Conduction(True, _said(WITHOUT_API[kind], provider), _without_api(kind, provider))
    fault = _fault_of(api)
    if fault is None:
        return Conduction(False, _("Insulated: {api} is published, active and passes the strategy", api=str(api)))
    return fault


def _fault_of(api: ApiUse) -> Conduction | None:
    """The first thing that keeps the API version from insulating."""
    name = str(api)
    if not api.published:
        return Conduction(True, _("{api} is not published", api=name), _("Publish {api} in the API catalogue", api=name))
    if api.status is None:
        return Conduction(True, _("The status of {api} is not known", api=name), _("State whether {api} is active", api=name))
    if api.status is not VersionStatus.ACTIVE:
        reason = _("{api} is {status}", api=name, status=api.status.label)
        return Conduction(True, reason, _("Move to the active version of {api}", api=api.name))
    if api.compliant is None:
        reason = _("{api} has never been checked against the strategy", api=name)
        return Conduction(True, reason, _("Check {api} against the strategy", api=name))
    if not api.compliant:
        return _failing(api)
    return None


def _failing(api: ApiUse) -> Conduction:
    name, clauses = str(api), ", ".join(api.failed_clauses)
    if not clauses:
        return Conduction(True, _("{api} fails the strategy", api=name), _("Make {api} pass the strategy", api=name))
    reason = _("{api} fails the strategy: {clauses}", api=name, clauses=clauses)
    return Conduction(True, reason, _("Make {api} pass {clauses}", api=name, clauses=clauses))


def _said(sentence: Text, provider: System) -> Text:
    return Text(sentence.template, {"provider": provider.name})


def _without_api(kind: DependencyKind, provider: System) -> Text:
    if kind is DependencyKind.API:
        return _("Record which version of {provider}'s API is used, and check it against the strategy", provider=provider.name)
    if kind is DependencyKind.OTHER:
        return _("Record how {provider} is used", provider=provider.name)
    return _("Offer the same through a published API of {provider} that passes the strategy", provider=provider.name)
