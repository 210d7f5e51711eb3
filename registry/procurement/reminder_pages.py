"""The reminders' page: whether e-mail is sent, what is due, what has been sent, and what nobody can tell about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.contracts.models import Contract
from registry.contracts.reminding import Reminder
from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import now
from registry.kit.access import BUYERS, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.mail import ANSWER_SECONDS, SECONDS
from registry.procurement.actions import ActionKind
from registry.procurement.reminder_mail import all_due, rules_of_installation, server_of_installation
from registry.procurement.reminders import LATE_DAYS, MOST_TRIES, STALE

blueprint = Blueprint("reminders", __name__)
MOST_SHOWN = 100
STILL_WAITING = timedelta(seconds=ANSWER_SECONDS + SECONDS)


@blueprint.route("/renewals/reminders")
@for_roles(BUYERS)
def index() -> Any:
    settings = current_app.config["SETTINGS"]
    return render_template(
        "procurement/reminders.html",
        sending=server_of_installation() is not None,
        public_url=settings.public_url,
        rules=rules_of_installation(),
        due=list(all_due(database.session, today(), MOST_SHOWN)),
        log=_log(database.session),
        unknown=_unknown(database.session, today()),
        today=today(),
    )


def _log(session: Session) -> list[dict[str, Any]]:
    """The newest reminders, each with what became of it."""
    query = (
        select(Reminder, Contract.key, Contract.name, Account.email)
        .join(Contract, Contract.id == Reminder.contract_id)
        .join(Account, Account.id == Reminder.account_id)
        .order_by(Reminder.id.desc())
        .limit(MOST_SHOWN)
    )
    kinds = {kind.value: kind for kind in ActionKind}
    at = now()
    rows: Sequence[Any] = session.execute(query).all()
    return [
        {"reminder": one, "kind": kinds[one.kind], "key": key, "name": name, "email": email, "state": _state(one, at)}
        for one, key, name, email in rows
    ]


def _unknown(session: Session, day: date) -> int:
    """Of how many reminders nobody can tell whether they went; those of days long past are let be."""
    query = select(func.count()).where(
        Reminder.sent_at.is_(None),
        or_(Reminder.handed_at < now() - STILL_WAITING, Reminder.handed_at.is_not(None) & Reminder.problem.is_not(None)),
        Reminder.day >= day - timedelta(days=LATE_DAYS),
    )
    return session.scalar(query) or 0


def _state(reminder: Reminder, at: datetime) -> tuple[str, Text]:
    """What became of a reminder, as far as anybody can tell `at` that time."""
    if reminder.sent_at is not None:
        return "good", _("Sent")
    if reminder.handed_at is not None:
        waiting = reminder.problem is None and at - _aware(reminder.handed_at) < STILL_WAITING
        return ("info", _("Being sent")) if waiting else ("unknown", _("Not known whether it went; it is not sent again"))
    if reminder.problem is None and at - _aware(reminder.claimed_at) < STALE:
        return "info", _("Being sent")
    if reminder.tries >= MOST_TRIES:
        return "bad", _("Could not be sent, and is not tried again")
    if reminder.problem is None:
        return "warning", _("Cut off before it went; it is tried again")
    return "bad", _("Could not be sent; it is tried again")


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
