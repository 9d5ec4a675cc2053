"""Proving oneself again: deciding, exporting lists and changing rights ask for the password anew.

The page that asks carries along all that was typed and sends it to the same address, together with the proof:
nothing is typed twice, and nothing is done before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.templating import page
from engine import accounts, sessions
from outputs.wording.language import mark, translate

PROOF = "_proof"
"""Posted name of the password or code typed to prove oneself again."""
THEN = "_then"
"""Posted name of the address to show afterwards."""

_WRONG = mark("Mật khẩu hoặc mã không đúng. Nhập lại.")
_WAIT = mark("Sai nhiều lần. Thử lại sau %(seconds)s giây.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page that asks who is there."""

    TEMPLATE: ClassVar[str] = "elevation.html"

    action: str
    carried: tuple[tuple[str, str], ...]
    """What was typed, to be sent again with the proof."""
    has_password: bool
    """False for those who prove themselves at the organisation's identity provider."""
    has_second_factor: bool
    error: str


def elevated(handler: Callable[[Asked], Response]) -> Callable[[Asked], Response]:
    """Let a handler run only for a session that proved itself within the last 15 minutes."""

    @wraps(handler)
    def guarded(asked: Asked) -> Response:
        if asked.who.is_elevated(asked.at):
            return handler(asked)
        return prove(asked, handler)

    return guarded


def prove(asked: Asked, then: Callable[[Asked], Response]) -> Response:
    """Check the proof that was posted and go on with what was asked for, or ask for it."""
    given = asked.text(PROOF)
    if not given:
        return _ask(asked)
    proof = accounts.prove_again(asked.desk.database, asked.desk.vault, asked.who, given, at=asked.at)
    if not proof.passed:
        return _ask(asked, error=_WAIT if proof.wait_seconds else _WRONG, wait=proof.wait_seconds)
    sessions.elevate(asked.desk.database, asked.who, asked.at)
    return then(asked)


def _ask(asked: Asked, error: str = "", wait: int = 0) -> Response:
    posted = [(name, given) for name, given in asked.posted.multi_items() if isinstance(given, str)]
    carried = [(name, given) for name, given in posted if name != PROOF]
    is_shown = asked.request.method == "GET"
    context = Context(
        # A page that is only shown is asked for again afterwards: a password has no place in an address.
        action="/elevate" if is_shown else asked.here,
        carried=((THEN, asked.here),) if is_shown else tuple(carried),
        has_password=asked.who.has_password,
        has_second_factor=asked.who.has_second_factor,
        error=translate(error, asked.language) % {"seconds": wait} if error else "",
    )
    response = page(asked, context, status=429 if wait else 422 if error else 403)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
