"""A question answered: the systems and dependencies it is about, from which picture, text, table and file are all made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.landscape.conduction import Conduction, conduction
from registry.core.landscape.graph import Dependency, Impact, Initiative, Landscape, Neighbourhood, System
from registry.core.landscape.reach import PathStep
from registry.core.landscape.words import describe, step_sentence
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import InitiativeStatus, Strength
from registry.landscape import operations
from registry.landscape.loading import Loader
from registry.landscape.question import Question
from registry.landscape.selection import select_systems, ties_of
from registry.organisations.models import Organisation

CONDUCTS, INSULATED, SOFT = _("Conducts"), _("Insulated"), _("Soft")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a picture shows, and what is known of it.

    picture        the systems and every dependency between them that the question is about
    blocking       the active initiatives that a system stands in the way of, by the system's key; None when not computed
    initiatives    the active initiatives that touch a system shown
    rows           its dependencies judged, by the names of their ends; those of a path step by step
    organisations  names by key
    outside        by system, how many of its dependencies lead to systems that are not shown
    """

    picture: Neighbourhood
    rows: tuple[Row, ...]
    blocking: Mapping[str, tuple[Initiative, ...]] | None
    initiatives: tuple[Initiative, ...]
    organisations: Mapping[str, str]
    outside: Mapping[str, int]

    @property
    def total(self) -> int:
        """Systems the question is about, shown or hidden."""
        return len(self.picture.nodes) + self.picture.hidden

    @property
    def legacy(self) -> tuple[System, ...]:
        """The legacy systems shown, the worst first."""
        found = [(system.legacy.score, system) for system in self.picture.nodes if system.legacy and system.is_legacy]
        return tuple(system for _score, system in sorted(found, key=lambda scored: (-scored[0], scored[1].key)))

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The picture as text."""
        return describe(self.picture)

    def blocked_by(self, key: str) -> tuple[Initiative, ...]:
        """The active initiatives that the system stands in the way of, as far as computed."""
        return (self.blocking or {}).get(key, ())


@dataclass(frozen=True, slots=True)
class Row:
    """One dependency with its ends and whether it conducts."""

    dependency: Dependency
    source: System
    target: System
    judged: Conduction

    @property
    def state(self) -> Text:
        """Conducts, insulated or soft, in a word."""
        if self.judged.conducts:
            return CONDUCTS
        return SOFT if self.dependency.strength is Strength.SOFT else INSULATED

    @property
    def sentence(self) -> Text:
        """The dependency in words, with whether a blockage passes."""
        kind, judged = self.dependency.kind, self.judged
        return step_sentence(PathStep(self.source, self.target, kind, judged.conducts, judged.reason, self.dependency.key))


def rows_of(picture: Neighbourhood) -> tuple[Row, ...]:
    """Every dependency of `picture`, judged."""
    systems = {system.key: system for system in picture.nodes}
    return tuple(
        Row(edge, systems[edge.source], systems[edge.target], conduction(edge, systems[edge.target])) for edge in picture.edges
    )


def _by_name(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.source.name, row.target.name, row.dependency.key)))


def answer(session: Session, question: Question, today: date, cap: int | None = None) -> Answer:
    """The systems and dependencies that `question` asks about, at most `cap` systems; nothing else is loaded."""
    selection = select_systems(session, question, cap or question.cap)
    near = Loader(session, operations.profile(), today, frozenset(selection.ids)).landscape()
    start = question.start.key if question.start else None
    edges = [edge for edge in near.dependencies.values() if question.kind is None or edge.kind is question.kind]
    nodes = tuple(near[key] for key in selection.keys)
    picture = Neighbourhood(nodes, tuple(edges), selection.hidden, start)
    outside = _outside(picture, ties_of(session, question, selection.ids))
    return _answered(session, picture, _by_name(rows_of(picture)), near, outside, today)


def answer_path(session: Session, source: str, target: str, today: date) -> Answer | None:
    """A shortest chain of dependencies from one system to another, None when there is none. Raises LandscapeError."""
    whole = operations.landscape(session, today)
    path = whole.path_between(source, target)
    if path is None:
        return None
    nodes = (whole[source], *(whole[edge.target] for edge in path))
    picture = Neighbourhood(nodes, path, start=source)
    return _answered(session, picture, rows_of(picture), whole, {}, today)


def answer_impact(session: Session, key: str, today: date, cap: int) -> tuple[Answer, Impact]:
    """What stands still when the system goes: itself, those it hits, nearest first, and what they are hit by.

    The impact is whole; the picture shows `cap` systems. Raises LandscapeError.
    """
    whole = operations.landscape(session, today)
    impact = whole.impact_of(key)
    nodes = (whole[key], *impact.systems)
    shown = nodes[:cap]
    edges = tuple(impact.via[system.key] for system in shown[1:])
    picture = Neighbourhood(shown, edges, len(nodes) - len(shown), key)
    return _answered(session, picture, rows_of(picture), whole, {}, today), impact


def _answered(
    session: Session, picture: Neighbourhood, rows: tuple[Row, ...], known: Landscape, outside: Mapping[str, int], today: date
) -> Answer:
    shown = {system.key for system in picture.nodes}
    touching = tuple(
        initiative
        for initiative in known.initiatives.values()
        if initiative.status is InitiativeStatus.ACTIVE and any(key in shown for key, _touch in initiative.touches)
    )
    return Answer(picture, rows, _blocking(session, today), touching, _organisations(session, picture), outside)


def _blocking(session: Session, today: date) -> Mapping[str, tuple[Initiative, ...]] | None:
    try:
        blocked = operations.blocked_by(session, today)
        initiatives = operations.reckoned(session, today).landscape.initiatives
    except operations.LandscapeTooLarge:
        return None
    return {system: tuple(initiatives[key] for key in keys) for system, keys in blocked.items()}


def _organisations(session: Session, picture: Neighbourhood) -> Mapping[str, str]:
    keys = {system.organisation for system in picture.nodes if system.organisation}
    rows = session.execute(select(Organisation.key, Organisation.name).where(Organisation.key.in_(sorted(keys))))
    return {row.key: row.name for row in rows}


def _outside(picture: Neighbourhood, ties: Mapping[str, int]) -> Mapping[str, int]:
    outside = dict(ties)
    for edge in picture.edges:
        outside[edge.source] -= 1
        outside[edge.target] -= 1
    return {key: count for key, count in outside.items() if count}
