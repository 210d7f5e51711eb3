"""Reminders before each day of each contract, and an escalation when nobody has acted: who gets which, and each only once.

A reminder is claimed in the database before it is sent, and the claim is unique; whoever loses the race sends nothing. At the
last moment before the mail server gets the text, that is written down too (`hand_over`). So a process may die at any time: a
claim that has not come so far after STALE is taken over by the next run, and one that has is never sent again by itself,
because nobody can tell whether the e-mail went; that is shown. Every step is one conditional UPDATE, which only one can win.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Update, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.contracts.models import Contract
from registry.contracts.reckoned import ReckonedDay
from registry.contracts.reminding import Reminder
from registry.core.agreements.workdays import working_day_before
from registry.kit.access import Role
from registry.procurement.actions import TO_DECIDE, ActionKind
from registry.procurement.contract_rows import UNDECIDED_CONTRACT

REMINDED = frozenset(ActionKind) - {ActionKind.ENDS}
MOST_TRIES = 5
MOST_SAID = 2000
STALE = timedelta(minutes=15)
"""How old a claim is before it is tried again, whether it was refused or whoever had it is gone. To hand a message over takes
seconds, and one who comes later than this finds that it is no longer theirs."""
PLACE = ("contract_id", "kind", "day", "distance", "account_id", "escalation")
LATE_DAYS = 30
"""A day that went by longer ago than this is told on the pages, not by e-mail."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When to remind: so many days before, and when to tell others that nobody has acted."""

    distances: tuple[int, ...]
    escalation: int


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day by which something must happen with a contract: as much of it as decides who is told."""

    contract_id: int
    kind: ActionKind
    day: date
    responsible_id: int | None
    undecided: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that should be out by now. `distance` is the days before the day that it stands for; 0 once the day is past."""

    about: DayAhead
    account: Account
    distance: int
    escalation: bool

    @property
    def place(self) -> dict[str, object]:
        """What tells the reminder from every other: columns of Reminder, which the database lets stand there once."""
        return {
            "contract_id": self.about.contract_id,
            "kind": self.about.kind.value,
            "day": working_day_before(self.about.day),  # on a weekend the day itself is told, and is no other day for that
            "distance": self.distance,
            "account_id": self.account.id,
            "escalation": self.escalation,
        }


@dataclass(frozen=True, slots=True)
class Recipients:
    """Active accounts that may see terms: by the person they are, and by role."""

    by_person: dict[int, tuple[Account, ...]]
    procurement: tuple[Account, ...]
    administrators: tuple[Account, ...]

    def first(self, responsible: int | None) -> tuple[Account, ...]:
        """Whose task it is: the responsible person's account; procurement's when the person has none."""
        return self.by_person.get(responsible or 0) or self.procurement or self.administrators

    def next(self, responsible: int | None) -> tuple[Account, ...]:
        """Who is told when those do not act: procurement, or the administrators when it was procurement's own task."""
        first = self.first(responsible)
        told = self.procurement if self.by_person.get(responsible or 0) else self.administrators
        return tuple(account for account in told if account not in first)


def recipients(session: Session) -> Recipients:
    by_person: dict[int, list[Account]] = {}
    by_role: dict[str, list[Account]] = {}
    for account in session.scalars(select(Account).where(Account.active).order_by(Account.id)):
        if account.person_id is not None:
            by_person.setdefault(account.person_id, []).append(account)
        for role in account.roles:
            by_role.setdefault(role.name, []).append(account)
    return Recipients(
        {person: tuple(accounts) for person, accounts in by_person.items()},
        tuple(by_role.get(Role.PROCUREMENT, ())),
        tuple(by_role.get(Role.ADMINISTRATOR, ())),
    )


def days_ahead(session: Session, rules: Rules, today: date) -> Iterator[DayAhead]:
    """The days of all contracts that anybody may have to be told of by `today`, the first first; of the newest reckoning."""
    furthest = max((*rules.distances, rules.escalation), default=0)
    kinds = {kind.value: kind for kind in REMINDED}
    query = (
        select(ReckonedDay.contract_id, ReckonedDay.kind, ReckonedDay.day, Contract.responsible_id, UNDECIDED_CONTRACT)
        .join(Contract, Contract.id == ReckonedDay.contract_id)
        .where(ReckonedDay.day.between(today - timedelta(days=LATE_DAYS), today + timedelta(days=furthest)))
        .where(ReckonedDay.kind.in_(sorted(kinds)))
        .order_by(ReckonedDay.day, ReckonedDay.contract_id, ReckonedDay.kind)
    )
    for contract, kind, day, responsible, undecided in session.execute(query):
        yield DayAhead(contract, kinds[kind], day, responsible, undecided)


