"""Lists read onward from a mark: a page begins after the last line of the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from engine.access import SYSTEM, Actor
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.duties import duties_of
from engine.queries.inbox import Duty
from engine.queries.lists import Filter, Line, Order, lines, ordered, with_awaited
from engine.queries.meetings import MeetingLine, meeting_lines, read_meetings
from engine.queries.rights import Reach
from models.dossier import Dossier
from models.meeting import Meeting
from models.person import Person
from models.text import fold
from models.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMark:
    """The last dossier of a page, by what its list is ordered by."""

    number: str
    name_key: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyMark:
    """The last duty of a page."""

    due_on: date | None
    dossier: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMark:
    """The last meeting of a page."""

    held_on: date
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMark:
    """The last person of a page."""

    name_key: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit of the organisation."""

    unit: str
    kind: str
    name: str
    place: str
    parent: str | None
    """None for the top of the tree, and for a parent the reader may not know of."""
    path: str
    beside: bool
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person, by what an office goes by; the rest of what the register knows stays in it."""

    person: str
    full_name: str
    sex: str
    born_on: date
    unit: str | None
    unit_name: str | None
    """None for somebody of no unit."""
    in_unit_since: date | None
    standing: str
    joined_on: date | None
    official_on: date | None
    name_key: str


def dossiers_after(
    session: ReadSession,
    actor: Actor,
    wanted: Filter,
    today: date,
    *,
    order: Order,
    after: DossierMark | None,
    at_most: int,
) -> tuple[Line, ...]:
    """Return the lines of a list of dossiers that come after a mark."""
    statement = lines(actor, wanted, today)
    due = statement.selected_columns["due_on"]
    found = ordered(statement.where(_beyond(order, due.element, after)), order)
    return with_awaited(session, session.rows(found.limit(at_most)))


def duties_after(
    session: ReadSession, actor: Actor, procedures: Procedures, *, after: DutyMark | None, at_most: int
) -> tuple[Duty, ...]:
    """Return what awaits an actor after a mark: the oldest limit first, then what has none."""
    mine, absent = duties_of(session, actor, procedures).c, aliased(Person)
    rest: ColumnElement[bool] = true()
    if after is not None:
        rest = _later(mine.due_on, (mine.dossier, mine.step), after.due_on, (after.dossier, after.step))
    rows = session.rows(
        select(
            mine.dossier,
            mine.procedure,
            mine.step,
            mine.due_on,
            mine.attempt,
            Person.full_name,
            Unit.name,
            absent.full_name.label("absent"),
        )
        .join(Dossier, Dossier.number == mine.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .outerjoin(absent, absent.id == mine.behalf)
        .where(rest)
        .order_by(mine.due_on.is_(None), mine.due_on, mine.dossier, mine.step)
        .limit(at_most)
    )
    return tuple(
        Duty(
            dossier=row.dossier,
            candidate=row.full_name,
            branch=row.name,
            procedure=row.procedure,
            step=row.step,
            due_on=row.due_on,
            attempt=row.attempt,
            on_behalf_of=row.absent,
        )
        for row in rows
    )


def meetings_after(
    session: ReadSession,
    actor: Actor,
    unit: str,
    *,
    after: MeetingMark | None,
    at_most: int,
    standing: str = "",
) -> tuple[MeetingLine, ...]:
    """Return the meetings of the units under an actor after a mark, the newest first.

    `unit` names one, `standing` those of one standing.
    """
    statement = (
        meeting_lines()
        .where(within(actor))
        .order_by(Meeting.held_on.desc(), Meeting.number.desc())
        .limit(at_most)
    )
    if unit:
        statement = statement.where(Meeting.unit_id == unit)
    if standing:
        statement = statement.where(Meeting.standing == standing)
    if after is not None:
        statement = statement.where(
            tuple_(Meeting.held_on, Meeting.number) < tuple_(after.held_on, after.number)
        )
    return read_meetings(session, statement)


def units_after(
    session: ReadSession, actor: Actor, *, after: str, at_most: int, unit: str = ""
) -> tuple[UnitLine, ...]:
    """Return the units under an actor whose path comes after another, as the tree stands."""
    parent = Unit.__table__.alias("parent")
    statement = (
        select(
            Unit.id, Unit.kind, Unit.name, Unit.place, Unit.path, Unit.beside, Unit.since,
            parent.c.id.label("parent"),
        )
        .join(parent, and_(parent.c.id == Unit.parent_id, within(actor, parent.c.path)), isouter=True)
        .where(within(actor), Unit.path > after)
        .order_by(Unit.path)
        .limit(at_most)
    )  # fmt: skip
    if unit:
        statement = statement.where(Unit.id == unit)
    return tuple(
        UnitLine(
            unit=row.id,
            kind=row.kind,
            name=row.name,
            place=row.place,
            parent=row.parent,
            path=row.path,
            beside=row.beside,
            since=row.since,
        )
        for row in session.rows(statement)
    )


def people_after(
    session: ReadSession,
    reach: Reach,
    *,
    after: PersonMark | None,
    at_most: int,
    words: str = "",
    unit: str = "",
    person: str = "",
) -> tuple[PersonLine, ...]:
    """Return the persons within reach after a mark, by name; `person` names one."""
    named = (Person.name_folded.contains(word, autoescape=True) for word in fold(words).split())
    statement = (
        select(
            Person.id, Person.full_name, Person.sex, Person.born_on, Person.unit_id, Person.in_unit_since,
            Person.standing, Person.joined_on, Person.official_on, Person.name_key, Unit.name,
        )
        .join(Unit, Unit.id == Person.unit_id, isouter=True)
        .where(reach.units_or_none(), *named)
        .order_by(Person.name_key, Person.id)
        .limit(at_most)
    )  # fmt: skip
    if unit:
        statement = statement.where(Person.unit_id == unit)
    if person:
        statement = statement.where(Person.id == person)
    if after is not None:
        statement = statement.where(tuple_(Person.name_key, Person.id) > tuple_(after.name_key, after.person))
    return tuple(
        PersonLine(
            person=row.id,
            full_name=row.full_name,
            sex=row.sex,
            born_on=row.born_on,
            unit=row.unit_id,
            unit_name=row.name,
            in_unit_since=row.in_unit_since,
            standing=row.standing,
            joined_on=row.joined_on,
            official_on=row.official_on,
            name_key=row.name_key,
        )
        for row in session.rows(statement)
    )


def within(actor: Actor, path: Any = Unit.path) -> ColumnElement[bool]:  # noqa: ANN401 -- a column of paths
    """Say of a unit that it stands under one in which the actor holds any role."""
    if actor.account == SYSTEM:
        return true()
    root = Unit.__table__.alias("root")
    # Not LIKE, for which SQLite takes capitals for small letters, and `_` stands for any sign.
    below = func.substr(path, 1, func.length(root.c.path)) == root.c.path
    held = tuple({grant.unit for grant in actor.reads})
    return select(root.c.id).where(root.c.id.in_(held), below).exists()


def _beyond(order: Order, due: ColumnElement[Any], after: DossierMark | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    if order == "name":
        return tuple_(Person.name_key, Dossier.number) > tuple_(after.name_key, after.number)
    if order == "number":
        return Dossier.number > after.number
    return _later(due, (Dossier.number,), after.due_on, (after.number,))


def _later(
    due: ColumnElement[Any], names: tuple[Any, ...], after: date | None, after_names: tuple[str, ...]
) -> ColumnElement[bool]:
    """Ask for what comes after a mark where what has no limit comes last."""
    beyond = tuple_(*names) > tuple_(*after_names)
    if after is None:
        return and_(due.is_(None), beyond)
    return or_(due > after, and_(due == after, beyond), due.is_(None))
