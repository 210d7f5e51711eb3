"""E-mail over the installation's own SMTP server.

A message that was refused may be tried again. One whose text was handed over and never answered for must not: the server may
have taken it (RFC 5321, 4.2.5 and 6.1), and whoever tries again sends it twice.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SECONDS = 30
ANSWER_SECONDS = 600
"""How long the server may take to answer for a message's text: it may look for viruses first (RFC 5321, 4.5.3.2.6)."""


class MailRefused(Exception):
    """The server did not take the message, which may be tried again; the text says what it answered."""


class ServerAway(MailRefused):
    """The server cannot be reached, or does not let this installation in: it would take no other message either."""


class MailUnanswered(Exception):
    """The text was handed over, but no answer came: nobody can tell whether the server took the message."""


class _NotReady(Exception):
    """The sender may not hand this message over after all."""


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


def send(server: Server, message: EmailMessage, ready: Callable[[], bool] = lambda: True) -> bool:
    """Send `message` in a connection of its own, so that what becomes of it concerns no other: whether it was sent.

    `ready` is asked when the server waits for the text, at the last moment at which it is certain that nothing has gone; when it
    answers no, nothing goes. Raises ServerAway, MailRefused and MailUnanswered.
    """
    line = _connected(server, ready)
    try:
        line.send_message(message)
    except _NotReady:
        return False
    except (OSError, ValueError) as error:  # OSError is every error of smtplib too
        raise MailRefused(_said(error)) from error
    finally:
        _hang_up(line)
    return True


def _connected(server: Server, ready: Callable[[], bool]) -> _Line:
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            line: _Line = _TlsLine(server.host, server.port, timeout=SECONDS, context=context)
        else:
            line = _Line(server.host, server.port, timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise ServerAway(_said(error)) from error
    line.ready = ready
    try:
        if server.security == "starttls":
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
        line.ehlo_or_helo_if_needed()
    except (OSError, ValueError) as error:
        line.close()
        raise ServerAway(_said(error)) from error
    return line


def _hang_up(line: _Line) -> None:
    """Whatever goes wrong now concerns no message any more."""
    with suppress(OSError):
        line.quit()
    line.close()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


class _Line(smtplib.SMTP):
    """A connection that knows when a message's text begins to leave, which smtplib does not tell."""

    ready: Callable[[], bool]

    def data(self, msg: ReadableBuffer | str) -> tuple[int, bytes]:
        """Hand the text over, as `send_message` made it (bytes with CRLF); the server's yes or no. Raises MailUnanswered."""
        code, answer = self.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        self._ask_whether_ready()
        text = msg.encode("ascii") if isinstance(msg, str) else bytes(msg)
        try:
            self.send(re.sub(rb"(?m)^\.", b"..", text).removesuffix(b"\r\n") + b"\r\n.\r\n")
            code, answer = self._last_answer()
        except OSError as error:
            raise MailUnanswered(_said(error)) from error
        if code // 100 == 2:
            return 250, answer
        if code // 100 in {4, 5}:
            return code, answer
        self.close()
        raise MailUnanswered(f"{code} {answer.decode(errors='replace')}")

    def _ask_whether_ready(self) -> None:
        ready = False
        try:
            ready = self.ready()
        finally:
            if not ready:
                self.close()  # the server waits for a text: only silence is no message
        if not ready:
            raise _NotReady

    def _last_answer(self) -> tuple[int, bytes]:
        assert self.sock is not None
        self.sock.settimeout(ANSWER_SECONDS)
        found = self.getreply()
        self.sock.settimeout(SECONDS)
        return found


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
