"""What every request passes first, a known host and our own origin, and what every answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the style sheet draws its ticks and arrows as data
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
"""The content security policy of every page."""
FRAMED_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
)
"""The policy of a made document shown inside a page: it may be looked at, and do nothing."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN_TO_ANY_HOST = frozenset({"/healthz", "/readyz"})
_OUR_OWN = frozenset({"same-origin", "none"})
_FOR_PROGRAMS = "/api/"
"""Below it cookies are not looked at: no page can have a browser do anything there."""


def policy(**changed: str) -> str:
    """Return the content security policy of a page, with directives changed by name (`frame_src=…`)."""
    held = {**PAGE_POLICY} | {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in held.items())


@dataclass(frozen=True, slots=True)
class SecureHeaders:
    """Gives every answer the headers that keep a browser from doing more than the page means."""

    app: ASGIApp
    encrypted: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to whatever the desk answers, unless the answer brings its own."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, answer)

    def _add(self, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if self.encrypted:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")


_HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # not `no-referrer`: the guard below falls back on it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
    # Offices share computers: what was read must not come back with the back button after signing out.
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class KnownHost:
    """Answers only under the desk's own names, so that no other name can be made to point here."""

    app: ASGIApp
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a host that is not ours, but let a balancer ask whether the desk is well."""
        if scope["type"] == "http" and scope["path"] not in _OPEN_TO_ANY_HOST:
            asked = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname
            if asked not in self.hosts:
                told = f"No desk is called {asked!r} here. Set DIUDAT_PUBLIC_URL to the address people use.\n"
                await PlainTextResponse(told, status_code=421)(scope, receive, send)
                return
        await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class SameOrigin:
    """Lets only our own pages change anything: a form on a foreign page is refused before it is read."""

    app: ASGIApp
    origin: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what another origin had a browser send."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and not self._is_ours(scope):
            told = "Yêu cầu đến từ trang khác nên bị từ chối. / Sent from another site, so it was refused.\n"
            await PlainTextResponse(told, status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if scope["path"].startswith(_FOR_PROGRAMS):
            return True
        headers = Headers(scope=scope)
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in _OUR_OWN
        # Browsers before 2023 and phones' old web views say only where the form stood.
        sent_from = headers.get("origin") or _origin(headers.get("referer", ""))
        return sent_from in {self.origin, f"{scope['scheme']}://{headers.get('host', '')}"}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
