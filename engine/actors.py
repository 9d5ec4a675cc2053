"""Who acts: an account with the person behind it and the roles it holds at this moment."""

from __future__ import annotations

from sqlalchemy import select

from engine.access import SYSTEM, Actor, Grant
from engine.database import ReadSession
from models.account import Account, RoleGrant
from models.errors import Forbidden


def actor_of(session: ReadSession, account: str) -> Actor:
    """Return the actor behind an account; raise `Forbidden` for one that is unknown or closed."""
    if account == SYSTEM:
        return Actor(account=SYSTEM, person=None)
    rows = session.rows(
        select(Account.person_id, RoleGrant.role, RoleGrant.unit_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id, isouter=True)
        .where(Account.id == account, Account.is_active)
    )
    if not rows:
        raise Forbidden("access.no_account", account=account)
    grants = frozenset(Grant(role=row.role, unit=row.unit_id) for row in rows if row.role is not None)
    return Actor(account=account, person=rows[0].person_id, grants=grants)


def narrowed(actor: Actor, only: Grant | None) -> Actor:
    """Return an actor who acts with one role alone, and not as the person they are.

    With a role taken back since, nothing is left to act with.
    """
    if only is None:
        return actor
    return Actor(account=actor.account, person=None, grants=actor.grants & {only})
