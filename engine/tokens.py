"""Access tokens: made by their owner, shown once, kept as a digest, found again when a program shows them."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from engine import attempts
from engine.access import Grant
from engine.database import Database, ReadSession, for_update
from models.account import Account, RoleGrant
from models.errors import Conflict, Malformed, NotFound
from models.person import Person
from models.session import Credential
from models.token import AccessToken
from models.unit import Unit

PREFIX = "dd_"
"""Every token begins so, that a search for leaked secrets knows it."""
LONGEST_READING, LONGEST_RECORDING = timedelta(days=365), timedelta(days=30)
"""A token that decides is to be renewed, by its owner in person, far more often than one that reads."""
AT_MOST = 20
"""Tokens an account may have at work at once."""
LONGEST_NAME = 80
_BYTES = 24
_WRITTEN = re.compile(rf"{PREFIX}[0-9a-f]{{{2 * _BYTES}}}")
_SHOWN = len(PREFIX) + 6
_NOTED_EVERY = timedelta(minutes=1)
_LONGEST_ADDRESS = 45
_KEPT_ENDED = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A program at work: in whose name it asks, and how far its token goes."""

    token: str
    """Public name of the token."""
    account: str
    person: str | None
    full_name: str | None
    may_record: bool
    only: Grant | None
    """The one role and unit the token acts with; None: all the account holds."""
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """One token in its owner's list."""

    token: str
    name: str
    beginning: str
    may_record: bool
    role: str | None
    unit_name: str | None
    made_at: datetime
    expires_at: datetime
    ended: str
    """`revoked`, `expired`, or `password` where a newer password ended it; empty while it works."""
    used_at: datetime | None
    used_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A token as its owner asks for it."""

    name: str
    may_record: bool
    only: Grant | None
    expires_at: datetime


def make(database: Database, account: str, wanted: Wanted, at: datetime, *, key: str | None = None) -> str:
    """Make a token of an account and return it, this once; only its digest is kept.

    Raises `Malformed` for one that would live too long or be one too many, `NotFound` for a role the account
    does not hold, `Conflict` where one was made under the key already: it cannot be shown again.
    """
    _refuse_lifetime(wanted, at)
    token = PREFIX + secrets.token_hex(_BYTES)
    row = {
        "id": secrets.token_hex(8) if key is None else _digest(f"{account} {key}")[:16],
        "account_id": account,
        "name": wanted.name,
        "token_sha256": _digest(token),
        "beginning": token[:_SHOWN],
        "may_record": wanted.may_record,
        "role": None if wanted.only is None else wanted.only.role,
        "unit_id": None if wanted.only is None else wanted.only.unit,
        "made_at": at,
        "expires_at": wanted.expires_at,
    }
    with database.writing() as session:
        # One after another, so that two at once do not both count as the last.
        session.scalar(for_update(select(Account.id).where(Account.id == account)))
        _refuse_too_many(session, account, at)
        if wanted.only is not None:
            _refuse_unheld(session, account, wanted.only)
        if session.scalar(select(AccessToken.id).where(AccessToken.id == row["id"])) is not None:
            raise Conflict("token.made")
        session.write(insert(AccessToken.__table__), row)
    return token


def of_token(session: ReadSession, token: str, at: datetime) -> Bearer | None:
    """Return who shows a token, if it still serves."""
    if not _WRITTEN.fullmatch(token):
        return None
    row = session.one(
        select(
            AccessToken.id, AccessToken.account_id, AccessToken.may_record, AccessToken.role,
            AccessToken.unit_id, AccessToken.expires_at, AccessToken.used_at, Account.person_id,
            Person.full_name,
        )
        .join(Account, Account.id == AccessToken.account_id)
        .join(Credential, Credential.account_id == AccessToken.account_id, isouter=True)
        .join(Person, Person.id == Account.person_id, isouter=True)
        .where(AccessToken.token_sha256 == _digest(token), Account.is_active, _works(at))
    )  # fmt: skip
    if row is None:
        return None
    return Bearer(
        token=row.id,
        account=row.account_id,
        person=row.person_id,
        full_name=row.full_name,
        may_record=row.may_record,
        only=None if row.role is None or row.unit_id is None else Grant(role=row.role, unit=row.unit_id),
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


def used(database: Database, bearer: Bearer, address: str, at: datetime) -> None:
    """Note that a token is used; at most once a minute, so that reading seldom writes."""
    if bearer.used_at is None or at - bearer.used_at >= _NOTED_EVERY:
        table = AccessToken.__table__
        noted = {"used_at": at, "used_from": address[:_LONGEST_ADDRESS]}
        with database.writing() as session:
            session.write(update(table).where(table.c.id == bearer.token).values(**noted))


def refused(database: Database, token: str, address: str, at: datetime) -> int:
    """Enter a token that serves nobody; return how many seconds to wait where there were too many, else 0.

    Counted apart from signing in: a forgotten program must not lock a whole office out.
    """
    begun = attempts.begin(database, attempts.unknown(token), f"api:{address}"[:_LONGEST_ADDRESS], at)
    return max(1, math.ceil(begun.total_seconds())) if isinstance(begun, timedelta) else 0


def tokens_of(session: ReadSession, account: str, at: datetime) -> tuple[TokenLine, ...]:
    """Return the tokens of an account, those at work first, then the newest."""
    rows = session.rows(
        select(
            AccessToken.id, AccessToken.name, AccessToken.beginning, AccessToken.may_record,
            AccessToken.role, AccessToken.made_at, AccessToken.expires_at, AccessToken.revoked_at,
            AccessToken.used_at, AccessToken.used_from, Credential.set_at,
            Unit.name.label("unit_name"),
        )
        .join(Credential, Credential.account_id == AccessToken.account_id, isouter=True)
        .join(Unit, Unit.id == AccessToken.unit_id, isouter=True)
        .where(AccessToken.account_id == account)
        .order_by(_works(at).desc(), AccessToken.made_at.desc(), AccessToken.id)
    )  # fmt: skip
    return tuple(
        TokenLine(
            token=row.id,
            name=row.name,
            beginning=row.beginning,
            may_record=row.may_record,
            role=row.role,
            unit_name=row.unit_name,
            made_at=row.made_at,
            expires_at=row.expires_at,
            ended=_ended(row.revoked_at, row.expires_at, row.made_at, row.set_at, at),
            used_at=row.used_at,
            used_from=row.used_from,
        )
        for row in rows
    )


def revoke(database: Database, account: str, token: str, at: datetime) -> None:
    """End a token of an account at once; raises `NotFound` for one that is another's, or ended already."""
    table = AccessToken.__table__
    which = (table.c.id == token, table.c.account_id == account, table.c.revoked_at.is_(None))
    with database.writing() as session:
        if not session.write(update(table).where(*which).values(revoked_at=at)):
            raise NotFound("token.unknown")


