"""Reminders as e-mail: one message to each person with everything that is due, in that person's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit import mail
from registry.kit.clock import today
from registry.kit.schedule import job
from registry.kit.text import LANGUAGES, show_date, show_money, translate
from registry.procurement.reminders import Due, Rules, claim, due, recipients, settle
from registry.procurement.renewals import renewals

EVERY = timedelta(minutes=30)


@job("reminders", EVERY)
def remind(session: Session) -> None:
    """Send what is due, when the installation can send at all."""
    server = server_of_installation()
    if server is not None:
        send_due(session, server, today(), datetime.now(UTC))


def server_of_installation() -> mail.Server | None:
    """The SMTP server in the settings; None when none is set."""
    settings = current_app.config["SETTINGS"]
    if not settings.smtp_host or not settings.smtp_from:
        return None
    secrets = (settings.smtp_user, settings.smtp_password)
    return mail.Server(settings.smtp_host, settings.smtp_port, settings.smtp_security, *secrets, settings.smtp_from)


def rules_of_installation() -> Rules:
    settings = current_app.config["SETTINGS"]
    return Rules(tuple(sorted(settings.reminder_days)), settings.escalation_days)


def all_due(session: Session, day: date) -> list[Due]:
    """What should be out by `day`, sent or not."""
    return list(due(renewals(session, day).dated, recipients(session), rules_of_installation(), day))


def send_due(session: Session, server: mail.Server, day: date, at: datetime) -> tuple[int, str | None]:
    """Send what is due and not yet claimed: the number of reminders sent, and what went wrong last, if anything did."""
    by_account: dict[int, list[Due]] = {}
    for item in all_due(session, day):
        by_account.setdefault(item.account.id, []).append(item)
    sent, problem = 0, None
    for items in by_account.values():
        account = items[0].account
        claimed = [(number, item) for item in items if (number := claim(session, item, at)) is not None]
        if not claimed:
            continue
        numbers = [number for number, _item in claimed]
        problem_here = _deliver(server, account, [item for _number, item in claimed], day, numbers[0])
        settle(session, numbers, datetime.now(UTC), problem_here)
        sent += 0 if problem_here else len(numbers)
        problem = problem_here or problem
    return sent, problem


def _deliver(server: mail.Server, account: Account, items: Sequence[Due], day: date, number: int) -> str | None:
    """Hand one message over; what went wrong, if anything did."""
    base = current_app.config["SETTINGS"].public_url.rstrip("/")
    domain = urlsplit(base).hostname or server.sender.rpartition("@")[2] or "localhost"
    with force_locale(account.language if account.language in LANGUAGES else "sv"):
        subject, body = written(items, day, base)
    try:
        mail.send(server, [mail.message(server, account.email, subject, body, f"reminder-{number}@{domain}")])
    except mail.MailRefused as error:
        return str(error)
    return None


def written(items: Sequence[Due], day: date, base: str) -> tuple[str, str]:
    """Subject and text for one reader, in the language now in force. `base` is the registry's address, "" when none is set."""
    parts = [_about(item, day, base) for item in items]
    municipality = current_app.config["SETTINGS"].municipality
    foot = translate(_("Sent by the registry of {municipality}. Do not answer this message.", municipality=municipality))
    return translate(_subject(items)), "\n\n".join([*parts, foot]) + "\n"


def _subject(items: Sequence[Due]) -> Text:
    if len(items) > 1:
        first = min(item.renewal.action.day for item in items)
        return _("{count} things to do about contracts, the first by {day}", count=len(items), day=first)
    action, contract = items[0].renewal.action, items[0].renewal.contract
    if items[0].escalation:
        return _("Nobody has acted: {kind} by {day}, {name}", kind=action.kind.label, day=action.day, name=contract.name)
    return _("{kind} by {day}: {name}", kind=action.kind.label, day=action.day, name=contract.name)


def _about(item: Due, day: date, base: str) -> str:
    action, contract = item.renewal.action, item.renewal.contract
    left = (action.day - day).days
    when = _("in {days} days", days=left) if left >= 0 else _("{days} days ago", days=-left)
    lines = [
        f"{contract.name} ({contract.supplier_name})",
        f"{translate(action.kind.label)}: {show_date(action.day)}, {translate(when)}",
        f"{translate(action.why)}.",
    ]
    missed = item.renewal.missed
    if missed is not None and missed.kronor is not None:
        cost = _("Missing it costs {kronor}: {why}.", kronor=show_money(missed.kronor), why=missed.why)
        lines.append(translate(cost))
    if item.escalation:
        who = contract.responsible or translate(_("nobody"))
        lines.append(translate(_("You get this because nobody has acted. Responsible: {who}.", who=who)))
    if base:
        lines.append(f"{base}/contracts/{contract.key}/dossier")
    return "\n".join(lines)
