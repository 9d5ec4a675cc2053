"""Who acts: an account with the person behind it, the roles it holds, and those lent to it by the absent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, String, and_, bindparam, cast, literal, null, select, union_all

from engine.access import SYSTEM, Actor, Grant, Lent
from engine.database import ReadSession
from models.account import Account, RoleGrant
from models.errors import Forbidden
from models.substitution import Substitution

_account, _grant, _lent = Account.__table__.c, RoleGrant.__table__.c, Substitution.__table__.c
_absent = Account.__table__.alias("absent")
_nothing = cast(null(), String)
_OWN = (
    select(
        _account.person_id,
        _grant.role,
        _grant.unit_id,
        _nothing.label("absent"),
        _nothing.label("tasks"),
        cast(null(), Date).label("since"),
        cast(null(), Date).label("until"),
    )
    .join_from(Account.__table__, RoleGrant.__table__, _grant.account_id == _account.id, isouter=True)
    .where(_account.id == bindparam("account"), _account.is_active)
)
# What is lent counts while who lent it has an account and holds the role: taken from them, it is gone here.
_OF_THE_ABSENT = (
    select(
        _account.person_id,
        _lent.role,
        _lent.unit_id,
        _absent.c.person_id.label("absent"),
        _lent.tasks,
        _lent.since,
        _lent.until,
    )
    .join_from(Substitution.__table__, Account.__table__, _account.id == _lent.substitute_id)
    .join(_absent, and_(_absent.c.id == _lent.account_id, _absent.c.is_active))
    .join(
        RoleGrant.__table__,
        and_(
            _grant.account_id == _lent.account_id,
            _grant.role == _lent.role,
            _grant.unit_id == _lent.unit_id,
        ),
    )
    .where(
        _lent.substitute_id == bindparam("account"),
        _lent.standing == literal("accepted"),
        _account.is_active,
        _absent.c.person_id.is_not(None),
    )
)
_WHO = union_all(_OWN, _OF_THE_ABSENT)


def actor_of(session: ReadSession, account: str, on: date | None = None) -> Actor:
    """Return the actor behind an account; raise `Forbidden` for one that is unknown or closed.

    Only with a day of the office does what absent people have given over to them count: that day's.
    """
    actor = standing_in(session, account)
    return actor.on(on) if on is not None else Actor(account, actor.person, actor.grants)


def standing_in(session: ReadSession, account: str) -> Actor:
    """Return the actor behind an account with all that is lent to it, on whatever days.

    Nobody acts as that: `Actor.on` makes of it somebody who acts on a day.
    """
    if account == SYSTEM:
        return Actor(account=SYSTEM, person=None)
    rows = session.rows(_WHO, {"account": account})
    if not rows:
        raise Forbidden("access.no_account", account=account)
    own = [row for row in rows if row.absent is None]
    return Actor(
        account=account,
        person=rows[0].person_id,
        grants=frozenset(Grant(role=row.role, unit=row.unit_id) for row in own if row.role is not None),
        lent=tuple(_lent_in(rows)),
    )


def _lent_in(rows: Sequence[Any]) -> Iterator[Lent]:
    """Yield what is lent, in an order of its own: the same act names the same absent person again."""
    lent = [row for row in rows if row.absent is not None]
    for row in sorted(lent, key=lambda row: (row.absent, row.unit_id, row.role, row.since, row.tasks)):
        yield Lent(
            person=row.absent,
            grant=Grant(role=row.role, unit=row.unit_id),
            tasks=frozenset(row.tasks.split(",")),
            since=row.since,
            until=row.until,
        )


def narrowed(actor: Actor, only: Grant | None) -> Actor:
    """Return an actor who acts with one role alone, not as the person they are, nor for anybody absent.

    With a role taken back since, nothing is left to act with.
    """
    if only is None:
        return actor
    return Actor(account=actor.account, person=None, grants=actor.grants & {only})
