"""Substitutions on record: offered, accepted, declined and ended within the register's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import aliased

from engine.database import ReadSession, WriteSession
from engine.organisation import line_of
from engine.rules import substitution as rule
from engine.rules.substitution import Given, Terms
from models.account import Account, RoleGrant
from models.commands import (
    AcceptSubstitution,
    DeclineSubstitution,
    EndSubstitution,
    OfferSubstitution,
    SubstitutionCommands,
)
from models.errors import NotFound, Refused
from models.person import Person
from models.requirements import Requirement, unmet
from models.substitution import Substitution
from models.unit import Seat

PREFIX = "LT"
_AFTER = {
    AcceptSubstitution: ("accepted", "settled_at"),
    DeclineSubstitution: ("declined", "settled_at"),
    EndSubstitution: ("ended", "ended_at"),
}
_TABLE = Substitution.__table__


def write(
    session: WriteSession,
    command: SubstitutionCommands,
    sequence: int,
    at: datetime,
    today: date,
    *,
    longest: int,
) -> str:
    """Change a substitution as the entry at `sequence` of the register; return its id.

    Raises `Refused` with all that stands in the way, `NotFound` for an account or a substitution that is not
    there, or of which the account named is no party.
    """
    if isinstance(command, OfferSubstitution):
        _refuse(command, _given(session, _offered(session, command), today, longest, but=""))
        return _offer(session, command, f"{PREFIX}-{sequence:04}", at)
    terms = _found(session, command)
    _refuse(command, _given(session, terms, today, longest, but=command.substitution))
    standing, when = _AFTER[type(command)]
    which = _TABLE.c.id == command.substitution
    session.write(update(_TABLE).where(which).values({"standing": standing, when: at}))
    return command.substitution


def weighed(
    session: ReadSession, command: OfferSubstitution, today: date, *, longest: int
) -> tuple[Requirement, ...]:
    """Weigh an offer without recording it; raises `NotFound` for an account that is not open."""
    return rule.requirements(command, _given(session, _offered(session, command), today, longest, but=""))


def unit_of(session: ReadSession, substitution: str) -> str | None:
    """Return the unit whose tasks are given over; None for a substitution that is not there."""
    return session.scalar(select(Substitution.unit_id).where(Substitution.id == substitution))


def kept(tasks: Iterable[str]) -> str:
    """Return kinds of task as the table keeps them: each once, in one order."""
    return ",".join(sorted(set(tasks)))


def _refuse(command: SubstitutionCommands, given: Given) -> None:
    missing = unmet(rule.requirements(command, given))
    if missing:
        raise Refused(missing)


def _offer(session: WriteSession, command: OfferSubstitution, name: str, at: datetime) -> str:
    row = command.model_dump(include={"role", "since", "until", "reason"}) | {
        "id": name, "account_id": command.account, "unit_id": command.unit,
        "substitute_id": command.substitute, "tasks": kept(command.tasks), "standing": "offered",
        "offered_at": at,
    }  # fmt: skip
    session.write(insert(_TABLE), row)
    return name


def _offered(session: ReadSession, command: OfferSubstitution) -> Terms:
    return Terms(
        account=command.account,
        absent=_holder(session, command.account),
        substitute=_holder(session, command.substitute),
        role=command.role,
        unit=command.unit,
        tasks=frozenset(command.tasks),
        since=command.since,
        until=command.until,
    )


def _holder(session: ReadSession, account: str) -> str | None:
    row = session.one(select(Account.person_id).where(Account.id == account, Account.is_active))
    if row is None:
        raise NotFound("account.not_open", account=account)
    person: str | None = row.person_id
    return person


def _found(
    session: ReadSession, command: AcceptSubstitution | DeclineSubstitution | EndSubstitution
) -> Terms:
    parties = [Substitution.substitute_id == command.account]
    if isinstance(command, EndSubstitution):
        parties.append(Substitution.account_id == command.account)
    row = session.one(_all().where(Substitution.id == command.substitution, or_(*parties)))
    if row is None:
        raise NotFound("substitution.unknown", substitution=command.substitution)
    if isinstance(command, AcceptSubstitution):
        _holder(session, row.account_id)
    return _read(row)


_absent, _substitute = aliased(Account), aliased(Account)


def _all() -> Any:  # noqa: ANN401 -- a selection whose columns `_read` names
    return (
        select(
            Substitution.role, Substitution.unit_id, Substitution.tasks, Substitution.since,
            Substitution.until, Substitution.standing, Substitution.account_id,
            _absent.person_id.label("absent"), _substitute.person_id.label("substitute"),
        )
        .join(_absent, _absent.id == Substitution.account_id)
        .join(_substitute, _substitute.id == Substitution.substitute_id)
    )  # fmt: skip


def _read(row: Any) -> Terms:  # noqa: ANN401 -- a row of the selection above
    return Terms(
        account=row.account_id,
        absent=row.absent,
        substitute=row.substitute,
        role=row.role,
        unit=row.unit_id,
        tasks=frozenset(row.tasks.split(",")),
        since=row.since,
        until=row.until,
        standing=row.standing,
    )


def _given(session: ReadSession, terms: Terms, today: date, longest: int, *, but: str) -> Given:
    """Load what the rules ask; the register's stream is locked, so nothing of it changes meanwhile."""
    persons = [one for one in (terms.absent, terms.substitute) if one is not None]
    others = _all().where(
        Substitution.standing == "accepted",
        Substitution.until >= today,
        Substitution.id != but,
        or_(_absent.person_id.in_(persons), _substitute.person_id.in_(persons)),
    )
    return Given(
        today=today,
        terms=terms,
        holds_role=_holds(session, terms),
        is_near=terms.substitute is not None and _is_near(session, terms.substitute, terms.unit, today),
        accepted=tuple(_read(row) for row in session.rows(others)),
        longest=longest,
    )


def _holds(session: ReadSession, terms: Terms) -> bool:
    held = (
        select(RoleGrant.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            Account.id == terms.account,
            Account.is_active,
            RoleGrant.role == terms.role,
            RoleGrant.unit_id == terms.unit,
        )
    )
    return session.scalar(held.limit(1)) is not None


def _is_near(session: ReadSession, person: str, unit: str, today: date) -> bool:
    """Say whether a person lives party life, has a seat or holds a role in a unit or in one above it."""
    line = line_of(session, unit, on=date.max).line
    of_it = select(Person.unit_id).where(Person.id == person, Person.unit_id.in_(line))
    seated = select(Seat.unit_id).where(
        Seat.person_id == person, Seat.unit_id.in_(line), or_(Seat.until.is_(None), Seat.until > today)
    )
    granted = (
        select(RoleGrant.unit_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(Account.person_id == person, Account.is_active, RoleGrant.unit_id.in_(line))
    )
    return any(session.scalar(one.limit(1)) is not None for one in (of_it, seated, granted))
