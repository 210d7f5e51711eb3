"""Tables of what has been said about contracts' days: reminders sent by e-mail, events shown in calendars."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from registry.db.base import Base, now


class Reminder(Base):
    """One e-mail to one account about one day of one contract.

    The row is written before the e-mail is sent, and the database refuses a second one: so two processes never send the same.
    `distance` is the number of days before `day` that it is meant for; a day that moves is another day and gets reminders of
    its own.

    `claimed_at` is when a process took it upon itself to send it. `handed_at` is written when the mail server is about to get
    the text, and taken back when the server refuses it: as long as it is empty nothing has gone. With `handed_at` but without
    `sent_at` nobody can tell. `problem` tells what went wrong, when there was somebody left to tell it.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("contract_id", "kind", "day", "distance", "account_id", "escalation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    distance: Mapped[int]
    escalation: Mapped[bool] = mapped_column(default=False)
    claimed_at: Mapped[datetime] = mapped_column(default=now, index=True)
    handed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=1)
    problem: Mapped[str | None] = mapped_column(LongText)


class CalendarEvent(Base):
    """What calendars have been told of one kind of day of one contract, so that a change counts up and moves the event."""

    __tablename__ = "calendar_event"
    __table_args__ = (UniqueConstraint("contract_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=now)
