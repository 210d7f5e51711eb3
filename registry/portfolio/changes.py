"""What happened between two days: what was finished, mended, decided, revealed, resolved, freed and newly blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.core.vocabulary import InitiativeStatus
from registry.indicators.models import IndicatorSnapshot
from registry.indicators.trends import last_before
from registry.initiatives.models import Benefit, Initiative, Obstacle, Remediation

UNBLOCKED = "unblocked-initiatives"
MOST = 200
"""So many of each kind are told."""


@dataclass(frozen=True, slots=True)
class Event:
    """A record with the day something happened to it; `money` in kronor a year for benefits, in kronor for remediations."""

    noun: str
    key: str
    name: str
    day: date | None
    money: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything after `first` up to and with `last`. Freed and blocked rest on the values of the indicator on these days.

    `compared` is the two days whose records could be compared, None when they were not kept.
    """

    first: date
    last: date
    finished: tuple[Event, ...]
    stopped: tuple[Event, ...]
    mended: tuple[Event, ...]
    funded: tuple[Event, ...]
    revealed: tuple[Event, ...]
    resolved: tuple[Event, ...]
    measured: tuple[Event, ...]
    freed: tuple[Event, ...]
    blocked: tuple[Event, ...]
    compared: tuple[date, date] | None

    @property
    def nothing(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self) if field.name not in {"first", "last", "compared"})


def changes(session: Session, first: date, last: date) -> Changes:
    """What the catalogue tells of the days after `first` up to and with `last`; eight queries, each with a bound."""
    done = Initiative.status == InitiativeStatus.DONE
    stopped = Initiative.status == InitiativeStatus.STOPPED
    compared = _compared(session, first, last)
    freed, blocked = _moved(session, *compared) if compared is not None else ((), ())

    def happened(column: InstrumentedAttribute[Any], *conditions: ColumnElement[bool], money: Any = None) -> tuple[Event, ...]:
        return _events(session, column, (column > first, column <= last, *conditions), money)

    return Changes(
        first,
        last,
        finished=happened(Initiative.ended_on, done, money=Initiative.realised_benefit),
        stopped=happened(Initiative.ended_on, stopped),
        mended=happened(Remediation.done_on, money=Remediation.cost),
        funded=happened(Remediation.decided_on, money=Remediation.cost),
        revealed=happened(Obstacle.observed_on),
        resolved=happened(Obstacle.resolved_on),
        measured=happened(Benefit.measured_on, Benefit.realised.is_not(None), money=Benefit.realised),
        freed=freed,
        blocked=blocked,
        compared=(compared[0].day, compared[1].day) if compared is not None else None,
    )


def _events(
    session: Session, column: InstrumentedAttribute[Any], conditions: Sequence[ColumnElement[bool]], money: Any
) -> tuple[Event, ...]:
    model = column.class_
    query = select(model.key, model.name, column, *(() if money is None else (money,)))
    rows = session.execute(query.where(*conditions).order_by(column, model.id).limit(MOST))
    return tuple(Event(model.__tablename__, *row) for row in rows)


def _compared(session: Session, first: date, last: date) -> tuple[IndicatorSnapshot, IndicatorSnapshot] | None:
    """The values nearest before the two days, when both kept their records."""
    before, after = last_before(session, UNBLOCKED, first), last_before(session, UNBLOCKED, last)
    if before is None or after is None or not _has_records(before) or not _has_records(after):
        return None
    return before, after


def _has_records(snapshot: IndicatorSnapshot) -> bool:
    return bool(snapshot.records.get("met") or snapshot.records.get("unmet"))


def _moved(session: Session, before: IndicatorSnapshot, after: IndicatorSnapshot) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """(freed, newly blocked): only what counted on both days can have moved."""
    freed = set(before.records["unmet"]) & set(after.records["met"])
    blocked = set(before.records["met"]) & set(after.records["unmet"])
    keys = [reference.split("/", 1)[1] for reference in sorted(freed | blocked)][: 2 * MOST]
    rows = session.execute(
        select(Initiative.key, Initiative.name, Initiative.expected_benefit)
        .where(Initiative.key.in_(keys))
        .order_by(Initiative.id)
    ).all()
    events = [Event("initiative", key, name, None, money) for key, name, money in rows]
    return (
        tuple(event for event in events if f"initiative/{event.key}" in freed),
        tuple(event for event in events if f"initiative/{event.key}" in blocked),
    )
