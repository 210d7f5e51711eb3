"""A real SMTP server for tests, which keeps what it takes and can be told to fail."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from registry.kit import mail


class Inbox:
    """What the server received is in `messages`, as (recipient, message), and in `senders` the name each was greeted with.

    `answers` maps MAIL, TEXT (a message's text, after it was taken) or QUIT to what the server answers; `breaks` is where it
    breaks the connection off instead, which may also be DATA (before the text); `delay` is how long it thinks about a text, in
    seconds; `meanwhile` is told of each EHLO, MAIL and TEXT (taken, but not answered yet), and by whom.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.server = mail.Server("127.0.0.1", port, "none", "", "", "registret@granvik.example")
        self.messages: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.breaks = ""
        self.senders: list[str] = []
        self.delay = 0.0
        self.meanwhile: Callable[[str, str], None] = lambda _place, _who: None

    def _answer(self, smtp: SMTP, place: str, otherwise: str = "250 OK") -> str:
        self.meanwhile(place, smtp.session.host_name)
        if self.breaks == place:
            smtp.transport.abort()
        return self.answers.get(place, otherwise)

    async def handle_EHLO(  # noqa: N802
        self, _smtp: SMTP, session: Any, _envelope: Any, name: str, responses: list[str]
    ) -> list[str]:
        session.host_name = name
        self.meanwhile("EHLO", name)
        return responses

    async def handle_MAIL(self, smtp: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        return self._answer(smtp, "MAIL")

    async def handle_DATA(self, smtp: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 names that aiosmtpd calls
        if self.answers.get("TEXT", "250").startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.messages.append((envelope.rcpt_tos[0], message))  # type: ignore[arg-type]
            self.senders.append(smtp.session.host_name)
        await asyncio.sleep(self.delay)
        return self._answer(smtp, "TEXT")

    async def handle_QUIT(self, smtp: SMTP, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return self._answer(smtp, "QUIT", "221 Bye")


class _Smtp(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler.breaks == "DATA":
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def receiving() -> Iterator[Inbox]:
    """An inbox whose server runs meanwhile."""
    box = Inbox(free_port())
    controller = _Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
