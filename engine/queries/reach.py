"""What lies within the sight of who gives a command: anything else is answered as if it did not exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Select, select

from engine.access import Actor
from engine.database import ReadSession
from engine.queries.onward import within
from models.commands import Command
from models.errors import NotFound
from models.meeting import Meeting
from models.person import Mentorship, Person
from models.unit import Unit

_UNITS, _PEOPLE = ("unit", "parent"), ("person", "candidate")


def hidden(session: ReadSession, actor: Actor, command: Command) -> NotFound | None:
    """Return that something a command names is unknown, where it lies outside the units under the actor."""
    meeting = _meeting_elsewhere(session, actor, command)
    if meeting is not None:
        return meeting
    for field in _UNITS:
        unit = getattr(command, field, None)
        if unit is not None and _is_beyond(session, actor, select(Unit.id).where(Unit.id == unit)):
            return NotFound("unit.unknown", unit=unit)
    for field in _PEOPLE:
        person = getattr(command, field, None)
        if person is not None and _is_beyond(session, actor, _unit_of(person)):
            return NotFound("person.unknown", person=person)
    return None


def stranger(session: ReadSession, actor: Actor, command: Command) -> NotFound | None:
    """Return that a meeting or person a command names is unknown: not there, or out of the actor's sight.

    Else what the regulation asks of them would tell of rolls and people who are none of the actor's business.
    Persons whom the dossier at hand names already are known, and so are those of no unit.
    """
    meeting = _meeting_elsewhere(session, actor, command)
    if meeting is not None:
        return meeting
    for field in _PEOPLE:
        person = getattr(command, field, None)
        if person is None:
            continue
        named = select(Mentorship.person_id).where(
            Mentorship.person_id == person, Mentorship.dossier == getattr(command, "dossier", "")
        )
        of_no_unit = select(Person.id).where(Person.id == person, Person.unit_id.is_(None))
        known = (session.scalar(one) is not None for one in (named, of_no_unit))
        if _is_beyond(session, actor, _unit_of(person)) and not any(known):
            return NotFound("person.unknown", person=person)
    return None


def named_within(session: ReadSession, actor: Actor, ids: Collection[str]) -> Mapping[str, str]:
    """Return the names of those persons and units an actor may know of."""
    units = select(Unit.id, Unit.name).where(Unit.id.in_(sorted(ids)), within(actor))
    people = (
        select(Person.id, Person.full_name.label("name"))
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(sorted(ids)), within(actor))
    )
    return {row.id: row.name for row in (*session.rows(units), *session.rows(people))}


def _meeting_elsewhere(session: ReadSession, actor: Actor, command: Command) -> NotFound | None:
    meeting = getattr(command, "meeting", None)
    if meeting is None:
        return None
    there = select(Meeting.number).join(Unit, Unit.id == Meeting.unit_id).where(Meeting.number == meeting)
    return NotFound("meeting.unknown", meeting=meeting) if _is_beyond(session, actor, there) else None


def _unit_of(person: str) -> Select[str]:
    return select(Person.id).join(Unit, Unit.id == Person.unit_id).where(Person.id == person)


def _is_beyond(session: ReadSession, actor: Actor, statement: Select[str]) -> bool:
    return session.scalar(statement.where(within(actor))) is None
