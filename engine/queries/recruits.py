"""For whom a dossier may be opened, and in which units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.acting import UnitLine, units_to
from models.dossier import Dossier
from models.person import Person
from models.procedure import Procedure
from models.state import LIVE

AT_MOST = 500
"""People shown to choose from; a branch that guides more than that looks them up by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruit:
    """Somebody of a unit who is no member and has no dossier under way."""

    person: str
    full_name: str
    born_on: date
    occupation: str | None


def units_to_open(session: ReadSession, actor: Actor, procedure: Procedure) -> tuple[UnitLine, ...]:
    """Return the units in which an actor may open a dossier under a procedure."""
    found = units_to(session, actor, "open_dossier")
    return tuple(one for one in found if one.kind == procedure.opened_by.body)


def recruits(session: ReadSession, unit: str) -> tuple[Recruit, ...]:
    """Return whom a branch may open a dossier for, by name."""
    under_way = exists().where(
        Dossier.candidate_id == Person.id, Dossier.status.in_([one.value for one in LIVE])
    )
    rows = session.rows(
        select(Person.id, Person.full_name, Person.born_on, Person.occupation)
        .where(Person.unit_id == unit, Person.standing == "none", ~under_way)
        .order_by(Person.name_key, Person.id)
        .limit(AT_MOST)
    )
    return tuple(
        Recruit(person=row.id, full_name=row.full_name, born_on=row.born_on, occupation=row.occupation)
        for row in rows
    )
