"""Webhooks, posted to a real receiver on this machine."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from threading import Event, Thread

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from engine.queries.people import WebhookAddress
from outputs.channels.delivery import Delayed, Receipt, Undeliverable, Undelivered
from outputs.channels.webhook import Reach, send
from tests.outputs.channels.certificates import make_certificate
from tests.outputs.messages import RECORDED_AT, a_message

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = Reach(networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")))
ANYWHERE = Reach(networks=(ip_network("0.0.0.0/0"), ip_network("::/0")))


def _now() -> datetime:
    """Return the present, to which the receiver's library holds the time a message is sent at."""
    return datetime.now(UTC)


class Receiver:
    """A receiver's answers, and what it was told."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.told: list[tuple[str, dict[str, str], str]] = []
        self.may_answer = Event()
        self.may_answer.set()
        self.port = 0

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """Return what serves one request."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length).decode()
                receiver.told.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                receiver.may_answer.wait(10)
                status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def _serving(receiver: Receiver, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), receiver.handler())
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        receiver.port = server.server_address[1]
        yield receiver
    finally:
        receiver.may_answer.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with _serving(Receiver()) as serving:
        yield serving


def _at(
    receiver: Receiver, host: str = "localhost", path: str = "/in?x=1", scheme: str = "http"
) -> WebhookAddress:
    return WebhookAddress(id="hook", url=f"{scheme}://{host}:{receiver.port}{path}", secret=SECRET)


def test_event_arrives_signed(receiver: Receiver) -> None:
    receipt = send(a_message(), _at(receiver), at=_now(), reach=HERE)

    ((path, headers, body),) = receiver.told
    assert receipt == Receipt(channel="webhook", detail="HTTP 204")
    assert path == "/in?x=1"
    assert headers["host"] == f"localhost:{receiver.port}"
    assert headers["webhook-id"] == a_message().id
    assert Webhook(SECRET).verify(body, headers) == json.loads(body)


def test_signature_holds_for_this_secret_and_this_body_only(receiver: Receiver) -> None:
    send(a_message(), _at(receiver), at=_now(), reach=HERE)

    ((_, headers, body),) = receiver.told
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_bm90IHRoZSBzZWNyZXQgYXQgYWxs").verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace("0001", "0002"), headers)


def test_event_says_which_dossier_and_nothing_of_the_person(receiver: Receiver) -> None:
    send(
        a_message(subject="Nguyễn Văn Ví Dụ", body="sinh ngày 17/05/2000"),
        _at(receiver),
        at=_now(),
        reach=HERE,
    )

    ((_, _, body),) = receiver.told
    assert json.loads(body) == {
        "type": "dossier.voted",
        "timestamp": RECORDED_AT.isoformat(),
        "data": {"dossier": "HS-2022-0001", "event": "voted", "sequence": 12, "notice": "branch_voted"},
    }


def test_event_sent_again_is_the_same_but_for_its_time_stamp(receiver: Receiver) -> None:
    for later in (timedelta(0), timedelta(seconds=90)):
        send(a_message(), _at(receiver), at=_now() + later, reach=HERE)

    (_, first, body), (_, second, again) = receiver.told
    assert (body, first["webhook-id"]) == (again, second["webhook-id"])
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 90
    Webhook(SECRET).verify(again, second)


@pytest.mark.parametrize("secret", [SECRET.removeprefix("whsec_"), SECRET + "==", "whsec_YWJjZA"])
def test_secret_may_be_written_as_the_standard_allows(receiver: Receiver, secret: str) -> None:
    webhook = WebhookAddress(id="hook", url=_at(receiver).url, secret=secret)

    send(a_message(), webhook, at=_now(), reach=HERE)

    ((_, headers, body),) = receiver.told
    Webhook(secret).verify(body, headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_mật khẩu", "whsec_a", "whsec_$$$$"])
def test_secret_that_is_no_key_signs_nothing(receiver: Receiver, secret: str) -> None:
    webhook = WebhookAddress(id="hook", url=_at(receiver).url, secret=secret)

    with pytest.raises(Undeliverable, match=r"webhook\.secret"):
        send(a_message(), webhook, at=_now(), reach=HERE)

    assert receiver.told == []


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_means_it_was_taken(receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {})]

    assert send(a_message(), _at(receiver), at=_now(), reach=HERE).detail == f"HTTP {status}"


