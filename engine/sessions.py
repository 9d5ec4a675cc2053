"""Sessions in browsers: found by the cookie's digest, ended by leaving, by time or by force."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update

from engine import attempts
from engine.database import Database, ReadSession, WriteSession
from models.account import Account
from models.person import Person
from models.session import Credential, LoginAttempt, WebSession

IDLE = timedelta(hours=8)
"""A working day: who leaves the desk open overnight signs in again."""
ABSOLUTE = timedelta(days=7)
CODE_WINDOW = timedelta(minutes=10)
"""How long the second factor may be awaited after the password was right."""
ELEVATED = timedelta(minutes=15)
_SEEN_EVERY = timedelta(minutes=1)
_LONGEST_DEVICE = 200
_KEPT_ENDED = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session at work: who it belongs to and what it has proved."""

    session: str
    account: str
    person: str | None
    full_name: str | None
    language: str | None
    """Of the person."""
    awaits_code: bool
    must_change: bool
    has_password: bool
    """False for somebody the organisation's identity provider vouches for, and nothing else."""
    has_second_factor: bool
    elevated_until: datetime | None
    seen_at: datetime
    role: str | None
    unit: str | None
    """Role and unit chosen to look through; None: all the account holds."""

    def is_elevated(self, at: datetime) -> bool:
        """Say whether the account proved itself again a short while ago."""
        return self.elevated_until is not None and at < self.elevated_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One browser in which an account is signed in."""

    session: str
    device: str
    address: str
    began_at: datetime
    seen_at: datetime


def begin(
    database: Database,
    account: str,
    *,
    awaits_code: bool,
    device: str,
    address: str,
    at: datetime,
    known_by: str | None = None,
    replaces: SignedIn | None = None,
) -> str:
    """Begin a session under a new token, ending the one it replaces; return the token for the cookie.

    `known_by` is what the browser keeps to be known again.
    """
    token = secrets.token_urlsafe(32)
    row = {
        "id": secrets.token_hex(8),
        "token_sha256": _digest(token),
        "account_id": account,
        "began_at": at,
        "seen_at": at,
        "expires_at": at + (CODE_WINDOW if awaits_code else ABSOLUTE),
        "awaits_code": awaits_code,
        "device": device[:_LONGEST_DEVICE],
        "address": address,
        "device_sha256": None if known_by is None else _digest(known_by),
        "elevated_until": None if awaits_code else at + ELEVATED,
    }
    with database.writing() as session:
        session.write(insert(WebSession.__table__), row)
        if replaces is not None:
            end_one(session, replaces.session, at, account=replaces.account)
    return token


def is_new_device(session: ReadSession, account: str, known_by: str) -> bool:
    """Say whether an account that has signed in before comes from a browser it has not used, or not lately.

    Who signs in for the first time has no other device that could be told.
    """
    mine = select(WebSession.id).where(WebSession.account_id == account, WebSession.awaits_code.is_(False))
    passed = (LoginAttempt.login == account, LoginAttempt.outcome.in_((attempts.PASSED, attempts.VOUCHED)))
    if session.scalar(mine.limit(1)) is None:
        # Attempts are remembered for longer than sessions; the one that has just passed is among them.
        return (session.scalar(select(func.count()).where(*passed)) or 0) > 1
    return session.scalar(mine.where(WebSession.device_sha256 == _digest(known_by)).limit(1)) is None


def place_of(session: ReadSession, account: str, known_by: str, address: str) -> str:
    """Return where an attempt to sign in is counted: in a browser the account has used, else at the address.

    Whoever guesses from elsewhere keeps nobody out of the browser they always use.
    """
    used = select(WebSession.id).where(
        WebSession.account_id == account,
        WebSession.awaits_code.is_(False),
        WebSession.device_sha256 == _digest(known_by),
    )
    if session.scalar(used.limit(1)) is None:
        return address
    return attempts.of_browser(account, known_by)


def owner_of(session: ReadSession, token: str, known_by: str) -> str | None:
    """Return whose a session was that serves no more; without one, the only account a browser is known of.

    None where that cannot be told: a computer several people sign in from says nothing of who sat there.
    """
    named = select(WebSession.account_id).where(WebSession.token_sha256 == _digest(token))
    owner = session.scalar(named)
    if owner is not None:
        return owner
    here = select(WebSession.account_id).where(WebSession.device_sha256 == _digest(known_by)).distinct()
    accounts = [row.account_id for row in session.rows(here.limit(2))]
    return accounts[0] if len(accounts) == 1 else None


_ALIVE = (
    WebSession.ended_at.is_(None),
    WebSession.expires_at > bindparam("at"),
    WebSession.seen_at > bindparam("idle_since"),
)
# Every request asks this: made once.
_OF_TOKEN = (
    select(
        WebSession.id, WebSession.account_id, WebSession.awaits_code, WebSession.elevated_until,
        WebSession.seen_at, WebSession.role, WebSession.unit_id, Account.person_id, Person.full_name,
        Person.language, Credential.set_at, Credential.must_change, Credential.second_factor,
    )
    .join(Account, Account.id == WebSession.account_id)
    .join(Credential, Credential.account_id == WebSession.account_id, isouter=True)
    .join(Person, Person.id == Account.person_id, isouter=True)
    .where(WebSession.token_sha256 == bindparam("token"), Account.is_active, *_ALIVE)
)  # fmt: skip


def of_token(session: ReadSession, token: str, at: datetime) -> SignedIn | None:
    """Return the session a cookie belongs to, if it still serves."""
    row = session.one(_OF_TOKEN, {"token": _digest(token)} | _as_of(at))
    if row is None:
        return None
    return SignedIn(
        session=row.id,
        account=row.account_id,
        person=row.person_id,
        full_name=row.full_name,
        language=row.language,
        awaits_code=row.awaits_code,
        must_change=bool(row.must_change),
        has_password=row.set_at is not None,
        has_second_factor=row.second_factor is not None,
        elevated_until=row.elevated_until,
        seen_at=row.seen_at,
        role=row.role,
        unit=row.unit_id,
    )


def seen(database: Database, signed_in: SignedIn, at: datetime) -> None:
    """Note that a session is used; at most once a minute, so that reading a page seldom writes."""
    if at - signed_in.seen_at >= _SEEN_EVERY:
        _set(database, signed_in.session, seen_at=at)


def elevate(database: Database, signed_in: SignedIn, at: datetime) -> None:
    """Let a session that has just proved itself decide, export and change rights for a short while."""
    _set(database, signed_in.session, elevated_until=at + ELEVATED)


def look_through(database: Database, signed_in: SignedIn, role: str | None, unit: str | None) -> None:
    """Choose the role and unit whose scope the session shows; None: all the account holds."""
    _set(database, signed_in.session, role=role, unit_id=unit)


def leave(database: Database, signed_in: SignedIn, at: datetime) -> None:
    """Sign out of one browser."""
    with database.writing() as session:
        end_one(session, signed_in.session, at, account=signed_in.account)


def devices(session: ReadSession, account: str, at: datetime) -> tuple[Device, ...]:
    """Return where an account is signed in, the newest use first."""
    rows = session.rows(
        select(WebSession.id, WebSession.device, WebSession.address, WebSession.began_at, WebSession.seen_at)
        .where(WebSession.account_id == account, WebSession.awaits_code.is_(False), *_ALIVE)
        .order_by(WebSession.seen_at.desc(), WebSession.id),
        _as_of(at),
    )
    return tuple(
        Device(
            session=row.id,
            device=row.device,
            address=row.address,
            began_at=row.began_at,
            seen_at=row.seen_at,
        )
        for row in rows
    )


def end_one(session: WriteSession, name: str, at: datetime, *, account: str) -> int:
    """End one session of an account; return 0 where there is none at work."""
    table = WebSession.__table__
    return _end(session, at, table.c.id == name, table.c.account_id == account)


def end_all(session: WriteSession, account: str, at: datetime, *, but: str | None = None) -> int:
    """End every session of an account, but perhaps the one at hand; return how many that were."""
    table = WebSession.__table__
    kept = () if but is None else (table.c.id != but,)
    return _end(session, at, table.c.account_id == account, *kept)


def forget_old(database: Database, at: datetime) -> int:
    """Forget sessions that ended or ran out long ago; return how many."""
    table = WebSession.__table__
    long_ago = at - _KEPT_ENDED
    with database.writing() as session:
        return session.write(
            delete(table).where(or_(table.c.ended_at < long_ago, table.c.expires_at < long_ago))
        )


def _as_of(at: datetime) -> dict[str, object]:
    return {"at": at, "idle_since": at - IDLE}


def _end(session: WriteSession, at: datetime, *which: ColumnElement[bool]) -> int:
    table = WebSession.__table__
    return session.write(update(table).where(*which, table.c.ended_at.is_(None)).values(ended_at=at))


def _set(database: Database, name: str, **values: object) -> None:
    table = WebSession.__table__
    with database.writing() as session:
        session.write(update(table).where(table.c.id == name).values(**values))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
