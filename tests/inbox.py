"""A real SMTP server for tests, which keeps what it takes and can be told to fail."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from registry.kit import mail


class Inbox:
    """What the server received is in `messages`, as (recipient, message).

    `answers` maps MAIL, TEXT (a message's text, after it was taken) or QUIT to what the server answers; `breaks` is where it
    breaks the connection off instead, which may also be DATA (before the text); `delay` is how long it thinks about a text, in
    seconds.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.server = mail.Server("127.0.0.1", port, "none", "", "", "registret@granvik.example")
        self.messages: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.breaks = ""
        self.delay = 0.0

    def _answer(self, smtp: SMTP, place: str, otherwise: str = "250 OK") -> str:
        if self.breaks == place:
            smtp.transport.abort()
        return self.answers.get(place, otherwise)

    async def handle_MAIL(self, smtp: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802
        envelope.mail_from = address
        return self._answer(smtp, "MAIL")

    async def handle_DATA(self, smtp: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 names that aiosmtpd calls
        answer = self._answer(smtp, "TEXT")
        if answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.messages.append((envelope.rcpt_tos[0], message))  # type: ignore[arg-type]
        await asyncio.sleep(self.delay)
        return answer

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
