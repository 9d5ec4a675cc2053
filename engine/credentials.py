"""Writes what an account proves itself with, and ends its sessions, within the register's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from engine import sessions
from engine.database import Database, WriteSession
from engine.vault import Vault, key_name
from models import commands
from models.account import Account
from models.errors import NotFound
from models.session import Credential, RecoveryCode

Commands = (
    commands.SetPassword | commands.TurnOnSecondFactor | commands.TurnOffSecondFactor | commands.EndSessions
)


def write(session: WriteSession, command: Commands, at: datetime) -> str:
    """Change how an account is secured; return the account. Raises `NotFound` for one that is not active."""
    active = select(Account.id).where(Account.id == command.account, Account.is_active)
    if session.scalar(active) is None:
        raise NotFound("account.unknown", account=command.account)
    match command:
        case commands.SetPassword():
            _set_password(session, command, at)
        case commands.TurnOnSecondFactor():
            _turn_on(session, command)
        case commands.TurnOffSecondFactor():
            _turn_off(session, command.account)
        case commands.EndSessions():
            _end(session, command, at)
    return command.account


def lock_second_factors(database: Database, vault: Vault) -> int:
    """Lock with the newest key what was kept in the clear or under an earlier key; return how much that was.

    Raises `OutsideFailure` where there is something that no key at hand opens.
    """
    table = Credential.__table__
    with database.reading() as session:
        columns = select(Credential.account_id, Credential.second_factor)
        rows = session.rows(columns.where(Credential.second_factor.is_not(None)))
    kept = {row.account_id: str(row.second_factor) for row in rows}
    old = {account: secret for account, secret in kept.items() if not vault.is_newest(secret)}
    plain = {
        account: secret if key_name(secret) is None else vault.open(secret, about=account)
        for account, secret in old.items()
    }
    if not plain:
        return 0
    with database.writing() as session:
        return sum(
            session.write(
                update(table)
                .where(table.c.account_id == account, table.c.second_factor == old[account])
                .values(second_factor=vault.lock(secret, about=account))
            )
            for account, secret in plain.items()
        )


def _set_password(session: WriteSession, command: commands.SetPassword, at: datetime) -> None:
    table = Credential.__table__
    values = {"password_hash": command.secret, "set_at": at, "must_change": command.must_change}
    if not session.write(update(table).where(table.c.account_id == command.account).values(**values)):
        session.write(insert(table), values | {"account_id": command.account, "last_step": 0})
    sessions.end_all(session, command.account, at)


def _turn_on(session: WriteSession, command: commands.TurnOnSecondFactor) -> None:
    table = Credential.__table__
    values = {"second_factor": command.secret, "last_step": 0}
    if not session.write(update(table).where(table.c.account_id == command.account).values(**values)):
        raise NotFound("account.unknown", account=command.account)
    codes = RecoveryCode.__table__
    session.write(delete(codes).where(codes.c.account_id == command.account))
    rows = [{"account_id": command.account, "code_sha256": one, "used_at": None} for one in command.codes]
    if rows:
        session.write(insert(codes), rows)


def _turn_off(session: WriteSession, account: str) -> None:
    table, codes = Credential.__table__, RecoveryCode.__table__
    session.write(update(table).where(table.c.account_id == account).values(second_factor=None))
    session.write(delete(codes).where(codes.c.account_id == account))


def _end(session: WriteSession, command: commands.EndSessions, at: datetime) -> None:
    if command.only is None:
        sessions.end_all(session, command.account, at, but=command.keep)
        return
    if not sessions.end_one(session, command.only, at, account=command.account):
        raise NotFound("session.unknown", account=command.account)
