"""Browsers: what people call them, how they are known again, and whom it is told when one is new."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import cast

from starlette.responses import Response

from desk.asking import Asked
from engine import messages, sessions
from outputs import letters
from outputs.wording import Language
from outputs.wording.language import mark, translate

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_NAMED = mark("%(browser)s trên %(system)s")
_UNKNOWN = mark("Trình duyệt không rõ tên")
_ON_PHONES = ("Mobile", "Android", "iPhone")
_KEPT = timedelta(days=400)
"""The longest that browsers keep a cookie."""
_TOKEN_BYTES = 24
_LONGEST_TOKEN = 100


def device_name(user_agent: str, language: Language) -> str:
    """Return what readers call a browser."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), None)
    if browser is None or system is None:
        return translate(_UNKNOWN, language)
    return translate(_NAMED, language) % {"browser": browser, "system": system}


def is_phone(user_agent: str) -> bool:
    """Say whether a browser runs on a phone."""
    return any(sign in user_agent for sign in _ON_PHONES)


def known_by(asked: Asked) -> str:
    """Return what the browser keeps to be known again; something new where it keeps nothing."""
    kept = asked.request.cookies.get(_cookie(asked), "")
    return kept if 0 < len(kept) <= _LONGEST_TOKEN else secrets.token_urlsafe(_TOKEN_BYTES)


def remember(response: Response, asked: Asked, token: str) -> None:
    """Have the browser keep what it is known by, also after signing out."""
    response.set_cookie(
        _cookie(asked),
        token,
        max_age=int(_KEPT.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=asked.desk.is_encrypted,
        path="/",
    )


def is_new(asked: Asked, account: str, token: str) -> bool:
    """Say whether an account comes from a browser it has not used, or not for a long time."""
    with asked.desk.database.reading() as session:
        return sessions.is_new_device(session, account, token)


def tell_of_new(asked: Asked, account: str) -> None:
    """Tell whoever the account belongs to that it was signed in to in a new browser."""
    desk = asked.desk
    with desk.database.reading() as session:
        reader = messages.reader_of(session, account)
    if reader is None:
        return
    language = cast("Language", reader.language)
    name = device_name(asked.request.headers.get("User-Agent", ""), language)
    subject, body = letters.new_device(
        name, asked.address, language, at=asked.at, zone=desk.zone, base_url=desk.public_url
    )
    messages.tell(desk.database, reader.person, letters.NEW_DEVICE, subject, body, asked.at)
    desk.registry.wake()


def _cookie(asked: Asked) -> str:
    return "__Host-known" if asked.desk.is_encrypted else "known"
