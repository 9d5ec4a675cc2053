"""The cookie of a session: how it is named, set, read and taken away."""

from __future__ import annotations

from starlette.responses import Response

from desk.asking import Asked
from desk.office import Desk
from engine import sessions
from engine.sessions import SignedIn

_LONGEST_TOKEN = 100


def cookie_name(desk: Desk) -> str:
    """Return the cookie's name: browsers take `__Host-` from no other host and over https alone."""
    return "__Host-diudat" if desk.is_encrypted else "diudat"


def token_of(asked: Asked) -> str:
    """Return the token a browser holds, whether or not it still serves; empty where it holds none."""
    token = asked.request.cookies.get(cookie_name(asked.desk), "")
    return token if len(token) <= _LONGEST_TOKEN else ""


def of_request(asked: Asked) -> SignedIn | None:
    """Return the session a request belongs to, and note that it is used, unless by a page left open."""
    token = token_of(asked)
    if not token:
        return None
    with asked.desk.database.reading() as session:
        signed_in = sessions.of_token(session, token, asked.at)
    if signed_in is not None and not asked.is_by_itself:
        sessions.seen(asked.desk.database, signed_in, asked.at)
    return signed_in


def set_cookie(response: Response, desk: Desk, token: str) -> None:
    """Hand a browser its session; it ends with the browser, and on the server at the latest."""
    response.set_cookie(
        cookie_name(desk), token, httponly=True, samesite="lax", secure=desk.is_encrypted, path="/"
    )


def clear_cookie(response: Response, desk: Desk) -> None:
    """Take the session's cookie away."""
    response.delete_cookie(
        cookie_name(desk), httponly=True, samesite="lax", secure=desk.is_encrypted, path="/"
    )
