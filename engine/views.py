"""Saved views: filters of lists under names of somebody's own; what a view shows is asked anew each time."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.database import Database, ReadSession, for_update
from models.account import Account
from models.errors import Conflict, Malformed, NotFound
from models.saved_view import SavedView
from models.text import Line

MOST = 30
"""Views one account may keep, of all lists together."""
LONGEST_NAME = 60
LONGEST_QUERY = 2000
_NAME: TypeAdapter[str] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One saved view."""

    id: int
    page: str
    """The list it is of: `dossiers`, `board` or `inbox`."""
    name: str
    query: str
    """What stands after the `?` of its address."""


def views_of(session: ReadSession, account: str, page: str | None = None) -> tuple[Saved, ...]:
    """Return the views of an account, of one list or of all, the oldest first."""
    wanted = (
        select(SavedView.id, SavedView.page, SavedView.name, SavedView.query)
        .where(SavedView.account_id == account)
        .order_by(SavedView.page, SavedView.id)
    )
    rows = session.rows(wanted if page is None else wanted.where(SavedView.page == page))
    return tuple(Saved(id=row.id, page=row.page, name=row.name, query=row.query) for row in rows)


def add(database: Database, account: str, *, page: str, name: str, query: str) -> None:
    """Keep a view under a name; the same view under the same name again changes nothing.

    Raises `Malformed` for a name that is none or a view too many, `Conflict` for a name that is taken.
    """
    row = {"account_id": account, "page": page, "name": _named(name), "query": _kept(query)}
    mine = (SavedView.account_id == account,)
    with database.writing() as session:
        # The account's row is locked, so that two sendings at once do not make one view too many.
        session.one(for_update(select(Account.id).where(Account.id == account)))
        taken = select(SavedView.query).where(*mine, SavedView.page == page, SavedView.name == row["name"])
        before = session.scalar(taken)
        if before == row["query"]:
            return
        if before is not None:
            raise Conflict("view.taken", name=row["name"])
        if (session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0) >= MOST:
            raise Malformed("view.too_many", field="name", at_most=MOST)
        session.write(insert(SavedView.__table__), row)


def rename(database: Database, account: str, view: int, name: str) -> Saved:
    """Give a view another name; raises `NotFound` for anybody else's."""
    table = SavedView.__table__
    try:
        with database.writing() as session:
            found = _mine(session, account, view)
            session.write(update(table).where(table.c.id == view).values(name=_named(name)))
    except IntegrityError as taken:
        raise Conflict("view.taken", name=_named(name)) from taken
    return found


def drop(database: Database, account: str, view: int) -> Saved:
    """Forget a view; raises `NotFound` for anybody else's."""
    table = SavedView.__table__
    with database.writing() as session:
        found = _mine(session, account, view)
        session.write(delete(table).where(table.c.id == view))
    return found


def _mine(session: ReadSession, account: str, view: int) -> Saved:
    found = next((one for one in views_of(session, account) if one.id == view), None)
    if found is None:
        raise NotFound("view.unknown", view=view)
    return found


def _named(name: str) -> str:
    try:
        found = _NAME.validate_python(name)
    except ValidationError as wrong:
        raise Malformed("view.name", field="name", at_most=LONGEST_NAME) from wrong
    if not 0 < len(found) <= LONGEST_NAME:
        raise Malformed("view.name", field="name", at_most=LONGEST_NAME)
    return found


def _kept(query: str) -> str:
    if not 0 < len(query) <= LONGEST_QUERY:
        raise Malformed("view.query", field="query")
    return query
