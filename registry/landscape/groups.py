"""The map from afar: domains or organisations, how many systems each has, and how many dependencies run between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from registry.core.landscape.graph import Dependency as Edge
from registry.core.landscape.graph import Neighbourhood
from registry.core.landscape.graph import System as Node
from registry.core.landscape.layout import positions
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind
from registry.landscape import operations
from registry.landscape.question import Question, View
from registry.landscape.remembered import Remembered
from registry.landscape.selection import fits
from registry.organisations.models import Organisation
from registry.systems.models import Dependency, System

MOST_GROUPS = 120
"""Groups in a picture; the tables hold them all."""

_maps: Remembered[GroupMap] = Remembered(8)


@dataclass(frozen=True, slots=True)
class Group:
    """A domain or an organisation: `key` as filters ask for it ("" for systems with none), and how many systems it has.

    `inside` counts the dependencies between its own systems; `legacy` is None when not computed.
    """

    key: str
    name: str
    systems: int
    inside: int = 0
    legacy: int | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """How many dependencies systems of one group have on systems of another, both by key."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class GroupMap:
    """Every group with systems, the largest first, and every pair with dependencies, the most first."""

    groups: tuple[Group, ...]
    between: tuple[Between, ...]

    def drawn(self) -> GroupMap:
        """The largest groups, as many as can be read as a picture, and what runs between them."""
        groups = self.groups[:MOST_GROUPS]
        keys = {group.key for group in groups}
        between = (pair for pair in self.between if pair.source in keys and pair.target in keys)
        return GroupMap(groups, tuple(between))

    @property
    def names(self) -> Mapping[str, str]:
        """Names by key."""
        return {group.key: group.name for group in self.groups}

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The map as text."""
        names = self.names
        return tuple(
            _(
                "Systems of {consumer} depend on systems of {provider}: {count} dependencies",
                consumer=names[pair.source],
                provider=names[pair.target],
                count=pair.count,
            )
            for pair in self.between
        )

    def positions(self) -> Mapping[str, tuple[float, float]]:
        """Where to draw each group, by key."""
        nodes = tuple(Node(f"g{group.key}", group.name) for group in self.groups)
        edges = tuple(
            Edge(f"{number}", f"g{pair.source}", f"g{pair.target}", DependencyKind.OTHER)
            for number, pair in enumerate(self.between)
        )
        placed = positions(Neighbourhood(nodes, edges), lambda _node: None)
        return {key[1:]: place for key, place in placed.items()}


def group_map(session: Session, question: Question, view: View, today: date, unnamed: str) -> GroupMap:
    """The map of the systems that pass the question's filters; `unnamed` is what systems without a group are called."""
    asked = (operations.revision(session, today), question, view, unnamed)
    return _maps.get(asked, lambda: _group_map(session, question, view, today, unnamed))


def _group_map(session: Session, question: Question, view: View, today: date, unnamed: str) -> GroupMap:
    column = "owner_organisation_id" if view is View.ORGANISATIONS else "domain"
    names = _organisations(session) if view is View.ORGANISATIONS else {}

    def key_of(value: Any) -> str:
        return names[value][0] if value in names else str(value or "")

    by = getattr(System, column)
    query = select(by, func.count()).select_from(System).where(fits(session, question)).group_by(by)
    sizes = {key_of(value): count for value, count in session.execute(query)}
    pairs = {
        (key_of(source), key_of(target)): count for source, target, count in session.execute(_pairs(session, question, column))
    }
    legacy = None if question.is_filtered else _legacy(session, view, today)
    titles = {"": unnamed, **dict(names.values())}
    groups = (
        Group(key, titles.get(key, key), count, pairs.pop((key, key), 0), legacy.get(key, 0) if legacy is not None else None)
        for key, count in sizes.items()
    )
    ordered = tuple(sorted(groups, key=lambda group: (-group.systems, group.name)))
    between = (Between(source, target, count) for (source, target), count in pairs.items())
    return GroupMap(ordered, tuple(sorted(between, key=lambda pair: (-pair.count, pair.source, pair.target))))


def _pairs(session: Session, question: Question, column: str) -> Select[Any]:
    source, target = aliased(System), aliased(System)
    ends = (getattr(source, column), getattr(target, column))
    query = (
        select(*ends, func.count())
        .select_from(Dependency)
        .join(source, source.id == Dependency.source_id)
        .join(target, target.id == Dependency.target_id)
    )
    if question.is_filtered:
        wanted = select(System.id).where(fits(session, question))
        query = query.where(source.id.in_(wanted), target.id.in_(wanted))
    if question.kind is not None:
        query = query.where(Dependency.kind == question.kind)
    return query.group_by(*ends)


def _organisations(session: Session) -> Mapping[int, tuple[str, str]]:
    """Key and name of every organisation by id."""
    rows = session.execute(select(Organisation.id, Organisation.key, Organisation.name))
    return {number: (key, name) for number, key, name in rows}


def _legacy(session: Session, view: View, today: date) -> Mapping[str, int] | None:
    """How many legacy systems each group has; None when the register is too large to know."""
    try:
        systems = operations.landscape(session, today).systems.values()
    except operations.LandscapeTooLarge:
        return None
    counts: dict[str, int] = {}
    for system in systems:
        key = (system.organisation if view is View.ORGANISATIONS else system.domain) or ""
        counts[key] = counts.get(key, 0) + system.is_legacy
    return counts
