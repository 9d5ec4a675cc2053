"""Accounts and what they may do: a list, and one of them with its roles and how it is secured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from desk.administration import PAGE, Section, address, refuse_strangers, sections
from desk.asking import Asked
from desk.pages.admin_do import done
from desk.routes import get
from desk.templating import page
from engine.actors import actor_of
from engine.database import ReadSession
from engine.queries import register_accounts as query
from engine.queries.register_accounts import AccountRow
from engine.queries.register_units import unit_facts, unit_options
from engine.queries.rights import reach_of, reading

_LIST, _ONE = "/settings/accounts", "/settings/account"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContext:
    """The accounts within the reader's reach."""

    TEMPLATE: ClassVar[str] = "admin_accounts.html"

    sections: tuple[Section, ...]
    accounts: tuple[AccountRow, ...]
    words: str
    unit: str
    unit_name: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One account."""

    TEMPLATE: ClassVar[str] = "admin_account.html"

    account: AccountRow
    may: frozenset[str]
    revocable: frozenset[str]
    """Units in which the reader may take a role back."""
    done: str


def show_list(asked: Asked) -> Response:
    """Show the accounts the reader looks after."""
    with asked.desk.database.reading() as session:
        reach = reading(session, asked.actor(session))
        refuse_strangers(reach)
        words, unit = asked.query("q").strip()[:200], asked.query("unit")
        found = query.accounts(
            session, reach, words=words, unit=unit, after=asked.query("after"), size=PAGE + 1
        )
        context = ListContext(
            sections=sections(asked, session),
            accounts=found[:PAGE],
            words=words,
            unit=unit,
            unit_name=unit_facts(session, reach, unit).name if unit else "",
            after=address(_LIST, q=words, unit=unit, after=found[PAGE - 1].id) if len(found) > PAGE else "",
        )
    return page(asked, context)


def show(asked: Asked) -> Response:
    """Show one account."""
    with asked.desk.database.reading() as session:
        reach = reading(session, asked.actor(session))
        refuse_strangers(reach)
        account = query.account_facts(session, reach, asked.query("id"))
        context = Context(
            account=account,
            may=_may(session, asked, account),
            revocable=_revocable(session, asked),
            done=done(asked),
        )
    return page(asked, context)


def _may(session: ReadSession, asked: Asked, account: AccountRow) -> frozenset[str]:
    """Return what the reader may do with an account: touching it takes the right wherever it holds a role."""
    acting = actor_of(session, asked.account)
    found = {one for one in ("grant_role", "offer_substitution") if reach_of(session, acting, one)}
    for name in ("close_account", "set_password", "turn_off_second_factor", "end_sessions"):
        reach = reach_of(session, acting, name)
        if reach and all(reach.covers(path) for path in account.paths):
            found.add(name)
    return frozenset(found) if account.is_active else frozenset()


def _revocable(session: ReadSession, asked: Asked) -> frozenset[str]:
    reach = reach_of(session, actor_of(session, asked.account), "revoke_role")
    return frozenset(one.id for one in unit_options(session, reach))


ROUTES = (get(_LIST, show_list), get(_ONE, show))
