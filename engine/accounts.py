"""Accounts as people prove them: password, second factor, recovery codes; changes stand on the register."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import func, select, update

from engine import attempts, passwords, sessions
from engine.database import Database, ReadSession
from engine.registry import Recorded, Registry
from engine.sessions import SignedIn
from engine.vault import Vault
from models import commands
from models.account import Account
from models.errors import Malformed, NotFound
from models.session import Credential, RecoveryCode

STEP_SECONDS = 30
_RECOVERY_CODES = 10
_CODE_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_LONGEST_LOGIN = 80
_SECRET = re.compile(r"[A-Z2-7]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came of an attempt to prove oneself."""

    account: str | None = None
    """The account proved; None where the attempt failed or came too early."""
    awaits_code: bool = False
    wait_seconds: int = 0
    """How long to wait before the next attempt is looked at."""

    @property
    def passed(self) -> bool:
        """Say whether the attempt proved an account."""
        return self.account is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """How an account is secured at present."""

    set_at: datetime
    must_change: bool
    has_second_factor: bool
    codes_left: int


def prove_password(
    database: Database, login: str, password: str, *, address: str, at: datetime, known_by: str = ""
) -> Proof:
    """Check a login name with its password; every attempt is kept, and too many are refused unlooked at.

    `known_by` is what the browser keeps to be known again.
    """
    name = passwords.normalised(login).strip()[:_LONGEST_LOGIN]
    with database.reading() as session:
        found = _credential(session, name)
        place = sessions.place_of(session, name, known_by, address)

    def check() -> bool:
        right, renewed = passwords.matches(password, None if found is None else found.password_hash)
        if right and renewed is not None:
            _set(database, name, password_hash=renewed)
        return right

    half = found is not None and found.second_factor is not None
    login = name if found else attempts.unknown(name)
    proof = _attempt(database, login, check, address=place, at=at, half=half)
    return replace(proof, awaits_code=proof.passed and half)


def prove_code(
    database: Database, vault: Vault, account: str, code: str, *, address: str, at: datetime,
    known_by: str = "",
) -> Proof:  # fmt: skip
    """Check the second factor of an account whose password was right, or a recovery code in its place."""
    with database.reading() as session:
        place = sessions.place_of(session, account, known_by, address)

    def check() -> bool:
        return _is_code(database, vault, account, code, at)

    return _attempt(database, account, check, address=place, at=at)


def vouched_for(database: Database, name: str, *, address: str, at: datetime) -> Proof:
    """Find the account an identity provider vouches for; a second factor that is on is still asked for."""
    login = passwords.normalised(name)
    with database.reading() as session:
        account = session.scalar(select(Account.id).where(Account.id == login, Account.is_active))
        found = None if account is None else _credential(session, account)
    half = found is not None and found.second_factor is not None
    attempts.vouched(database, account or attempts.unknown(login), address, at, known=account is not None)
    return Proof(account=account, awaits_code=half)


def prove_again(database: Database, vault: Vault, who: SignedIn, given: str, *, at: datetime) -> Proof:
    """Check that whoever is signed in is still the same: by password, or by a code where there is one.

    Counted by session: who fails to sign in under the same name elsewhere does not make them wait.
    """

    def check() -> bool:
        if _is_code(database, vault, who.account, given, at, with_recovery=False):
            return True
        return _is_password(database, who.account, given)

    return _attempt(database, who.account, check, address=attempts.of_session(who.session), at=at)


def prove_password_again(database: Database, who: SignedIn, given: str, *, at: datetime) -> Proof:
    """Check the password of whoever is signed in, counted by session."""
    return _attempt(
        database,
        who.account,
        lambda: _is_password(database, who.account, given),
        address=attempts.of_session(who.session),
        at=at,
    )


def prove_code_again(database: Database, vault: Vault, who: SignedIn, code: str, *, at: datetime) -> Proof:
    """Check the second factor of whoever is signed in, or a recovery code for it, counted by session."""
    return _attempt(
        database,
        who.account,
        lambda: _is_code(database, vault, who.account, code, at),
        address=attempts.of_session(who.session),
        at=at,
    )


def set_password(registry: Registry, account: str, password: str, *, by: str, at: datetime) -> Recorded:
    """Give an account a password; one set by somebody else must be changed at the first sign-in.

    Every browser the account is signed in from is signed out. Raises `Malformed` for a weak password.
    """
    passwords.refuse_weak(password, account)
    command = commands.SetPassword(
        account=account, secret=passwords.hashed(password), must_change=by != account
    )
    return registry.record(command, by=by, at=at)


