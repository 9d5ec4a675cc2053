"""A new password for another's account: made by the program, shown this once, changed at first sign-in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.asking import Asked
from desk.changing.kinds import ACCOUNTS
from desk.elevation import elevated
from desk.forms import Form
from desk.routes import get, post
from desk.templating import page, see_other
from engine import passwords
from engine.actors import actor_of
from engine.queries import register_accounts
from engine.queries.register_accounts import AccountRow
from engine.queries.rights import reach_of, reading
from models import commands
from models.errors import NotFound

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_GROUPS, _GROUP = 4, 4  # nearly eighty bits of chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The page that asks, and then shows the password."""

    TEMPLATE: ClassVar[str] = "admin_password.html"

    account: AccountRow
    key: str
    password: str
    """Empty until it is made."""


def show(asked: Asked) -> Response:
    """Ask whether an account is to get a new password; without an account, lead to where one is chosen."""
    if not asked.query("account"):
        return see_other(ACCOUNTS)
    return page(asked, Context(account=_account(asked), key=Form(groups=()).key, password=""))


@elevated
def post_new(asked: Asked) -> Response:
    """Give an account a new password and show it; sent twice, it is refused the second time."""
    if not asked.query("account"):
        return see_other(ACCOUNTS)
    account = _account(asked)
    password = _made()
    asked.record(
        commands.SetPassword(account=account.id, secret=passwords.hashed(password), must_change=True)
    )
    return page(asked, Context(account=account, key="", password=password))


def _account(asked: Asked) -> AccountRow:
    """Return the account named; one whose password the reader may not set is not there for them."""
    with asked.desk.database.reading() as session:
        actor = actor_of(session, asked.account)
        found = register_accounts.account_facts(session, reading(session, actor), asked.query("account"))
        reach = reach_of(session, actor, "set_password")
    if not (found.is_active and all(reach.covers(path) for path in found.paths)):
        raise NotFound("account.unknown", account=found.id)
    return found


def _made() -> str:
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


ROUTES = (get("/settings/password", show), post("/settings/password", post_new))