def forget_old(database: Database, at: datetime) -> int:
    """Forget tokens that ended long ago; return how many."""
    table, long_ago = AccessToken.__table__, at - _KEPT_ENDED
    with database.writing() as session:
        return session.write(
            delete(table).where(or_(table.c.revoked_at < long_ago, table.c.expires_at < long_ago))
        )


def longest(*, may_record: bool) -> timedelta:
    """Return how long a token may live."""
    return LONGEST_RECORDING if may_record else LONGEST_READING


def _works(at: datetime) -> ColumnElement[bool]:
    """Ask for a token that serves; `Credential` is joined. A newer password ends every token before it."""
    return and_(
        AccessToken.revoked_at.is_(None),
        AccessToken.expires_at > at,
        or_(Credential.set_at.is_(None), Credential.set_at <= AccessToken.made_at),
    )


def _ended(
    revoked_at: datetime | None,
    expires_at: datetime,
    made_at: datetime,
    set_at: datetime | None,
    at: datetime,
) -> str:
    if revoked_at is not None:
        return "revoked"
    if expires_at <= at:
        return "expired"
    return "password" if set_at is not None and set_at > made_at else ""


def _refuse_lifetime(wanted: Wanted, at: datetime) -> None:
    most = longest(may_record=wanted.may_record)
    if not at < wanted.expires_at <= at + most:
        raise Malformed("token.lifetime", field="days", at_most=most.days)


def _refuse_too_many(session: ReadSession, account: str, at: datetime) -> None:
    count = (
        select(func.count())
        .select_from(AccessToken)
        .join(Credential, Credential.account_id == AccessToken.account_id, isouter=True)
        .where(AccessToken.account_id == account, _works(at))
    )
    if (session.scalar(count) or 0) >= AT_MOST:
        raise Malformed("token.too_many", at_most=AT_MOST)


def _refuse_unheld(session: ReadSession, account: str, only: Grant) -> None:
    held = select(RoleGrant.id).where(
        RoleGrant.account_id == account, RoleGrant.role == only.role, RoleGrant.unit_id == only.unit
    )
    if session.scalar(held) is None:
        raise NotFound("grant.unknown", account=account, role=only.role, unit=only.unit)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
