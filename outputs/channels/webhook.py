"""Webhooks: events of a unit's dossiers, posted to an address of its choice, signed (Standard Webhooks)."""

from __future__ import annotations

import json
import re
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import httpx
from standardwebhooks import Webhook

from engine.queries.people import WebhookAddress
from models.signing import key_of
from outputs.channels.delivery import Delayed, Receipt, Undeliverable
from outputs.notices import Message

CHANNEL = "webhook"
_PORTS = {"http": 80, "https": 443}
_WRITABLE = re.compile(r"[!-~]+")
_COME_BACK_LATER = frozenset({408, 425, 429})
_FIRST_OF_SERVER = 500

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far webhooks may go."""

    networks: tuple[Network, ...] = ()
    """Networks of the office's own in which receivers may stand; public addresses may always be told."""
    authorities: Path | None = None
    """Certificates that vouch for receivers, where those the program brings along do not."""
    timeout_seconds: float = 10.0
    """For connecting, and for the answer."""


def send(message: Message, webhook: WebhookAddress, *, at: datetime, reach: Reach) -> Receipt:
    """Post one event at an instant (UTC), and return when the receiver has taken it.

    Raises `Delayed` while the receiver cannot be reached, fails or asks us to come back, and `Undeliverable`
    when it refuses, is gone, points elsewhere, or its address or secret cannot be used.
    """
    body = _body(message)
    headers = _headers(message, webhook, body, at)
    target, host = _pinned(webhook.url, reach)
    try:
        status = _posted(target, host, headers, body, reach)
    except httpx.TransportError as error:
        raise Delayed("webhook.unreachable", reason=type(error).__name__) from error
    if 200 <= status < 300:  # noqa: PLR2004 -- taken, by HTTP's own count
        return Receipt(channel=CHANNEL, detail=f"HTTP {status}")
    if status >= _FIRST_OF_SERVER or status in _COME_BACK_LATER:
        raise Delayed("webhook.deferred", answer=f"HTTP {status}")
    raise Undeliverable("webhook.refused", answer=f"HTTP {status}")


def _body(message: Message) -> str:
    """Return what is posted: which dossier, which event, and nothing of the person it is about."""
    told = {
        "type": f"dossier.{message.event}",
        "timestamp": message.at.astimezone(UTC).isoformat(),
        "data": {
            "dossier": message.dossier,
            "event": message.event,
            "sequence": message.about,
            "notice": message.notice,
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _headers(message: Message, webhook: WebhookAddress, body: str, at: datetime) -> dict[str, str]:
    at = at.astimezone(UTC)  # the library takes any time for UTC
    return {
        "content-type": "application/json",
        "user-agent": "diudat",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(_key(webhook.secret)).sign(message.id, at, body),
    }


def _key(secret: str) -> bytes:
    """Return the key behind `whsec_…`: the library would pass over letters that are no base64."""
    key = key_of(secret)
    if key is None:
        raise Undeliverable("webhook.secret")
    return key


def _pinned(url: str, reach: Reach) -> tuple[str, SplitResult]:
    """Return the address to connect to, already looked up, and the parts of the one that was given.

    The name is looked up once and every answer is judged, so that no second answer can lead elsewhere.
    """
    try:
        given = urlsplit(url)
        port = given.port or _PORTS[given.scheme]
    except (ValueError, KeyError):
        raise Undeliverable("webhook.address", reason="url") from None
    if not given.hostname or given.username is not None or not _WRITABLE.fullmatch(url):
        raise Undeliverable("webhook.address", reason="url")
    found = _looked_up(given.hostname, port)
    for one in found:
        _judge(one, reach)
    literal = f"[{found[0]}]" if isinstance(found[0], IPv6Address) else str(found[0])
    target = given._replace(netloc=f"{literal}:{port}", fragment="")
    return target.geturl(), given


def _looked_up(host: str, port: int) -> list[Address]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Delayed("webhook.unreachable", reason="name") from None
    return [_plain(ip_address(str(answer[4][0]).partition("%")[0])) for answer in answers]


def _plain(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one may only wrap."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _judge(address: Address, reach: Reach) -> None:
    """Refuse addresses where machines tell their own secrets, and private ones nobody has allowed."""
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        raise Undeliverable("webhook.address", reason="reserved")
    if not address.is_global and not any(address in network for network in reach.networks):
        raise Undeliverable("webhook.address", reason="private")


def _posted(target: str, given: SplitResult, headers: dict[str, str], body: str, reach: Reach) -> int:
    with (
        httpx.Client(
            timeout=reach.timeout_seconds,
            verify=_trust(reach.authorities),
            follow_redirects=False,
            trust_env=False,
        ) as client,
        client.stream(
            "POST",
            target,
            content=body.encode(),
            headers=headers | {"host": given.netloc},
            extensions={"sni_hostname": str(given.hostname)},
        ) as response,
    ):
        return response.status_code


@cache
def _trust(authorities: Path | None) -> ssl.SSLContext:
    """Return what receivers are held to; reading the certificates takes longer than posting."""
    return ssl.create_default_context(cafile=authorities) if authorities else httpx.create_ssl_context()
