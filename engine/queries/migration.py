"""Which dossiers follow which version of the procedure, and those an administrator may move to another."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.lists import LIVE_STATUSES, shown_to
from engine.queries.rights import Reach
from models.dossier import Dossier
from models.person import Person
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A dossier that follows a version and has not ended."""

    number: str
    candidate: str
    unit: str
    unit_name: str


def followed(session: ReadSession, actor: Actor) -> dict[str, int]:
    """Return how many of the dossiers an actor sees follow each version and have not ended."""
    counted = select(Dossier.procedure, func.count().label("dossiers")).where(
        Dossier.status.in_(LIVE_STATUSES)
    )
    rows = session.rows(shown_to(counted, actor).group_by(Dossier.procedure))
    return {row.procedure: row.dossiers for row in rows}


def movable(
    session: ReadSession, reach: Reach, procedure: str, *, after: str, size: int
) -> tuple[Movable, ...]:
    """Return the dossiers within reach that follow a version and have not ended, those after a number."""
    statement = (
        select(Dossier.number, Person.full_name, Dossier.unit_id, Unit.name)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(
            Dossier.procedure == procedure,
            Dossier.status.in_(LIVE_STATUSES),
            Dossier.number > after,
            reach.units(),
        )
        .order_by(Dossier.number)
        .limit(size)
    )
    return tuple(
        Movable(number=row.number, candidate=row.full_name, unit=row.unit_id, unit_name=row.name)
        for row in session.rows(statement)
    )


def how_many(session: ReadSession, reach: Reach, procedure: str) -> int:
    """Return how many dossiers `movable` would find in all."""
    statement = (
        select(func.count())
        .select_from(Dossier)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(Dossier.procedure == procedure, Dossier.status.in_(LIVE_STATUSES), reach.units())
    )
    return session.scalar(statement) or 0
