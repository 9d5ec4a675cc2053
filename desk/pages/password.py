"""Changing my password; the first one, which somebody else set, must be changed at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk import sessions
from desk.asking import Asked
from desk.forms import Field, Form, Group, told
from desk.routes import get, post
from desk.templating import page, see_other
from engine import accounts, passwords
from engine import sessions as kept_sessions
from models.errors import Malformed
from outputs.wording.language import mark, translate

_PRESENT, _NEW, _AGAIN = mark("Mật khẩu hiện nay"), mark("Mật khẩu mới"), mark("Nhập lại mật khẩu mới")
_HINT = mark("Ít nhất %(at_least)s ký tự. Một câu dễ nhớ tốt hơn một từ khó.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The form for a new password."""

    TEMPLATE: ClassVar[str] = "password.html"

    form: Form
    must_change: bool


def show(asked: Asked) -> Response:
    """Ask for the present password and a new one."""
    return page(asked, Context(form=_form(asked), must_change=asked.who.must_change))


def post_new(asked: Asked) -> Response:
    """Change the password; every other browser is signed out, and this one gets a new session."""
    try:
        _change(asked)
    except Malformed as wrong:
        form = told(_form(asked), wrong, asked.language)
        return page(asked, Context(form=form, must_change=asked.who.must_change), status=422)
    response = see_other("/" if asked.who.must_change else "/profile/security")
    token = kept_sessions.begin(
        asked.desk.database,
        asked.account,
        awaits_code=False,
        device=asked.request.headers.get("User-Agent", ""),
        address=asked.address,
        at=asked.at,
    )
    sessions.set_cookie(response, asked.desk, token)
    return response


def _change(asked: Asked) -> None:
    new = asked.text("password")
    proof = accounts.prove_password_again(asked.desk.database, asked.who, asked.text("present"), at=asked.at)
    if proof.wait_seconds:
        raise Malformed("password.wait", field="present", seconds=proof.wait_seconds)
    if not proof.passed:
        raise Malformed("password.wrong", field="present")
    if passwords.normalised(new) != passwords.normalised(asked.text("again")):
        raise Malformed("password.repeated", field="again")
    if passwords.normalised(new) == passwords.normalised(asked.text("present")):
        raise Malformed("password.same", field="password")
    accounts.set_password(asked.desk.registry, asked.account, new, by=asked.account, at=asked.at)


def _form(asked: Asked) -> Form:
    hint = translate(_HINT, asked.language) % {"at_least": passwords.SHORTEST}
    fields = (
        Field(name="present", kind="password", text=translate(_PRESENT, asked.language)),
        Field(name="password", kind="password", text=translate(_NEW, asked.language), hint=hint),
        Field(name="again", kind="password", text=translate(_AGAIN, asked.language)),
    )
    return Form(groups=(Group(fields=fields),))


ROUTES = (get("/profile/password", show), post("/profile/password", post_new))