def new_secret() -> str:
    """Return a new secret for an authenticator; nothing is kept before its first code has come back."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Say whether a text is a secret as `new_secret` makes them."""
    return _SECRET.fullmatch(text) is not None


def address_of(secret: str, account: str, issuer: str) -> str:
    """Return a secret as an authenticator reads it from a QR code: `otpauth://…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def turn_on_second_factor(
    registry: Registry, vault: Vault, account: str, secret: str, code: str, *, at: datetime
) -> tuple[str, ...]:
    """Turn the second factor on once its first code is right; return the recovery codes, shown this once."""
    if not is_secret(secret) or _step_of(secret, code, at) is None:
        raise Malformed("second_factor.code", field="code")
    codes = tuple(_recovery_code() for _ in range(_RECOVERY_CODES))
    command = commands.TurnOnSecondFactor(
        account=account,
        secret=vault.lock(secret, about=account),
        codes=tuple(_code_digest(one) for one in codes),
    )
    registry.record(command, by=account, at=at)
    return codes


def security_of(session: ReadSession, account: str) -> Security:
    """Return how an account is secured; raises `NotFound` for one without a password."""
    found = _credential(session, account)
    if found is None:
        raise NotFound("account.unknown", account=account)
    left = select(func.count()).where(RecoveryCode.account_id == account, RecoveryCode.used_at.is_(None))
    return Security(
        set_at=found.set_at,
        must_change=found.must_change,
        has_second_factor=found.second_factor is not None,
        codes_left=session.scalar(left) or 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    password_hash: str
    set_at: datetime
    must_change: bool
    second_factor: str | None
    last_step: int


def _credential(session: ReadSession, account: str) -> _Kept | None:
    row = session.one(
        select(
            Credential.password_hash,
            Credential.set_at,
            Credential.must_change,
            Credential.second_factor,
            Credential.last_step,
        )
        .join(Account, Account.id == Credential.account_id)
        .where(Credential.account_id == account, Account.is_active)
    )
    if row is None:
        return None
    return _Kept(
        password_hash=row.password_hash,
        set_at=row.set_at,
        must_change=row.must_change,
        second_factor=row.second_factor,
        last_step=row.last_step,
    )


def _attempt(
    database: Database,
    login: str,
    check: Callable[[], bool],
    *,
    address: str,
    at: datetime,
    half: bool = False,
) -> Proof:
    begun = attempts.begin(database, login, address, at)
    if isinstance(begun, timedelta):
        return Proof(wait_seconds=max(1, math.ceil(begun.total_seconds())))
    if not check():
        return Proof()
    attempts.passed(database, begun, half=half)
    return Proof(account=login)


def _is_password(database: Database, account: str, given: str) -> bool:
    with database.reading() as session:
        found = _credential(session, account)
    return passwords.matches(given, None if found is None else found.password_hash)[0]


def _is_code(
    database: Database, vault: Vault, account: str, given: str, at: datetime, *, with_recovery: bool = True
) -> bool:
    with database.reading() as session:
        found = _credential(session, account)
    if found is None or found.second_factor is None:
        return False
    step = _step_of(vault.open(found.second_factor, about=account), given, at)
    if step is not None:
        return _use_step(database, account, step)
    return with_recovery and _use_recovery_code(database, account, given, at)


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step a code belongs to: the present one, or the one before or after."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    return next(
        (step for step in (now, now - 1, now + 1) if secrets.compare_digest(totp.generate_otp(step), digits)),
        None,
    )


def _use_step(database: Database, account: str, step: int) -> bool:
    """Use a code up: who looked over a shoulder cannot use it again."""
    table = Credential.__table__
    newer = (table.c.account_id == account, table.c.last_step < step)
    with database.writing() as session:
        return session.write(update(table).where(*newer).values(last_step=step)) == 1


def _use_recovery_code(database: Database, account: str, given: str, at: datetime) -> bool:
    table = RecoveryCode.__table__
    unused = (
        table.c.account_id == account,
        table.c.code_sha256 == _code_digest(given),
        table.c.used_at.is_(None),
    )
    with database.writing() as session:
        return session.write(update(table).where(*unused).values(used_at=at)) == 1


def _recovery_code() -> str:
    signs = "".join(secrets.choice(_CODE_SIGNS) for _ in range(16))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def _code_digest(code: str) -> str:
    plain = "".join(one for one in code.casefold() if one in _CODE_SIGNS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _set(database: Database, account: str, **values: object) -> None:
    table = Credential.__table__
    with database.writing() as session:
        session.write(update(table).where(table.c.account_id == account).values(**values))
