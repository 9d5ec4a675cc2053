"""Signing in at the organisation's own identity provider: OpenID Connect, code flow with PKCE.

Needs the extra `sso`. The client is our own, over httpx and joserfc: Authlib's warns of leaving httpx.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from models.errors import Forbidden, Malformed, OutsideFailure

_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = 10
_SIGNED_WITH = ["RS256", "ES256", "PS256", "EdDSA"]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The organisation's identity provider, and how the desk is known to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "preferred_username"
    """What of the identity names the account."""

    @property
    def name(self) -> str:
        """Return what people call it: its host."""
        return urlsplit(self.issuer).hostname or self.issuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What the browser keeps while it is away at the provider."""

    state: str
    nonce: str
    verifier: str
    then: str


def depart(then: str) -> Journey:
    """Begin a journey to the provider and back."""
    return Journey(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        then=then,
    )


def address(provider: Provider, journey: Journey, back: str, *, anew: bool) -> str:
    """Return where the browser is sent; `anew` has the person prove themselves even if signed in there."""
    hashed = hashlib.sha256(journey.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid profile email",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": base64.urlsafe_b64encode(hashed).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    } | ({"prompt": "login", "max_age": "0"} if anew else {})
    endpoint = str(_discovered(provider)["authorization_endpoint"])
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def arrived(provider: Provider, journey: Journey, answer: Mapping[str, str], back: str, at: datetime) -> str:
    """Return the name under which the provider knows whoever came back.

    Raises `Forbidden` where it refused or its word does not verify, `OutsideFailure` where it is silent.
    """
    if not secrets.compare_digest(answer.get("state", ""), journey.state) or "code" not in answer:
        raise Forbidden("identity.refused")
    found = _discovered(provider)
    token = _fetched(
        "POST",
        str(found["token_endpoint"]),
        data={
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": back,
            "code_verifier": journey.verifier,
        },
        auth=(provider.client_id, provider.client_secret),
    )
    claims = _verified(provider, journey, str(token.get("id_token", "")), str(found["jwks_uri"]), at)
    name = claims.get(provider.claim)
    if not isinstance(name, str) or not name:
        raise Forbidden("identity.unnamed", claim=provider.claim)
    return name


def _verified(
    provider: Provider, journey: Journey, token: str, keys_at: str, at: datetime
) -> Mapping[str, Any]:
    from joserfc import jwt  # noqa: PLC0415 -- an extra, which an office without a provider does not install
    from joserfc.errors import JoseError  # noqa: PLC0415 -- as above
    from joserfc.jwk import KeySet  # noqa: PLC0415 -- as above

    rules = jwt.JWTClaimsRegistry(
        now=lambda: int(at.timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        nonce={"essential": True, "value": journey.nonce},
    )
    published: Any = _fetched("GET", keys_at)
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(published), algorithms=_SIGNED_WITH)
        rules.validate(decoded.claims)
    except (JoseError, ValueError) as wrong:
        raise Forbidden("identity.refused") from wrong
    return decoded.claims


def _discovered(provider: Provider) -> Mapping[str, Any]:
    found = _fetched("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    wanted = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if any(not isinstance(found.get(name), str) for name in wanted) or found["issuer"] != provider.issuer:
        raise OutsideFailure("identity.unreachable", provider=provider.name)
    return found


@cache
def _trusted() -> ssl.SSLContext:
    """Return whose certificates are believed; reading them anew would take a tenth of a second each time."""
    return httpx.create_ssl_context()


def _fetched(method: str, where: str, **sent: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- as httpx takes it
    parts = urlsplit(where)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise Malformed("identity.unencrypted", address=where)
    try:
        answer = httpx.request(method, where, timeout=_TIMEOUT_SECONDS, verify=_trusted(), **sent)
        told = answer.raise_for_status().json()
    except httpx.HTTPStatusError as refused:
        if refused.response.is_client_error and method == "POST":
            raise Forbidden("identity.refused") from refused
        raise OutsideFailure("identity.unreachable", provider=parts.hostname or where) from refused
    except (httpx.HTTPError, ValueError) as silent:
        raise OutsideFailure("identity.unreachable", provider=parts.hostname or where) from silent
    if not isinstance(told, dict):
        raise OutsideFailure("identity.unreachable", provider=parts.hostname or where)
    return told
