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
_WRONG_CODE = mark("Mã không đúng hoặc đã dùng. Nhập mã đang hiện trên điện thoại.")
_WAIT = mark("Sai nhiều lần. Thử lại sau %(seconds)s giây.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page that asks who is there."""

    TEMPLATE: ClassVar[str] = "elevation.html"

    action: str
    carried: tuple[tuple[str, str], ...]
    """What was typed, to be sent again with the proof."""
    is_shown: bool
    """Whether a page was only asked for, and nothing typed."""
    has_password: bool
    """False for those who prove themselves at the organisation's identity provider."""
    has_second_factor: bool
    only_code: bool
    """Whether nothing but a code of the second factor will do."""
    error: str


def elevated(handler: Callable[[Asked], Response]) -> Callable[[Asked], Response]:
    """Let a handler run only for a session that proved itself within the last 15 minutes."""

    @wraps(handler)
    def guarded(asked: Asked) -> Response:
        if asked.who.is_elevated(asked.at):
            return handler(asked)
        return prove(asked, handler)

    return guarded


def by_second_factor(handler: Callable[[Asked], Response]) -> Callable[[Asked], Response]:
    """Let a handler run only for who gives a code at that moment, where a second factor is on.

    Who knows the password, or finds a desk left open, is not rid of what guards the account against them.
    """

    @wraps(handler)
    def guarded(asked: Asked) -> Response:
        if not asked.who.has_second_factor:
            return elevated(handler)(asked)
        given = asked.text(PROOF)
        if not given:
            return _ask(asked, only_code=True)
        desk = asked.desk
        proof = accounts.prove_code_again(desk.database, desk.vault, asked.who, given, at=asked.at)
        return _gone_on(asked, proof, handler, only_code=True)

    return guarded


def prove(asked: Asked, then: Callable[[Asked], Response]) -> Response:
    """Check the proof that was posted and go on with what was asked for, or ask for it."""
    given = asked.text(PROOF)
    if not given:
        return _ask(asked)
    proof = accounts.prove_again(asked.desk.database, asked.desk.vault, asked.who, given, at=asked.at)
    return _gone_on(asked, proof, then, only_code=False)


def _gone_on(
    asked: Asked, proof: accounts.Proof, then: Callable[[Asked], Response], *, only_code: bool
) -> Response:
    if not proof.passed:
        error = _WAIT if proof.wait_seconds else _WRONG_CODE if only_code else _WRONG
        return _ask(asked, error, proof.wait_seconds, only_code=only_code)
    sessions.elevate(asked.desk.database, asked.who, asked.at)
    return then(asked)


def _ask(asked: Asked, error: str = "", wait: int = 0, *, only_code: bool = False) -> Response:
    posted = [(name, given) for name, given in asked.posted.multi_items() if isinstance(given, str)]
    carried = [(name, given) for name, given in posted if name != PROOF]
    is_shown = asked.request.method == "GET"
    context = Context(
        # A page that is only shown is asked for again afterwards: a password has no place in an address.
        action="/elevate" if is_shown else asked.here,
        carried=((THEN, asked.here),) if is_shown else tuple(carried),
        is_shown=is_shown,
        has_password=asked.who.has_password,
        has_second_factor=asked.who.has_second_factor,
        only_code=only_code,
        error=translate(error, asked.language) % {"seconds": wait} if error else "",
    )
    response = page(asked, context, status=429 if wait else 422 if error else 403)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
