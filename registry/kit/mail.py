"""E-mail over the installation's own SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

SECONDS = 30


class MailRefused(Exception):
    """The server did not take the message; the text says what it answered."""


@dataclass(frozen=True, slots=True)
class Server:
    """How e-mail is sent here: host, port, `security` (starttls, tls, none), user and password when it asks, sender's address."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


def message(server: Server, to: str, subject: str, body: str, message_id: str) -> EmailMessage:
    """A plain text message that no mailbox answers by itself (RFC 3834)."""
    made = EmailMessage()
    made["Subject"] = " ".join(subject.split())
    made["From"] = server.sender
    made["To"] = Address(addr_spec=to)
    made["Date"] = format_datetime(datetime.now(UTC))
    made["Message-ID"] = f"<{message_id}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    return made


def send(server: Server, messages: Sequence[EmailMessage]) -> None:
    """Hand the messages over in one connection. Raises MailRefused."""
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        with connection:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
            for each in messages:
                connection.send_message(each)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MailRefused(f"{type(error).__name__}: {error}") from error
