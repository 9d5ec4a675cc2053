"""Mail: one plain-text message to one address, in UTF-8, recognisable when it is sent a second time."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from models.address import is_address
from outputs.channels.delivery import Delayed, Receipt, Undeliverable, Undelivered
from outputs.notices import Message

CHANNEL = "email"
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")  # enhanced status code, RFC 3463
_FIRST_PERMANENT = 500
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_ON_THE_WIRE = compat32.clone(linesep="\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The office's mail server, and the address its mails come from."""

    host: str
    port: int
    sender: str
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: Path | None = None
    """Certificates that vouch for the server, where the system's own do not."""
    timeout_seconds: float = 30.0
    """For each answer of the server."""

    def __post_init__(self) -> None:
        if not is_address(self.sender):
            raise ValueError(f"no mail address: {self.sender!r}")

    @property
    def domain(self) -> str:
        """Return what stands behind the @ of the sender."""
        return self.sender.rpartition("@")[2]


def send(message: Message, server: MailServer, *, at: datetime) -> Receipt:
    """Send one mail at an instant (UTC); returns when the server has taken it.

    Raises `Delayed` while the server cannot be reached, does not know us or asks us to come back, and
    `Undeliverable` when it refuses the recipient or the mail, or the address is none.
    """
    letter = letter_of(message, server, at)
    try:
        answer = asyncio.run(_sent(letter.as_bytes(policy=_ON_THE_WIRE), message.to, server))
    except SMTPException as error:
        raise _failure(error, server) from error
    except OSError as error:
        raise Delayed("mail.unreachable", server=f"{server.host}:{server.port}") from error
    return Receipt(channel=CHANNEL, detail=_codes(250, answer))


def letter_of(message: Message, server: MailServer, at: datetime) -> MIMEText:
    """Return the mail as it will be written; raises `Undeliverable` for what no header may hold.

    Written with the older of Python's two mail libraries: the newer loses blanks where it folds a long
    subject with marks (“của người” arrives as “củangười”).
    """
    if not is_address(message.to):
        raise Undeliverable("mail.address")
    if not message.subject.isprintable():
        raise Undeliverable("mail.header")
    letter = MIMEText(message.body + "\n", "plain", _UTF8)  # type: ignore[arg-type]  # it takes both
    letter["From"] = server.sender
    letter["To"] = message.to
    letter["Subject"] = Header(message.subject, _UTF8, header_name="Subject").encode()
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{message.id}@{server.domain}>"
    letter["Auto-Submitted"] = "auto-generated"  # so that absence notes do not answer it, RFC 3834
    letter["Content-Language"] = message.language
    return letter


async def _sent(letter: bytes, to: str, server: MailServer) -> str:
    client = SMTP(
        hostname=server.host,
        port=server.port,
        local_hostname=server.domain,  # else the system's name is looked up, which may take seconds
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        username=server.user or None,
        password=server.password or None,
        cert_bundle=str(server.authorities) if server.authorities else None,
        timeout=server.timeout_seconds,
    )
    async with client:
        _, answer = await client.sendmail(server.sender, [to], letter)
    return answer


def _failure(error: SMTPException, server: MailServer) -> Undelivered:
    match error:
        case SMTPRecipientsRefused(recipients=[first, *_]):
            return _by_code(first)
        case SMTPAuthenticationError():
            return Delayed("mail.login", answer=_codes(error.code, error.message))
        case SMTPSenderRefused():  # our own address: nothing is wrong with the recipient
            return Delayed("mail.sender", answer=_codes(error.code, error.message))
        case SMTPConnectError() | SMTPHeloError():
            return Delayed("mail.unreachable", server=f"{server.host}:{server.port}")
        case SMTPResponseException():
            return _by_code(error)
        case _:
            return Delayed("mail.unreachable", server=f"{server.host}:{server.port}")


def _by_code(error: SMTPResponseException) -> Undelivered:
    answer = _codes(error.code, error.message)
    if error.code >= _FIRST_PERMANENT:
        return Undeliverable("mail.refused", answer=answer)
    return Delayed("mail.deferred", answer=answer)


def _codes(code: int, words: str) -> str:
    """Return the codes of an answer; its words may repeat the address."""
    status = _STATUS.match(words)
    return f"{code} {status.group()}" if status else str(code)