def due(days: Iterable[DayAhead], told: Recipients, rules: Rules, today: date) -> Iterator[Due]:
    """What should be out by `today`. Of several distances that have been reached only the nearest counts: a registry that
    starts late sends one reminder for a day, not all that it missed.
    """
    for one in days:
        left = (one.day - today).days
        reached = [distance for distance in rules.distances if distance >= left]
        if left >= 0 and reached:
            yield from (Due(one, account, min(reached), False) for account in told.first(one.responsible_id))
        if left <= rules.escalation and one.kind in TO_DECIDE and one.undecided:
            distance = rules.escalation if left >= 0 else 0
            yield from (Due(one, account, distance, True) for account in told.next(one.responsible_id))


def unsettled(session: Session, items: Iterable[Due], today: date) -> Iterator[Due]:
    """Those that have not been sent or given up, as far as it is known; whether one is ours to send only its claim tells."""
    settled = or_(Reminder.sent_at.is_not(None), Reminder.handed_at.is_not(None), Reminder.tries >= MOST_TRIES)
    earliest = working_day_before(today - timedelta(days=LATE_DAYS))
    rows = session.execute(select(*(getattr(Reminder, name) for name in PLACE)).where(settled, Reminder.day >= earliest))
    known = {tuple(row) for row in rows}
    return (item for item in items if tuple(item.place[name] for name in PLACE) not in known)


def claim(session: Session, item: Due, at: datetime) -> int | None:
    """The number of the reminder when it is now ours to send, None when it is somebody else's or already sent. Commits."""
    place = item.place
    known = session.scalar(select(Reminder.id).where(*(getattr(Reminder, name) == value for name, value in place.items())))
    if known is None:
        try:
            made = session.execute(insert(Reminder).values(**place, claimed_at=at, tries=1).returning(Reminder.id)).scalar_one()
            session.commit()
        except IntegrityError:
            session.rollback()
            return None
        return made
    again = update(Reminder).where(
        Reminder.id == known,
        Reminder.handed_at.is_(None),
        Reminder.sent_at.is_(None),
        Reminder.tries < MOST_TRIES,
        Reminder.claimed_at < at - STALE,
    )
    won = _change(session, again.values(problem=None, tries=Reminder.tries + 1, claimed_at=at))
    session.commit()
    return known if won else None


@dataclass(frozen=True, slots=True)
class Claim:
    """The reminders that one message holds, by number, and when they were claimed, which tells whose they are now."""

    numbers: tuple[int, ...]
    claimed_at: datetime

    def hand_over(self, session: Session, at: datetime) -> bool:
        """Write down that the mail server gets the text now; whether all of them are still ours. Commits."""
        ours = _change(session, self._still_ours().values(handed_at=at)) == len(self.numbers)
        if ours:
            session.commit()
        else:
            session.rollback()
        return ours

    def sent(self, session: Session, at: datetime) -> None:
        """The mail server took them. Commits."""
        _change(session, self._numbered().values(sent_at=at))
        session.commit()

    def refused(self, session: Session, problem: str) -> None:
        """The mail server did not take them, so that they may be tried again. Commits."""
        ours = self._numbered().where(Reminder.claimed_at == self.claimed_at, Reminder.sent_at.is_(None))
        _change(session, ours.values(handed_at=None, problem=problem[:MOST_SAID]))
        session.commit()

    def given_back(self, session: Session, problem: str) -> None:
        """The mail server was not there, which is no try of theirs. Commits."""
        _change(session, self._still_ours().values(problem=problem[:MOST_SAID], tries=Reminder.tries - 1))
        session.commit()

    def unanswered(self, session: Session, problem: str) -> None:
        """Nobody can tell whether the mail server took them. Commits."""
        _change(session, self._numbered().values(problem=problem[:MOST_SAID]))
        session.commit()

    def _numbered(self) -> Update:
        return update(Reminder).where(Reminder.id.in_(self.numbers))

    def _still_ours(self) -> Update:
        return self._numbered().where(Reminder.claimed_at == self.claimed_at, Reminder.handed_at.is_(None))


def _change(session: Session, statement: Update) -> int:
    """How many rows the update changed, as the database sees it, whatever the session has read before."""
    done = session.execute(statement.execution_options(synchronize_session=False))
    changed: int = done.rowcount  # type: ignore[attr-defined]
    return changed
