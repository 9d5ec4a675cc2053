"""Accounts as an administrator sees them: whose they are, what they may do, how they are secured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from engine.database import ReadSession
from engine.queries.rights import Reach
from models.account import Account, RoleGrant
from models.errors import NotFound
from models.person import Person
from models.session import Credential, WebSession
from models.text import fold
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role an account holds within reach."""

    role: str
    unit: str
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account."""

    id: str
    person: str
    """Empty for an account nobody stands behind."""
    full_name: str
    is_active: bool
    has_password: bool
    must_change: bool
    has_second_factor: bool
    seen_at: datetime | None
    roles: tuple[Held, ...]
    elsewhere: int
    """How many roles it holds out of reach."""
    paths: tuple[str | None, ...]
    """Of every unit in which it must be allowed to touch the account: its roles', and its person's."""


def accounts(
    session: ReadSession, reach: Reach, *, words: str, unit: str, after: str, size: int
) -> tuple[AccountRow, ...]:
    """Return the accounts within reach by their names, those after a name; `unit` narrows to its roles."""
    statement = _accounts().where(_reached(reach), Account.id > after)
    for word in fold(words).split():
        statement = statement.where(
            or_(
                Person.name_folded.contains(word, autoescape=True),
                func.lower(Account.id).contains(word, autoescape=True),
            )
        )
    if unit:
        statement = statement.where(
            Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.unit_id == unit))
        )
    return _rows(session, reach, session.rows(statement.order_by(Account.id).limit(size)))


def account_facts(session: ReadSession, reach: Reach, account: str) -> AccountRow:
    """Return one account; raises `NotFound` for one out of reach as for one that is not there."""
    found = session.rows(_accounts().where(Account.id == account, _reached(reach)))
    if not found:
        raise NotFound("account.unknown", account=account[:80])
    return _rows(session, reach, found)[0]


def _accounts() -> Select[*tuple[Any, ...]]:
    seen = select(func.max(WebSession.seen_at)).where(WebSession.account_id == Account.id).correlate(Account)
    return (
        select(
            Account.id, Account.person_id, Account.is_active, Person.full_name,
            Unit.path.label("person_path"), Credential.account_id.label("credential"),
            Credential.must_change, Credential.second_factor.is_not(None).label("second_factor"),
            seen.scalar_subquery().label("seen_at"),
        )
        .join(Person, Person.id == Account.person_id, isouter=True)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .join(Credential, Credential.account_id == Account.id, isouter=True)
    )  # fmt: skip


def _reached(reach: Reach) -> ColumnElement[bool]:
    """Say of an account that its person, or one of its roles, is within reach."""
    if reach.is_whole:
        return reach.units_or_none()
    inside = reach.narrow(select(Unit.id)).scalar_subquery()
    by_role = Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.unit_id.in_(inside)))
    return or_(reach.units(), by_role)


def _rows(session: ReadSession, reach: Reach, found: Sequence[Any]) -> tuple[AccountRow, ...]:
    granted = _granted(session, [row.id for row in found])
    return tuple(_row(row, reach, granted.get(row.id, ())) for row in found)


def _granted(session: ReadSession, accounts: Sequence[str]) -> Mapping[str, Sequence[Any]]:
    rows = session.rows(
        select(RoleGrant.account_id, RoleGrant.role, RoleGrant.unit_id, Unit.name, Unit.path)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.account_id.in_(accounts))
        .order_by(Unit.path, RoleGrant.role)
    )
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found


def _row(row: Any, reach: Reach, granted: Sequence[Any]) -> AccountRow:  # noqa: ANN401 -- of `_accounts`
    known = [one for one in granted if reach.covers(one.path)]
    return AccountRow(
        id=row.id,
        person=row.person_id or "",
        full_name=row.full_name or "",
        is_active=row.is_active,
        has_password=row.credential is not None,
        must_change=bool(row.must_change),
        has_second_factor=bool(row.second_factor),
        seen_at=row.seen_at,
        roles=tuple(Held(role=one.role, unit=one.unit_id, unit_name=one.name) for one in known),
        elsewhere=len(granted) - len(known),
        paths=(row.person_path, *(one.path for one in granted)),
    )
