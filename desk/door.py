"""The door: whoever has not signed in is asked to, and finds again what they were about to send."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from desk.asking import Asked
from desk.devices import known_by
from desk.sessions import token_of
from desk.templating import page, see_other
from engine import held, sessions

THEN = "_then"
"""Posted name of the address to go to after signing in."""
AGAIN = "again"
"""Asked of an address whose page must say that what was sent there was not kept."""
_NEVER_HELD = frozenset(
    {"_proof", "_code", "_password", "present", "password", "again", "passphrase", "_sure", "_choice"}
)
"""Passwords and codes are typed again, votes are chosen again: they are kept nowhere. What was sure then is
checked once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page that asks for login name and password."""

    TEMPLATE: ClassVar[str] = "sign_in.html"

    then: str
    login: str
    error: str
    is_held: bool
    """Whether a form came too late and waits for who typed it."""
    is_lost: bool
    """Whether a form came from nobody we know, and is kept nowhere."""
    provider: str
    """Name of the organisation's identity provider; empty where it has none."""


def context(asked: Asked, then: str) -> Context:
    """Return the sign-in page as it is first shown."""
    provider = asked.desk.provider.name if asked.desk.provider else ""
    return Context(then=then, login="", error="", is_held=False, is_lost=False, provider=provider)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartContext:
    """The line a script shows where a draft would have been saved."""

    TEMPLATE: ClassVar[str] = "signed_out.html"


def at_the_door(asked: Asked) -> Response:
    """Ask whoever has not signed in to do so; a form that came too late is held for them."""
    if asked.is_partial and asked.request.method == "GET":
        # A script would swap the sign-in page into the middle of another: the browser is to load it instead.
        return Response(status_code=401, headers={"HX-Redirect": f"/sign-in?{urlencode({'then': '/'})}"})
    if asked.is_partial:
        # Nor may it load another page now: what is typed in this one would be gone.
        return page(asked, PartContext(), status=401)
    if asked.request.method == "GET":
        return see_other(f"/sign-in?{urlencode({'then': asked.here})}")
    is_held = _held(asked)
    # Whoever signs in next may be somebody else: nothing of what was typed stands here.
    return page(asked, replace(context(asked, "/"), is_held=is_held, is_lost=not is_held), status=401)


def turned_away(asked: Asked) -> Response:
    """Ask whoever sent what may be kept nowhere to sign in; the page they sent it from tells them so."""
    again = f"{asked.request.url.path}?{urlencode({AGAIN: '1'})}"
    return see_other(f"/sign-in?{urlencode({'then': again})}")


def _held(asked: Asked) -> bool:
    """Keep a form that came too late for who typed it and nobody else; say whether that could be done."""
    desk = asked.desk
    with desk.database.reading() as session:
        author = sessions.owner_of(session, token_of(asked), known_by(asked))
    posted = ((name, given) for name, given in asked.posted.multi_items() if isinstance(given, str))
    fields = [(name, given) for name, given in posted if name not in _NEVER_HELD]
    return author is not None and held.hold(desk.database, author, asked.here, fields, asked.at)


def own_address(given: str) -> str:
    """Return an address of our own to go to, and the first page in place of any other."""
    parts = urlsplit(given)
    is_ours = (
        given.startswith("/")
        and not given.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    return given if is_ours and given.isprintable() and "\\" not in given else "/"
