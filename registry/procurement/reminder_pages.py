"""The reminders' page: whether e-mail is sent, what is due, what has been sent, and what nobody can tell about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.contracts.models import Contract
from registry.contracts.reminding import Reminder
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.access import BUYERS, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.procurement.actions import ActionKind
from registry.procurement.reminder_mail import all_due, rules_of_installation, server_of_installation

blueprint = Blueprint("reminders", __name__)
MOST_SHOWN = 100
STILL_SENDING = timedelta(hours=1)


@blueprint.route("/renewals/reminders")
@for_roles(BUYERS)
def index() -> Any:
    settings = current_app.config["SETTINGS"]
    return render_template(
        "procurement/reminders.html",
        sending=server_of_installation() is not None,
        public_url=settings.public_url,
        rules=rules_of_installation(),
        due=all_due(database.session, today())[:MOST_SHOWN],
        log=_log(database.session),
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
    rows: Sequence[Any] = session.execute(query).all()
    return [
        {"reminder": one, "kind": kinds[one.kind], "key": key, "name": name, "email": email, "state": _state(one)}
        for one, key, name, email in rows
    ]


def _state(reminder: Reminder) -> tuple[str, Text]:
    if reminder.sent_at is not None:
        return "good", _("Sent")
    if reminder.problem is not None:
        return "bad", _("Could not be sent")
    claimed = reminder.claimed_at if reminder.claimed_at.tzinfo else reminder.claimed_at.replace(tzinfo=UTC)
    if datetime.now(UTC) - claimed < STILL_SENDING:
        return "info", _("Being sent")
    return "unknown", _("Cut off: not known whether it went")
