"""The roles an account holds, each with its unit by name: what a person may look through."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.database import ReadSession
from models.account import RoleGrant
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One role in one unit and all below it."""

    role: str
    unit: str
    unit_name: str


_SCOPES = (
    select(RoleGrant.role, RoleGrant.unit_id, Unit.name)
    .join(Unit, Unit.id == RoleGrant.unit_id)
    .where(RoleGrant.account_id == bindparam("account"))
    .order_by(Unit.path, RoleGrant.role)
)


def scopes_of(session: ReadSession, account: str) -> tuple[Scope, ...]:
    """Return the roles of an account, those high in the tree first."""
    rows = session.rows(_SCOPES, {"account": account})
    return tuple(Scope(role=row.role, unit=row.unit_id, unit_name=row.name) for row in rows)
