"""The story as it is shown at the desk: told into an empty folder, with accounts to look through."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from console import children
from console.accounts import new_password
from console.demo import is_told
from console.exits import Exit
from console.office import CHECKOUT, Office, opened
from console.screen import Screen
from engine.access import Actor
from engine.accounts import set_password
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries.dossier import account_holders, units_named
from examples.district_4.visitors import VISITORS
from models.errors import Malformed, OutsideFailure
from outputs.wording import caption
from outputs.wording.language import mark
from settings import Settings, load

_PATIENCE_SECONDS = 40
"""How long the telling may take to stop the server it started."""
_TELLING = mark("Dựng câu chuyện Quận 4 vào %(folder)s, khoảng một phút:")
_ACCOUNTS = mark("Tài khoản xem thử, mật khẩu chỉ hiện lần này:")
_LOGIN, _PASSWORD, _WHO = mark("Tài khoản"), mark("Mật khẩu"), mark("Ai, làm việc gì")
_NOBODY = mark("không gắn với ai")
_TODAY = mark("Trong câu chuyện hôm nay là ngày %(day)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """An account of the story with its new password."""

    account: str
    password: str
    person: str | None
    duties: tuple[str, ...]
    """What it may do and where, in words."""


def prepared(screen: Screen, settings: Settings) -> Exit:
    """Tell the story where it has not been told, and print accounts with new passwords; say how it ended."""
    if {"database_url", "archive_folder"} & settings.model_fields_set:
        raise Malformed("demo.elsewhere")
    if not is_told(settings.home):
        ended = _tell(screen, settings)
        if ended:
            return ended
    with opened(load(), screen) as office:
        show(office, visitors(office, VISITORS))
    return Exit.OK


def visitors(office: Office, accounts: Sequence[str]) -> tuple[Visitor, ...]:
    """Give accounts new passwords, each another, which need not be changed."""
    given = {account: new_password() for account in accounts}
    with office.registry() as registry:
        for account, password in given.items():
            set_password(registry, account, password, by=account, at=office.now())
    with office.database.reading() as session:
        people = account_holders(session, accounts)
        return tuple(_visitor(office, session, account, given, people) for account in accounts)


def show(office: Office, found: Sequence[Visitor]) -> None:
    """Print the accounts one may look through."""
    screen = office.screen
    screen.say(_ACCOUNTS, style="bold")
    table = screen.table(_LOGIN, _PASSWORD, _WHO)
    for one in found:
        who = one.person or screen.words(_NOBODY)
        table.add_row(one.account, one.password, Text.assemble(who, ("\n" + "; ".join(one.duties), "dim")))
    screen.out.print(table)
    screen.say(_TODAY, day=f"{office.now().astimezone(office.settings.office_zone):%d/%m/%Y}")


def _tell(screen: Screen, settings: Settings) -> Exit:
    """Tell the story in a process of its own, whose settings are none of ours, on the same screen."""
    screen.say(_TELLING, style="bold", folder=settings.home)
    command = (
        sys.executable, str(CHECKOUT / "diudat.py"), "demo", "--folder", str(settings.home), "--fresh",
        "--brief",
    )  # fmt: skip
    with children.started("demo", command, None, patience=_PATIENCE_SECONDS) as telling:
        status = telling.process.wait()
    if status < 0:
        raise OutsideFailure("demo.ended", status=status)
    return Exit(status)


def _visitor(
    office: Office, session: ReadSession, account: str, given: Mapping[str, str], people: Mapping[str, str]
) -> Visitor:
    actor = actor_of(session, account)
    return Visitor(
        account=account,
        password=given[account],
        person=people.get(account),
        duties=tuple(_duties(office, session, actor)),
    )


def _duties(office: Office, session: ReadSession, actor: Actor) -> Iterator[str]:
    language = office.screen.language
    if not actor.grants:
        yield caption("role", "mentor", language)
    names = units_named(session, {one.unit for one in actor.grants})
    for one in sorted(actor.grants, key=lambda grant: (grant.unit, grant.role)):
        yield f"{caption('role', one.role, language)}, {names[one.unit]}"
