"""Who acts for whom while they are absent: somebody's own substitutions, and whom they may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from engine.database import ReadSession
from engine.organisation import line_of
from models.account import Account, RoleGrant
from models.commands import OfferSubstitution
from models.person import Person
from models.substitution import Substitution
from models.unit import Seat, Unit

AT_MOST = 300
"""People shown to choose a substitute from."""
_LATEST = 50
"""How many substitutions of somebody are shown, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One substitution as its parties see it."""

    id: str
    account: str
    """Of the absent."""
    absent: str
    """Full name."""
    substitute_account: str
    substitute: str
    """Full name."""
    role: str
    unit: str
    unit_name: str
    tasks: tuple[str, ...]
    since: date
    until: date
    """Inclusive."""
    reason: str
    standing: str
    offered_at: datetime
    settled_at: datetime | None
    ended_at: datetime | None

    def stands(self, today: date) -> bool:
        """Say whether it is in force, to come or awaits an answer; all else is over."""
        return self.standing in {"offered", "accepted"} and today <= self.until

    def is_in_force(self, today: date) -> bool:
        """Say whether the substitute may act on a day."""
        return self.standing == "accepted" and self.since <= today <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role in a unit whose tasks may be given over."""

    role: str
    unit: str
    unit_name: str
    unit_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be asked to act for an absent colleague."""

    account: str
    full_name: str
    unit_name: str


def substitutions_of(session: ReadSession, account: str) -> tuple[Line, ...]:
    """Return what an account gave over and took over, the newest first."""
    statement = _lines().where(_party(account)).order_by(Substitution.offered_at.desc(), Substitution.id)
    return tuple(_line(row) for row in session.rows(statement.limit(_LATEST)))


def standing_of(session: ReadSession, account: str, today: date) -> tuple[Line, ...]:
    """Return those of an account's substitutions that are in force, to come or await an answer."""
    statement = _lines().where(
        _party(account), Substitution.standing.in_(("offered", "accepted")), Substitution.until >= today
    )
    rows = session.rows(statement.order_by(Substitution.since, Substitution.id).limit(_LATEST))
    return tuple(_line(row) for row in rows)


def roles_to_give_over(session: ReadSession, account: str) -> tuple[Held, ...]:
    """Return the roles of an account whose tasks may be given over, those high in the tree first."""
    roles = get_args(OfferSubstitution.model_fields["role"].annotation)
    rows = session.rows(
        select(RoleGrant.role, Unit.id, Unit.name, Unit.path)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.account_id == account, RoleGrant.role.in_(roles))
        .order_by(Unit.path, RoleGrant.role)
    )
    return tuple(Held(role=row.role, unit=row.id, unit_name=row.name, unit_path=row.path) for row in rows)


def candidates(session: ReadSession, unit: str, today: date, *, but: str) -> tuple[Candidate, ...]:
    """Return the accounts of those who belong to a unit or to one above it, by name, one account's own aside.

    They live party life there, have a seat or hold a role, as the rule asks.
    """
    line = line_of(session, unit, on=date.max).line
    open_account, other = aliased(Account), aliased(Account)
    seated = exists().where(
        Seat.person_id == Person.id, Seat.unit_id.in_(line), or_(Seat.until.is_(None), Seat.until > today)
    )
    granted = exists().where(
        RoleGrant.account_id == other.id,
        other.person_id == Person.id,
        other.is_active,
        RoleGrant.unit_id.in_(line),
    )
    own = select(Account.person_id).where(Account.id == but).scalar_subquery()
    rows = session.rows(
        select(open_account.id, Person.full_name, Unit.name)
        .join(Person, Person.id == open_account.person_id)
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(
            open_account.is_active,
            Person.id.is_distinct_from(own),
            or_(Person.unit_id.in_(line), seated, granted),
        )
        .order_by(Person.name_key, Person.id, open_account.id)
        .limit(AT_MOST)
    )
    return tuple(Candidate(account=row.id, full_name=row.full_name, unit_name=row.name or "") for row in rows)


def _party(account: str) -> Any:  # noqa: ANN401 -- a condition on substitutions
    return or_(Substitution.account_id == account, Substitution.substitute_id == account)


def _lines() -> Select[*tuple[Any, ...]]:
    absent, substitute = aliased(Account), aliased(Account)
    absentee, deputy = aliased(Person), aliased(Person)
    return (
        select(
            Substitution.id, Substitution.account_id, absentee.full_name.label("absent"),
            Substitution.substitute_id, deputy.full_name.label("substitute"), Substitution.role,
            Substitution.unit_id, Unit.name.label("unit_name"), Substitution.tasks, Substitution.since,
            Substitution.until, Substitution.reason, Substitution.standing, Substitution.offered_at,
            Substitution.settled_at, Substitution.ended_at,
        )
        .join(Unit, Unit.id == Substitution.unit_id)
        .join(absent, absent.id == Substitution.account_id)
        .join(absentee, absentee.id == absent.person_id)
        .join(substitute, substitute.id == Substitution.substitute_id)
        .join(deputy, deputy.id == substitute.person_id)
    )  # fmt: skip


def _line(row: Any) -> Line:  # noqa: ANN401 -- a row of the selection above
    return Line(
        id=row.id, account=row.account_id, absent=row.absent, substitute_account=row.substitute_id,
        substitute=row.substitute, role=row.role, unit=row.unit_id, unit_name=row.unit_name,
        tasks=tuple(row.tasks.split(",")), since=row.since, until=row.until, reason=row.reason,
        standing=row.standing, offered_at=row.offered_at, settled_at=row.settled_at, ended_at=row.ended_at,
    )  # fmt: skip
