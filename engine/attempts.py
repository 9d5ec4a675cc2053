"""Attempts to prove oneself: each is kept, and every failure makes the next wait longer.

Nobody is held while waiting: whoever comes too early is refused at once and told when to come again.
"""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update

from engine.database import Database, WriteSession, for_update
from models.account import Account
from models.session import LoginAttempt

FREE_BY_ACCOUNT, FREE_BY_ADDRESS = 4, 30
"""Failures without delay; an office behind one address has many people who mistype."""
_FIRST_DELAY, _LONGEST_DELAY = timedelta(seconds=15), timedelta(minutes=15)
_MOST_DOUBLINGS = math.ceil(math.log2(_LONGEST_DELAY / _FIRST_DELAY))
_REMEMBERED = timedelta(hours=24)
_KEPT = timedelta(days=365)
_SESSION, _BROWSER = "session:", "browser:"  # no network address begins like these
_KNOWN_PLACES = (_SESSION, _BROWSER)
PASSED, HALF, FAILED, REFUSED, VOUCHED = "passed", "half", "failed", "refused", "vouched"


def begin(database: Database, login: str, address: str, at: datetime) -> int | timedelta:
    """Enter an attempt as failed and return its number, or return how long to wait first.

    It counts as a failure until it is known to have passed: attempts at the same time cannot all be free.
    What comes from a known place (`of_session`, `of_browser`) is counted there alone, whatever others do
    under the same name or at the same address.
    """
    is_known = address.startswith(_KNOWN_PLACES)
    here, by_name = LoginAttempt.address == address, LoginAttempt.login == login
    elsewhere = [LoginAttempt.address.not_like(f"{place}%") for place in _KNOWN_PLACES]
    with database.writing() as session:
        # One attempt after another, so that each counts those before it.
        session.scalar(for_update(select(Account.id).where(Account.id == login)))
        if is_known:
            wait = _wait(session, and_(by_name, here), FREE_BY_ACCOUNT, at)
        else:
            wait = max(
                _wait(session, and_(by_name, *elsewhere), FREE_BY_ACCOUNT, at),
                _wait(session, here, FREE_BY_ADDRESS, at),
            )
        row = {"at": at, "login": login, "address": address, "outcome": REFUSED if wait else FAILED}
        entered = session.write_returning(
            insert(LoginAttempt.__table__).values(**row).returning(LoginAttempt.id)
        )
    return wait or int(entered[0].id)


def passed(database: Database, attempt: int, *, half: bool = False) -> None:
    """Note that an attempt passed: what failed before it slows nobody down any more.

    A password that is right where a second factor is asked for passes half: it is no failure, but who knows
    the password may not guess codes without end by typing it again in between.
    """
    table = LoginAttempt.__table__
    outcome = HALF if half else PASSED
    with database.writing() as session:
        session.write(update(table).where(table.c.id == attempt).values(outcome=outcome))


def vouched(database: Database, login: str, address: str, at: datetime, *, known: bool) -> None:
    """Keep that an identity provider vouched for somebody; that slows nobody down and forgives nothing."""
    row = {"at": at, "login": login, "address": address, "outcome": VOUCHED if known else REFUSED}
    with database.writing() as session:
        session.write(insert(LoginAttempt.__table__), row)


def of_session(session: str) -> str:
    """Return the place of whoever is signed in and proves it again: it stands where the address would."""
    return f"{_SESSION}{session}"


def of_browser(account: str, known_by: str) -> str:
    """Return the place of a browser the account has signed in from: it stands where the address would."""
    return f"{_BROWSER}{hashlib.sha256(f'{account} {known_by}'.encode()).hexdigest()[:32]}"


def unknown(login: str) -> str:
    """Return what is kept of a login that is no account: it may be a password typed into the wrong box."""
    return "?" + hashlib.sha256(login.encode()).hexdigest()[:32]


def forget_old(database: Database, at: datetime) -> int:
    """Forget attempts that no auditor asks for any more; return how many."""
    table = LoginAttempt.__table__
    with database.writing() as session:
        return session.write(delete(table).where(table.c.at < at - _KEPT))


def delay_after(failures: int, free: int) -> timedelta:
    """Return how long to wait after the last of so many failures: nothing, then twice as long each time."""
    if failures < free:
        return timedelta()
    doublings: int = min(failures - free, _MOST_DOUBLINGS)
    return min(_FIRST_DELAY * (1 << doublings), _LONGEST_DELAY)


def _wait(session: WriteSession, whose: ColumnElement[bool], free: int, at: datetime) -> timedelta:
    recent = (whose, LoginAttempt.at > at - _REMEMBERED)
    last_passed = session.scalar(
        select(func.max(LoginAttempt.id)).where(*recent, LoginAttempt.outcome == PASSED)
    )
    row = session.one(
        select(func.count().label("failures"), func.max(LoginAttempt.at).label("last")).where(
            *recent, LoginAttempt.outcome == FAILED, LoginAttempt.id > (last_passed or 0)
        )
    )
    if row is None or row.last is None:
        return timedelta()
    last: datetime = row.last
    return max(last + delay_after(row.failures, free) - at, timedelta())
