"""The door: whoever has not signed in is asked to, and finds again what they were about to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from starlette.responses import Response

from desk.asking import Asked
from desk.templating import page, see_other

THEN = "_then"
"""Posted name of the address to go to after signing in."""
HELD = "_held."
"""Posted names beginning like this were typed before the session ran out."""
_NEVER_HELD = frozenset({"_proof", "_code", "_password", "present", "password", "again", "passphrase"})
"""Passwords and codes are typed again: they are written into no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page that asks for login name and password."""

    TEMPLATE: ClassVar[str] = "sign_in.html"

    then: str
    held: tuple[tuple[str, str], ...]
    """What was typed before the session ran out, carried along."""
    login: str
    error: str
    expired: bool
    provider: str
    """Name of the organisation's identity provider; empty where it has none."""


def context(asked: Asked, then: str) -> Context:
    """Return the sign-in page as it is first shown."""
    provider = asked.desk.provider.name if asked.desk.provider else ""
    return Context(then=then, held=(), login="", error="", expired=False, provider=provider)


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
    posted = [(name, given) for name, given in asked.posted.multi_items() if isinstance(given, str)]
    shown = replace(context(asked, asked.here), held=held_of(posted), expired=True)
    return page(asked, shown, status=401)


def held_of(posted: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what was typed, under names that the sign-in page does not mistake for its own."""
    return tuple((f"{HELD}{name}", given) for name, given in posted if name not in _NEVER_HELD)


def still_held(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Return what the sign-in page carried along, still under those names."""
    return tuple(
        (name, given)
        for name, given in asked.posted.multi_items()
        if isinstance(given, str) and name.startswith(HELD)
    )


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
