"""Reminders as e-mail: one message to each person with everything that is due, in that person's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from itertools import islice
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import now
from registry.kit import mail
from registry.kit.clock import today
from registry.kit.schedule import job
from registry.kit.text import LANGUAGES, show_date, show_money, translate
from registry.procurement.contract_rows import AT_A_TIME
from registry.procurement.reckoning import Renewal
from registry.procurement.reminders import Claim, Due, Rules, claim, days_ahead, due, recipients, unsettled
from registry.procurement.renewals import reworded
from registry.procurement.upkeep import reckon_all, up_to_date

EVERY = timedelta(minutes=30)
MOST_IN_ONE = 100
"""So many things are told in one message at most."""


@job("reminders", EVERY)
def remind(session: Session) -> None:
    """Send what is due, when the installation can send at all."""
    server = server_of_installation()
    if server is not None:
        send_due(session, server, today())


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


Told = tuple[Due, Renewal]
"""A reminder and what it tells."""


def all_due(session: Session, day: date, most: int | None = None) -> Iterator[Told]:
    """What should be out by `day`, sent or not: `most` of it, what comes first first. Reckons what waits; commits."""
    up_to_date(session, day)
    rules = rules_of_installation()
    items = islice(due(days_ahead(session, rules, day), recipients(session), rules, day), most)
    while part := list(islice(items, AT_A_TIME)):
        yield from _with_renewals(session, part, day)


def _with_renewals(session: Session, items: Sequence[Due], day: date) -> list[Told]:
    """The reminders with what they tell, as the contracts read now; those whose day is another by now are left out."""
    found = reworded(session, [(item.about.contract_id, item.about.kind.value) for item in items], day)
    told = ((item, found.get((item.about.contract_id, item.about.kind.value))) for item in items)
    return [(item, renewal) for item, renewal in told if renewal is not None and renewal.action.day == item.about.day]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many reminders were sent, of how many nobody can tell, and what went wrong last, if anything did."""

    sent: int = 0
    unknown: int = 0
    problem: str | None = None

    def __add__(self, later: Outcome) -> Outcome:
        return Outcome(self.sent + later.sent, self.unknown + later.unknown, later.problem or self.problem)


def send_due(session: Session, server: mail.Server, day: date, clock: Callable[[], datetime] = now) -> Outcome:
    """Send what is due and nobody else's to send, MOST_IN_ONE things in a message; a server that is away is asked no further."""
    reckon_all(session, day)
    total = Outcome()
    for items in _by_account(session, day):
        at = clock()
        told = _with_renewals(session, items, day)
        claimed = [(number, *one) for one in told if (number := claim(session, one[0], at)) is not None]
        if not claimed:
            continue
        ours = Claim(tuple(number for number, *_told in claimed), at)
        message = _message(server, [(item, renewal) for _number, item, renewal in claimed], day, ours.numbers[0])
        try:
            total += _send(session, server, message, ours, clock)
        except mail.ServerAway as error:
            ours.given_back(session, str(error))
            return total + Outcome(problem=str(error))
    return total


def _by_account(session: Session, day: date) -> Iterator[list[Due]]:
    """What is due and not settled, so much of each account's at a time as one message holds."""
    rules = rules_of_installation()
    by_account: dict[int, list[Due]] = {}
    for item in unsettled(session, due(days_ahead(session, rules, day), recipients(session), rules, day), day):
        by_account.setdefault(item.account.id, []).append(item)
    for items in by_account.values():
        yield from (items[start : start + MOST_IN_ONE] for start in range(0, len(items), MOST_IN_ONE))


def _send(session: Session, server: mail.Server, message: EmailMessage, ours: Claim, clock: Callable[[], datetime]) -> Outcome:
    """Send one message and write down what became of it. Raises ServerAway."""
    number = len(ours.numbers)
    try:
        if not mail.send(server, message, lambda: ours.hand_over(session, clock())):
            return Outcome()
    except mail.ServerAway:
        raise
    except mail.MailRefused as error:
        ours.refused(session, str(error))
        return Outcome(problem=str(error))
    except mail.MailUnanswered as error:
        ours.unanswered(session, str(error))
        return Outcome(unknown=number)
    ours.sent(session, clock())
    return Outcome(sent=number)


def _message(server: mail.Server, items: Sequence[Told], day: date, number: int) -> EmailMessage:
    """What one person is told, in that person's language; `number` makes the message's id the same when it is tried again."""
    account = items[0][0].account
    base = current_app.config["SETTINGS"].public_url.rstrip("/")
    domain = urlsplit(base).hostname or server.sender.rpartition("@")[2] or "localhost"
    with force_locale(account.language if account.language in LANGUAGES else "sv"):
        subject, body = written(items, day, base)
    return mail.message(server, account.email, subject, body, f"reminder-{number}@{domain}")


def written(items: Sequence[Told], day: date, base: str) -> tuple[str, str]:
    """Subject and text for one reader, in the language now in force. `base` is the registry's address, "" when none is set."""
    parts = [_about(item, renewal, day, base) for item, renewal in items]
    municipality = current_app.config["SETTINGS"].municipality
    foot = translate(_("Sent by the registry of {municipality}. Do not answer this message.", municipality=municipality))
    return translate(_subject(items)), "\n\n".join([*parts, foot]) + "\n"


def _subject(items: Sequence[Told]) -> Text:
    item, renewal = items[0]
    if len(items) > 1:
        first = min(each.action.day for _item, each in items)
        return _("{count} things to do about contracts, the first by {day}", count=len(items), day=first)
    action, contract = renewal.action, renewal.contract
    if item.escalation:
        return _("Nobody has acted: {kind} by {day}, {name}", kind=action.kind.label, day=action.day, name=contract.name)
    return _("{kind} by {day}: {name}", kind=action.kind.label, day=action.day, name=contract.name)


def _about(item: Due, renewal: Renewal, day: date, base: str) -> str:
    action, contract = renewal.action, renewal.contract
    left = (action.day - day).days
    when = _("in {days} days", days=left) if left >= 0 else _("{days} days ago", days=-left)
    lines = [
        f"{contract.name} ({contract.supplier_name})",
        f"{translate(action.kind.label)}: {show_date(action.day)}, {translate(when)}",
        f"{translate(action.why)}.",
    ]
    missed = renewal.missed
    if missed is not None and missed.kronor is not None:
        cost = _("Missing it costs {kronor}: {why}.", kronor=show_money(missed.kronor), why=missed.why)
        lines.append(translate(cost))
    if item.escalation:
        who = contract.responsible or translate(_("nobody"))
        lines.append(translate(_("You get this because nobody has acted. Responsible: {who}.", who=who)))
    if base:
        lines.append(f"{base}/contracts/{contract.key}/dossier")
    return "\n".join(lines)
