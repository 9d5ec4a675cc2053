"""The keys that do something on every page, and turning them off in this browser.

Screen readers and voice control have single letters of their own, which these would take from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.routes import get, post
from desk.shell import KEYS, OFF
from desk.templating import page, see_other

PATH = "/profile/keys"
_A_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The keys; whether they are on is known to the frame of every page."""

    TEMPLATE: ClassVar[str] = "keys.html"

    is_changed: bool


def show(asked: Asked) -> Response:
    """Show the keys, and whether they are on in this browser."""
    return page(asked, Context(is_changed=asked.query("changed") == "yes"))


def post_choose(asked: Asked) -> Response:
    """Turn the keys off or on in this browser, whoever signs in there."""
    response = see_other(f"{PATH}?changed=yes")
    if asked.text("keys") == OFF:
        response.set_cookie(
            KEYS, OFF, max_age=_A_YEAR_SECONDS, httponly=True, samesite="lax", secure=asked.desk.is_encrypted
        )
    else:
        response.delete_cookie(KEYS, httponly=True, samesite="lax", secure=asked.desk.is_encrypted)
    return response


ROUTES = (get(PATH, show), post(PATH, post_choose))