@pytest.mark.parametrize(
    ("status", "failure", "code"),
    [
        (400, Undeliverable, "webhook.refused"),
        (401, Undeliverable, "webhook.refused"),
        (404, Undeliverable, "webhook.refused"),
        (410, Undeliverable, "webhook.refused"),
        (408, Delayed, "webhook.deferred"),
        (425, Delayed, "webhook.deferred"),
        (429, Delayed, "webhook.deferred"),
        (500, Delayed, "webhook.deferred"),
        (503, Delayed, "webhook.deferred"),
    ],
)
def test_refusal_says_whether_to_try_again(
    receiver: Receiver, status: int, failure: type[Undelivered], code: str
) -> None:
    receiver.answers = [(status, {})]

    with pytest.raises(Undelivered) as refused:
        send(a_message(), _at(receiver), at=_now(), reach=HERE)

    assert type(refused.value) is failure
    assert (refused.value.code, dict(refused.value.figures)) == (code, {"answer": f"HTTP {status}"})
    assert send(a_message(), _at(receiver), at=_now(), reach=HERE).detail == "HTTP 204"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"location": f"http://localhost:{receiver.port}/elsewhere"})]

    with pytest.raises(Undeliverable, match=r"webhook\.refused"):
        send(a_message(), _at(receiver), at=_now(), reach=HERE)

    assert [path for path, _, _ in receiver.told] == ["/in?x=1"]


def test_receiver_that_does_not_answer_in_time_is_tried_again(receiver: Receiver) -> None:
    receiver.may_answer.clear()

    with pytest.raises(Delayed) as failed:
        send(a_message(), _at(receiver), at=_now(), reach=replace(HERE, timeout_seconds=0.1))

    assert dict(failed.value.figures) == {"reason": "ReadTimeout"}


def test_receiver_that_is_down_or_has_no_address_is_tried_again() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        down = WebhookAddress(id="h", url=f"http://127.0.0.1:{closed.getsockname()[1]}/", secret=SECRET)

    for webhook in (down, WebhookAddress(id="h", url="http://nowhere.invalid/", secret=SECRET)):
        with pytest.raises(Delayed, match=r"webhook\.unreachable"):
            send(a_message(), webhook, at=_now(), reach=HERE)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:169.254.169.254]/",
        "http://2852039166/",  # the same address, written as one number
        "http://0xa9fea9fe/",
        "http://[fe80::1]/",
        "http://[fe80::1%lo]/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://224.0.0.1/",
    ],
)
def test_addresses_where_machines_tell_their_secrets_are_never_called_whatever_is_allowed(url: str) -> None:
    webhook = WebhookAddress(id="hook", url=url, secret=SECRET)

    with pytest.raises(Undeliverable, match=r"webhook\.address reason=reserved"):
        send(a_message(), webhook, at=_now(), reach=ANYWHERE)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "10.1.2.3", "192.168.1.1", "[::1]", "[fd00::1]"])
def test_private_addresses_are_called_only_where_allowed(receiver: Receiver, host: str) -> None:
    with pytest.raises(Undeliverable) as refused:
        send(a_message(), _at(receiver, host), at=_now(), reach=Reach(networks=(ip_network("10.9.0.0/16"),)))

    assert dict(refused.value.figures) == {"reason": "private"}
    assert receiver.told == []
    if host in {"localhost", "127.0.0.1"}:
        assert send(a_message(), _at(receiver, host), at=_now(), reach=HERE).detail == "HTTP 204"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "example.org", "", "http://", "http://user:pw@localhost/",
        "http://localhost:99999/", "http://localhost:x/", "http://local host/", "http://localhost/\r\nX: y",
        "http://địa-chỉ.vn/", "http://[::1/",
    ],
)  # fmt: skip
def test_address_that_is_none_is_never_called(url: str) -> None:
    with pytest.raises(Undeliverable, match=r"webhook\.address reason=url"):
        send(a_message(), WebhookAddress(id="hook", url=url, secret=SECRET), at=_now(), reach=HERE)


def test_receiver_is_held_to_its_certificate_by_the_name_that_was_given(tmp_path: Path) -> None:
    chain, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)

    with _serving(Receiver(), context) as receiver:
        vouched = replace(HERE, authorities=chain)
        receipt = send(a_message(), _at(receiver, scheme="https"), at=_now(), reach=vouched)
        with pytest.raises(Delayed, match="ConnectError"):
            send(a_message(), _at(receiver, "127.0.0.1", scheme="https"), at=_now(), reach=vouched)
        with pytest.raises(Delayed, match="ConnectError"):
            send(a_message(), _at(receiver, scheme="https"), at=_now(), reach=HERE)

    assert receipt.detail == "HTTP 204"
    assert len(receiver.told) == 1
