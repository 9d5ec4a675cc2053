"""A small identity provider on this machine that speaks OpenID Connect for real, and can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "diudat", "a secret between the two"


@cache
def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "1"})


@dataclass
class IdentityProvider:
    """What the provider knows, and what it says otherwise than it should."""

    issuer: str = ""
    now: int = 0
    name: str = ""
    """Whom it vouches for."""
    lies: dict[str, Any] = field(default_factory=dict)
    """Claims it changes; None leaves one out."""
    signs_with: RSAKey = field(default_factory=_key)
    publishes: RSAKey | None = None
    """Key it publishes, if another than it signs with."""
    asked: dict[str, str] = field(default_factory=dict)
    """What the browser brought when it was sent here last."""

    def discovery(self) -> dict[str, Any]:
        """Say where everything is."""
        return {
            "issuer": self.lies.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def consent(self, address: str) -> dict[str, str]:
        """Do what a person does there: sign in, and be sent back; return what the browser brings back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return {"code": "the-code", "state": self.asked["state"]}

    def token(self, posted: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Give a token for the code, to nobody but the client that asked and can show its verifier."""
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        hashed = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        right = (
            authorization == f"Basic {basic}"
            and posted.get("code") == "the-code"
            and shown == self.asked.get("code_challenge")
            and posted.get("redirect_uri") == self.asked.get("redirect_uri")
        )
        if not right:
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer, "aud": CLIENT, "exp": self.now + 300, "iat": self.now,
            "nonce": self.asked.get("nonce"), "preferred_username": self.name,
        } | self.lies  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        return 200, {"id_token": jwt.encode({"alg": "RS256", "kid": "1"}, kept, self.signs_with)}


@contextmanager
def provider_at_work() -> Iterator[IdentityProvider]:
    """Run an identity provider on a free port."""
    known = IdentityProvider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("openid-configuration"):
                self._answer(200, known.discovery())
            else:
                key = known.publishes or known.signs_with
                self._answer(200, {"keys": [key.as_dict(private=False)]})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            posted = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*known.token(posted, self.headers.get("Authorization", "")))

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            text = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        known.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        known.now = int(time.time())
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield known
        server.shutdown()
