"""The days of contracts as calendar events: the same event moves when its day does, and every change counts it up.

What a calendar was last told is kept (CalendarEvent), since RFC 5545 (3.8.7.4) lets a program ignore a change whose SEQUENCE
is not higher than the one it has seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.contracts.reminding import CalendarEvent
from registry.kit.text import show, translate
from registry.procurement.reckoning import Renewal

PRODUCT = "-//Registry of digital legacy and APIs//Contracts//EN"
REFRESH = timedelta(hours=6)
WARNING_DAYS = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Where the registry answers: `address` of a contract's page from its key, `domain` for the events' ids."""

    base: str
    domain: str

    def of(self, key: str) -> str:
        return f"{self.base}/contracts/{key}"


def calendar(session: Session, renewals: Sequence[Renewal], name: str, about: str, place: Place, at: datetime) -> bytes:
    """The renewals as an iCalendar file called `name`, in the reader's language; what is new in it is written down. Commits.

    `about` says more of the calendar, when there is more to say.
    """
    told = _told(session, renewals, at)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    if about:
        made.add("x-wr-caldesc", about)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for renewal in renewals:
        made.add_component(_event(renewal, told[renewal.contract.id, renewal.action.kind.value], place))
    return bytes(made.to_ical())


def _event(renewal: Renewal, told: CalendarEvent, place: Place) -> Event:
    contract, action = renewal.contract, renewal.action
    event = Event()
    event.add("uid", f"contract-{contract.id}-{action.kind.value}@{place.domain}")
    event.add("dtstamp", told.changed_at)
    event.add("last-modified", told.changed_at)
    event.add("sequence", told.sequence)
    event.add("dtstart", action.day)
    event.add("dtend", action.day + timedelta(days=1))
    event.add("summary", f"{show(action.kind)}: {contract.name}")
    event.add("description", _description(renewal, place))
    event.add("url", place.of(contract.key))
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{show(action.kind)}: {contract.name}")
    alarm.add("trigger", timedelta(days=-WARNING_DAYS))
    event.add_component(alarm)
    return event


def _description(renewal: Renewal, place: Place) -> str:
    lines = [f"{translate(renewal.action.why)}.", *(f"{translate(note)}." for note in renewal.action.notes)]
    if renewal.missed:
        lines.append(f"{translate(renewal.missed.why)}.")
    return "\n".join([*lines, renewal.contract.supplier_name, place.of(renewal.contract.key)])


def _told(session: Session, renewals: Sequence[Renewal], at: datetime) -> dict[tuple[int, str], CalendarEvent]:
    """What calendars are told of each event from now on. Two readers at once may both find it new; the database decides."""
    for _try in range(3):
        try:
            return _tell(session, renewals, at)
        except IntegrityError:
            session.rollback()
    return _tell(session, renewals, at)


def _tell(session: Session, renewals: Sequence[Renewal], at: datetime) -> dict[tuple[int, str], CalendarEvent]:
    numbers = sorted({renewal.contract.id for renewal in renewals})
    told: dict[tuple[int, str], CalendarEvent] = {}
    for start in range(0, len(numbers), 500):
        query = select(CalendarEvent).where(CalendarEvent.contract_id.in_(numbers[start : start + 500]))
        told.update({(event.contract_id, event.kind): event for event in session.scalars(query)})
    for renewal in renewals:
        place, digest = (renewal.contract.id, renewal.action.kind.value), _digest(renewal)
        event = told.get(place)
        if event is None:
            told[place] = CalendarEvent(contract_id=place[0], kind=place[1], day=renewal.action.day, digest=digest, changed_at=at)
            session.add(told[place])
        elif event.digest != digest:
            event.day, event.digest, event.sequence, event.changed_at = renewal.action.day, digest, event.sequence + 1, at
    session.flush()
    session.expunge_all()
    session.commit()
    return told


def _digest(renewal: Renewal) -> str:
    """Differs when what the event says does, whatever the reader's language."""
    parts: tuple[str | date | int | None, ...] = (
        renewal.contract.name,
        renewal.action.day,
        str(renewal.action.why),
        *map(str, renewal.action.notes),
        renewal.missed.kronor if renewal.missed else None,
    )
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
