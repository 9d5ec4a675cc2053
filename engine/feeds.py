"""Calendars people subscribe to: one secret address an account, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.database import Database, ReadSession
from models.account import Account
from models.preference import CalendarFeed
from models.session import Credential

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The calendar of one account, as it was read last."""

    account: str
    made_at: datetime
    content_sha256: str | None
    changed_at: datetime | None


def make(database: Database, account: str, at: datetime) -> str:
    """Give an account a new secret address, in place of any it had; return the secret, shown this once."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    values = {
        "secret_sha256": _digest(secret), "made_at": at, "content_sha256": None, "changed_at": None,
    }  # fmt: skip
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    statement = insert(CalendarFeed.__table__).on_conflict_do_update(
        index_elements=["account_id"], set_=values
    )
    with database.writing() as session:
        session.write(statement, {"account_id": account, **values})
    return secret


def revoke(database: Database, account: str) -> bool:
    """Take an account's address back; say False where it had none."""
    table = CalendarFeed.__table__
    with database.writing() as session:
        return session.write(delete(table).where(table.c.account_id == account)) == 1


def feed_of(session: ReadSession, account: str) -> Feed | None:
    """Return the calendar an account has; one made before its password was changed is none."""
    return _one(session, CalendarFeed.account_id == account)


def feed_under(session: ReadSession, secret: str) -> Feed | None:
    """Return the calendar under a secret, of an active account; one question, whatever is asked for.

    Whoever changes a password because somebody else knew it takes back what they may have made, too.
    """
    return _one(session, CalendarFeed.secret_sha256 == _digest(secret))


def read_as(database: Database, feed: Feed, content_sha256: str, at: datetime) -> datetime:
    """Note what was read, and return since when it has read so."""
    if feed.content_sha256 == content_sha256 and feed.changed_at is not None:
        return feed.changed_at
    table = CalendarFeed.__table__
    with database.writing() as session:
        session.write(
            update(table)
            .where(table.c.account_id == feed.account)
            .values(content_sha256=content_sha256, changed_at=at)
        )
    return at


def _one(session: ReadSession, which: ColumnElement[bool]) -> Feed | None:
    row = session.one(
        select(
            CalendarFeed.account_id, CalendarFeed.made_at, CalendarFeed.content_sha256,
            CalendarFeed.changed_at,
        )
        .join(Account, Account.id == CalendarFeed.account_id)
        .join(Credential, Credential.account_id == CalendarFeed.account_id, isouter=True)
        .where(
            which,
            Account.is_active,
            or_(Credential.set_at.is_(None), Credential.set_at <= CalendarFeed.made_at),
        )
    )  # fmt: skip
    if row is None:
        return None
    return Feed(
        account=row.account_id,
        made_at=row.made_at,
        content_sha256=row.content_sha256,
        changed_at=row.changed_at,
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
