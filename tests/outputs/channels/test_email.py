"""Mail, against a real mail server on this machine."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from hypothesis import given
from hypothesis import strategies as st

from outputs.channels.delivery import Delayed, Receipt, Undeliverable, Undelivered
from outputs.channels.email import MailServer, letter_of, send
from outputs.notices import compose, notice_ids
from outputs.wording import Language
from tests.outputs.channels.certificates import make_certificate
from tests.outputs.contexts import a_context
from tests.outputs.messages import a_message

NOW = datetime(2022, 3, 2, 1, 30, tzinfo=UTC)


class Office:
    """A mail server's answers, and what it has taken."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answers: dict[str, list[str]] = {"mail": [], "rcpt": [], "data": []}

    def _next(self, command: str, usual: str) -> str:
        waiting = self.answers[command]
        return waiting.pop(0) if waiting else usual

    async def handle_MAIL(  # noqa: N802 -- the server's own name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self._next("mail", "250 OK")
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802 -- as above
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self._next("rcpt", "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 -- as above
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self._next("data", "250 2.0.0 taken as 4711 for bi-thu@example.org")
        if answer.startswith("2"):
            self.taken.append(_bytes(envelope.content))
        return answer

    def letters(self) -> list[EmailMessage]:
        """Return what was taken, read as mail."""
        return [message_from_bytes(one, policy=policy.default) for one in self.taken]


def _served(office: Office, **options: Any) -> Iterator[MailServer]:  # noqa: ANN401 -- the server's own
    port = _free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield MailServer(
            host="localhost", port=port, sender="hoso@quan4.example.vn", security="none", timeout_seconds=5
        )
    finally:
        controller.stop()


def _bytes(content: str | bytes | None) -> bytes:
    assert isinstance(content, bytes)
    return content


def _text(letter: EmailMessage) -> str:
    """Return what a reader sees; lines end as they do in mail."""
    return str(letter.get_content()).replace("\r\n", "\n")


def _free_port() -> int:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return int(closed.getsockname()[1])


def _certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    chain, key = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return chain, context


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def server(office: Office) -> Iterator[MailServer]:
    yield from _served(office)


def test_mail_arrives_as_it_was_written(office: Office, server: MailServer) -> None:
    message = a_message()

    receipt = send(message, server, at=NOW)

    (letter,) = office.letters()
    assert receipt == Receipt(channel="email", detail="250 2.0.0")
    assert (letter["From"], letter["To"]) == ("hoso@quan4.example.vn", "bi-thu@example.org")
    assert letter["Subject"] == message.subject
    assert _text(letter) == message.body + "\n"
    assert letter["Date"].datetime == NOW
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "vi"
    assert letter.get_content_type() == "text/plain"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_notice_survives_the_mail(office: Office, server: MailServer, language: Language) -> None:
    written = [compose(notice, a_context(), language) for notice in sorted(notice_ids())]

    for subject, body in written:
        send(a_message(subject=subject, body=body, language=language), server, at=NOW)

    assert [(one["Subject"], _text(one)) for one in office.letters()] == [
        (subject, body + "\n") for subject, body in written
    ]


def test_mail_is_plain_ascii_on_the_wire(office: Office, server: MailServer) -> None:
    send(a_message(body="Chữ có dấu: ẫ, Ỹ, đ; " * 200), server, at=NOW)

    assert office.taken[0].isascii()
    assert max(len(line) for line in office.taken[0].splitlines()) <= 78


def test_mail_sent_again_is_recognised_by_its_number(office: Office, server: MailServer) -> None:
    for message in (a_message(), a_message(), a_message(id="1" * 40)):
        send(message, server, at=NOW)

    first, second, other = (one["Message-ID"] for one in office.letters())
    assert first == second == f"<{a_message().id}@quan4.example.vn>"
    assert other != first


@pytest.mark.parametrize(
    ("command", "answer", "failure", "code", "codes"),
    [
        ("rcpt", "550 5.1.1 <bi-thu@example.org> no such user", Undeliverable, "mail.refused", "550 5.1.1"),
        ("rcpt", "553 no", Undeliverable, "mail.refused", "553"),
        ("rcpt", "450 4.2.0 greylisted, come back", Delayed, "mail.deferred", "450 4.2.0"),
        ("data", "554 5.7.1 looks like spam", Undeliverable, "mail.refused", "554 5.7.1"),
        ("data", "452 4.3.1 disk full", Delayed, "mail.deferred", "452 4.3.1"),
        ("mail", "550 5.7.1 hoso@quan4.example.vn may not send", Delayed, "mail.sender", "550 5.7.1"),
        ("mail", "451 4.7.1 later", Delayed, "mail.sender", "451 4.7.1"),
    ],
)
def test_refusal_says_whether_to_try_again_and_names_no_address(
    office: Office, server: MailServer, command: str, answer: str, failure: type[Undelivered], code: str,
    codes: str,
) -> None:  # fmt: skip
    office.answers[command] = [answer]

    with pytest.raises(Undelivered) as refused:
        send(a_message(), server, at=NOW)

    assert type(refused.value) is failure
    assert (refused.value.code, dict(refused.value.figures)) == (code, {"answer": codes})
    assert office.taken == []


def test_mail_put_off_is_taken_at_the_next_attempt(office: Office, server: MailServer) -> None:
    office.answers["rcpt"] = ["451 4.7.1 greylisted"]

    with pytest.raises(Delayed):
        send(a_message(), server, at=NOW)
    receipt = send(a_message(), server, at=NOW)

    assert receipt.detail == "250 2.0.0"
    assert len(office.taken) == 1


def test_server_that_is_down_is_tried_again() -> None:
    port = _free_port()

    with pytest.raises(Delayed) as failed:
        send(a_message(), MailServer(host="127.0.0.1", port=port, sender="a@b.vn", security="none"), at=NOW)

    assert dict(failed.value.figures) == {"server": f"127.0.0.1:{port}"}


def test_server_that_never_answers_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = MailServer(
            host="127.0.0.1", port=silent.getsockname()[1], sender="a@b.vn", security="none",
            timeout_seconds=0.1,
        )  # fmt: skip

        with pytest.raises(Delayed, match=r"mail\.unreachable"):
            send(a_message(), server, at=NOW)


@pytest.mark.parametrize(
    "to",
    [
        "nobody", "a@", "@b.vn", "a@b.vn,c@d.vn", "a@b.vn\nBcc: c@d.vn", "a b@c.vn", "<a@b.vn>", "ạ@b.vn",
        "a@b.vn ", 'a"@b.vn', "a@b.vn\x00", "a@-b", "", "a@b@c",
    ],
)  # fmt: skip
def test_address_that_is_none_is_never_written_to(office: Office, server: MailServer, to: str) -> None:
    with pytest.raises(Undeliverable, match=r"mail\.address"):
        send(a_message(to=to), server, at=NOW)

    assert office.taken == []


@pytest.mark.parametrize("subject", ["Một\nBcc: c@d.vn", "Một\r\n\r\nthân", "Một\x00", "Một\u2028hai"])
def test_subject_that_would_forge_a_header_is_refused(
    office: Office, server: MailServer, subject: str
) -> None:
    with pytest.raises(Undeliverable, match=r"mail\.header"):
        send(a_message(subject=subject), server, at=NOW)

    assert office.taken == []


def test_body_cannot_end_the_mail_early(office: Office, server: MailServer) -> None:
    body = "Dòng một\n.\nRSET\nBcc: c@d.vn\n\n.."

    send(a_message(body=body), server, at=NOW)

    (letter,) = office.letters()
    assert _text(letter) == body + "\n"
    assert letter["Bcc"] is None


def test_mail_goes_encrypted_to_a_server_that_is_vouched_for(office: Office, tmp_path: Path) -> None:
    chain, context = _certified(tmp_path)

    for server in _served(office, tls_context=context, require_starttls=True):
        safe = replace(server, security="starttls", authorities=chain)
        receipt = send(a_message(), safe, at=NOW)
        with pytest.raises(Delayed, match=r"mail\.unreachable"):
            send(a_message(), replace(safe, authorities=None), at=NOW)
        with pytest.raises(Delayed):
            send(a_message(), server, at=NOW)

    assert receipt.detail == "250 2.0.0"
    assert len(office.taken) == 1


def test_mail_is_not_sent_in_the_clear_when_encryption_is_asked_for(
    office: Office, server: MailServer
) -> None:
    with pytest.raises(Delayed, match=r"mail\.unreachable"):
        send(a_message(), replace(server, security="starttls"), at=NOW)

    assert office.taken == []


def test_wrong_password_is_the_office_s_own_fault(office: Office, tmp_path: Path) -> None:
    def known(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=said == LoginPassword(b"hoso", b"dung"), handled=False)

    chain, context = _certified(tmp_path)
    for server in _served(office, tls_context=context, authenticator=known, auth_required=True):
        safe = replace(server, security="starttls", authorities=chain)
        signed_in = replace(safe, user="hoso", password="dung")
        receipt = send(a_message(), signed_in, at=NOW)
        with pytest.raises(Delayed, match=r"mail\.login"):
            send(a_message(), replace(signed_in, password="sai"), at=NOW)

    assert receipt.detail == "250 2.0.0"
    assert "dung" not in repr(signed_in)
    assert len(office.taken) == 1


@given(subject=st.text(st.sampled_from("aỹẫđ .:,“”–7 "), min_size=1, max_size=200))
def test_subject_of_any_length_reads_as_it_was_written(subject: str) -> None:
    server = MailServer(host="localhost", port=25, sender="hoso@quan4.example.vn")

    letter = letter_of(a_message(subject=subject), server, NOW).as_bytes()

    # Blanks at its ends do not survive in any header; our subjects have none.
    assert message_from_bytes(letter, policy=policy.default)["Subject"].strip() == subject.strip()
    assert max(len(line) for line in letter.splitlines()) <= 78


@pytest.mark.parametrize("sender", ["", "hoso", "hoso@b.vn\nBcc: c@d.vn"])
def test_sender_that_is_no_address_is_refused_at_once(sender: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        MailServer(host="localhost", port=25, sender=sender)


def test_letter_has_these_headers_and_no_others() -> None:
    server = MailServer(host="localhost", port=25, sender="hoso@quan4.example.vn")

    letter = letter_of(a_message(), server, NOW)

    assert letter.keys() == [
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "From", "To", "Subject", "Date",
        "Message-ID", "Auto-Submitted", "Content-Language",
    ]  # fmt: skip
