"""A mail server of the demo's own, on loopback: what it is given lies in a folder, and goes nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from console.prefect_server import LOOPBACK, free_port


class _Postman:
    """Puts every mail into the folder, numbered as it came."""

    def __init__(self, folder: Path) -> None:
        """Begin at one."""
        self._folder = folder
        self._numbers = count(1)

    async def handle_DATA(  # noqa: N802 -- the name aiosmtpd looks for
        self,
        server: SMTP,  # noqa: ARG002 -- aiosmtpd hands it over
        session: Session,  # noqa: ARG002 -- as above
        envelope: Envelope,
    ) -> str:
        """Keep a mail."""
        whom = str(envelope.rcpt_tos[0]).partition("@")[0]
        content = envelope.content
        text = content.encode() if isinstance(content, str) else content or b""
        (self._folder / f"{next(self._numbers):05}-{whom}.eml").write_bytes(text)
        return "250 OK"


@contextmanager
def open_postbox(folder: Path) -> Iterator[int]:
    """Accept mails into a folder; give the port."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(_Postman(folder), hostname=LOOPBACK, port=free_port())
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()
