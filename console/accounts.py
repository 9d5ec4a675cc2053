"""Passwords an operator gives: random, shown once, to be changed at the first sign-in."""

from __future__ import annotations

import secrets

from console.office import Office
from console.screen import print_json
from engine.access import SYSTEM
from engine.accounts import set_password
from models.errors import Forbidden, NotFound
from outputs.wording.language import mark

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_PARTS, _PART = 3, 4
_GIVEN = mark("Mật khẩu của %(account)s, chỉ hiện lần này: %(password)s")
_THEN = mark("Phải đổi khi đăng nhập lần đầu. Các thiết bị đang đăng nhập đã bị đăng xuất.")


def new_password() -> str:
    """Return a password that can be read out and typed: some sixty bits in three parts."""
    parts = ("".join(secrets.choice(_SIGNS) for _ in range(_PART)) for _ in range(_PARTS))
    return "-".join(parts)


def give_password(office: Office, account: str, *, as_json: bool) -> None:
    """Give an account a new password and print it; raises `NotFound` where there is no such account."""
    _refuse_unopened(office, account)
    password = new_password()
    with office.registry() as registry:
        set_password(registry, account, password, by=SYSTEM, at=office.now())
    if as_json:
        print_json({"account": account, "password": password})
        return
    office.screen.say(_GIVEN, account=account, password=password)
    office.screen.say(_THEN, style="dim")


def _refuse_unopened(office: Office, account: str) -> None:
    with office.database.reading() as session:
        try:
            actor = office.actor(session, account)
        except Forbidden:
            raise NotFound("account.not_open", account=account) from None
    if actor.account == SYSTEM:
        raise NotFound("account.not_open", account=account)
