"""A real mail server on this machine: it keeps what it takes, or refuses, or keeps its caller waiting."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@dataclass
class Postbox:
    """What a mail server has taken, and what it answers."""

    port: int
    taken: list[EmailMessage] = field(default_factory=list)
    answer: Callable[[EmailMessage], str] = lambda _: "250 taken"
    holds_after: int | None = None
    """After how many mails it takes the next as well, but keeps its caller waiting for the answer."""
    is_holding: Event = field(default_factory=Event)
    """Set once a caller waits."""
    released: Event = field(default_factory=Event)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the server's own name for it
        """Take a mail, or answer as told."""
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        answer = self.answer(letter)
        if answer.startswith("2"):
            self.taken.append(letter)
        if self.holds_after is not None and len(self.taken) > self.holds_after:
            self.is_holding.set()
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait)
        return answer

    def recipients(self) -> list[str]:
        """Return who was written to, in order."""
        return [str(one["To"]) for one in self.taken]

    def names(self) -> list[str]:
        """Return the names of the mails, in order."""
        return [str(one["Message-ID"]) for one in self.taken]


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """Run a mail server until the end of the block."""
    postbox = Postbox(port=free_port())
    controller = Controller(postbox, hostname=LOOPBACK, port=postbox.port)
    controller.start()
    try:
        yield postbox
    finally:
        postbox.released.set()
        controller.stop()
