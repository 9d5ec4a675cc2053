"""Signing in: login name and password, then the second factor where there is one; and signing out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from desk import devices, door, sessions
from desk.asking import Asked
from desk.routes import get, post
from desk.templating import page, see_other
from engine import accounts, held
from engine import sessions as kept_sessions
from outputs.wording.language import mark, translate

_WRONG = mark("Tên đăng nhập hoặc mật khẩu không đúng.")
_WRONG_CODE = mark("Mã không đúng hoặc đã dùng. Nhập mã đang hiện trên điện thoại.")
_WAIT = mark("Sai nhiều lần. Thử lại sau %(seconds)s giây.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeContext:
    """The page that asks for the second factor."""

    TEMPLATE: ClassVar[str] = "sign_in_code.html"

    then: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainContext:
    """The page that offers to send what was typed before the session ran out."""

    TEMPLATE: ClassVar[str] = "sign_in_again.html"

    then: str
    carried: tuple[tuple[str, str], ...]


def show(asked: Asked) -> Response:
    """Show the sign-in page, or go on where somebody is signed in already."""
    then = door.own_address(asked.query("then", "/"))
    if asked.session is not None and not asked.session.awaits_code:
        return see_other(then)
    return page(asked, door.context(asked, then))


def post_password(asked: Asked) -> Response:
    """Check login name and password; begin a session, or ask for the second factor."""
    login = asked.text("_login")
    proof = accounts.prove_password(
        asked.desk.database,
        login,
        asked.text("_password"),
        address=asked.address,
        at=asked.at,
        known_by=devices.known_by(asked),
    )
    if proof.account is None:
        context = replace(
            door.context(asked, _then(asked)),
            login=login,
            error=_told(asked, proof, _WRONG),
        )
        return _refused(page(asked, context, status=429 if proof.wait_seconds else 422), proof)
    then = _then(asked)
    response = code_page(asked, then) if proof.awaits_code else onward(asked, proof.account, then)
    return begin_session(asked, proof.account, response, awaits_code=proof.awaits_code)


def code_page(asked: Asked, then: str) -> Response:
    """Ask for the second factor."""
    return page(asked, CodeContext(then=then, error=""))


def post_code(asked: Asked) -> Response:
    """Check the second factor, or a recovery code, of a session whose password was right."""
    waiting = asked.session
    if waiting is None or not waiting.awaits_code:
        return see_other("/sign-in")
    proof = accounts.prove_code(
        asked.desk.database,
        asked.desk.vault,
        waiting.account,
        asked.text("_code"),
        address=asked.address,
        at=asked.at,
        known_by=devices.known_by(asked),
    )
    if not proof.passed:
        context = CodeContext(then=_then(asked), error=_told(asked, proof, _WRONG_CODE))
        return _refused(page(asked, context, status=429 if proof.wait_seconds else 422), proof)
    response = onward(asked, waiting.account, _then(asked))
    return begin_session(asked, waiting.account, response, awaits_code=False)


def post_out(asked: Asked) -> Response:
    """Sign out of this browser."""
    if asked.session is not None:
        kept_sessions.leave(asked.desk.database, asked.session, asked.at)
    response = see_other("/sign-in")
    sessions.clear_cookie(response, asked.desk)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def begin_session(asked: Asked, account: str, response: Response, *, awaits_code: bool) -> Response:
    """Begin a session under a new token: one slipped to the browser earlier is worth nothing.

    Who has proved all that is asked for is told where the browser is a new one.
    """
    browser = devices.known_by(asked)
    is_new = not awaits_code and devices.is_new(asked, account, browser)
    token = kept_sessions.begin(
        asked.desk.database,
        account,
        awaits_code=awaits_code,
        device=asked.request.headers.get("User-Agent", ""),
        address=asked.address,
        at=asked.at,
        known_by=None if awaits_code else browser,
        replaces=asked.session,
    )
    sessions.set_cookie(response, asked.desk, token)
    if not awaits_code:
        devices.remember(response, asked, browser)
    if is_new:
        devices.tell_of_new(asked, account)
    return response


def onward(asked: Asked, account: str, then: str) -> Response:
    """Lead whoever has signed in on, or offer the form they sent too late: to them, and to nobody else."""
    database = asked.desk.database
    with database.reading() as session:
        waiting = held.held_for(session, account)
    if waiting is None or not held.hand_back(database, account, waiting):
        return see_other(then)
    return page(asked, AgainContext(then=door.own_address(waiting.then), carried=waiting.fields))


def _then(asked: Asked) -> str:
    return door.own_address(asked.text(door.THEN, "/"))


def _told(asked: Asked, proof: accounts.Proof, wrong: str) -> str:
    if not proof.wait_seconds:
        return translate(wrong, asked.language)
    return translate(_WAIT, asked.language) % {"seconds": proof.wait_seconds}


def _refused(response: Response, proof: accounts.Proof) -> Response:
    if proof.wait_seconds:
        response.headers["Retry-After"] = str(proof.wait_seconds)
    return response


ROUTES = (
    get("/sign-in", show, public=True),
    post("/sign-in", post_password, public=True),
    post("/sign-in/code", post_code, public=True),
    post("/sign-out", post_out, public=True),
)
