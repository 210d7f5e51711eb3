"""Which systems a question is about, found by the database: a neighbourhood costs what it shows, however large the register."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, bindparam, func, literal, or_, select, true, union, union_all
from sqlalchemy.orm import Session

from registry.core.landscape.graph import Direction
from registry.db import search
from registry.landscape.question import Question
from registry.systems.models import Dependency, System


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen systems' ids and keys, the most relevant first, as many of the `total` that fit it as were asked for."""

    ids: tuple[int, ...]
    keys: tuple[str, ...]
    total: int

    @property
    def hidden(self) -> int:
        return self.total - len(self.ids)


def select_systems(session: Session, question: Question, cap: int) -> Selection:
    """The systems near the question's start, nearest first; without a start all that pass its filters, the most tied first."""
    if question.start is None:
        ties = _count_of(Dependency.source_id) + _count_of(Dependency.target_id)
        chosen = select(System.id, System.key).where(fits(session, question))
        ordered = chosen.order_by(ties.desc(), System.name, System.id)
    else:
        near = _near(question)
        is_start = System.id == question.start.id
        chosen = select(System.id, System.key).join(near, near.c.id == System.id).where(or_(is_start, fits(session, question)))
        ordered = chosen.order_by(near.c.distance, System.name, System.id)
    rows = session.execute(ordered.add_columns(func.count().over().label("total")).limit(cap)).all()
    return Selection(tuple(row.id for row in rows), tuple(row.key for row in rows), rows[0].total if rows else 0)


def are_at_most(session: Session, question: Question, most: int) -> bool:
    """Whether no more than `most` systems pass the question's filters; the rest are not counted."""
    some = select(System.id).where(fits(session, question)).limit(most + 1).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) <= most


def fits(session: Session, question: Question) -> ColumnElement[bool]:
    """Whether a system passes the question's filters; its kind of dependency is no property of systems and does not count."""
    conditions: list[ColumnElement[bool]] = [true()]
    if question.organisation is not None:
        conditions.append(System.owner_organisation_id == question.organisation.id)
    if question.domain:
        conditions.append(System.domain == question.domain)
    if question.lifecycle is not None:
        conditions.append(System.lifecycle == question.lifecycle)
    if question.words:
        found = search.record_ids(session, "system", question.words)
        conditions.append(System.id.in_(found) if found is not None else System.id < 0)
    return and_(*conditions)


def among(column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Whether `column` is one of `ids`; numbers are written into the statement, as databases limit how many may be bound."""
    found: ColumnElement[bool] = column.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))
    return found


def ties_of(session: Session, question: Question, ids: Sequence[int]) -> dict[str, int]:
    """How many dependencies each of the systems `ids` has in the whole register, of the question's kind, by the system's key."""
    counts: dict[str, int] = {}
    for end in (Dependency.source_id, Dependency.target_id):
        query = select(System.key, func.count()).join(Dependency, end == System.id)
        for key, count in session.execute(query.where(among(System.id, ids), _of_kind(question)).group_by(System.key)):
            counts[key] = counts.get(key, 0) + count
    return counts


def _near(question: Question) -> CTE:
    """Id and distance of every system at most `hops` steps from the start: one level built on the other, by index."""
    assert question.start is not None
    level = select(literal(question.start.id).label("id")).cte("level_0")
    levels: list[Select[Any]] = [select(level.c.id, literal(0).label("distance"))]
    for distance in range(1, question.hops + 1):
        level = union(*_steps(question, level)).cte(f"level_{distance}")
        levels.append(select(level.c.id, literal(distance).label("distance")))
    every = union_all(*levels).subquery()
    return select(every.c.id, func.min(every.c.distance).label("distance")).group_by(every.c.id).cte("near")


def _steps(question: Question, level: CTE) -> list[Select[Any]]:
    steps: list[Select[Any]] = []
    if question.direction is not Direction.DEPENDENTS:
        provider = select(Dependency.target_id.label("id")).join(level, level.c.id == Dependency.source_id)
        steps.append(provider.where(_of_kind(question)))
    if question.direction is not Direction.DEPENDS_ON:
        consumer = select(Dependency.source_id.label("id")).join(level, level.c.id == Dependency.target_id)
        steps.append(consumer.where(_of_kind(question)))
    return steps


def _of_kind(question: Question) -> ColumnElement[bool]:
    return true() if question.kind is None else Dependency.kind == question.kind


def _count_of(end: Any) -> Any:
    return select(func.count()).where(end == System.id).correlate(System).scalar_subquery()
