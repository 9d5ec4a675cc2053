"""What a meeting's agenda and minutes are made of: its frozen roll, what it decided, what awaits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from engine.access import Actor
from engine.database import ReadSession
from engine.procedures import Procedures
from engine.queries.committee import DECIDED
from engine.queries.meetings import MeetingLine, OnRoll, meeting
from engine.rules.tallies import ARITHMETIC
from models.dossier import Dossier, WorkItem
from models.events import EVENT, Decided, Interested, PaperDue, Voted
from models.meeting import Meeting
from models.papers import SeatFacts, UnitFacts
from models.person import Person
from models.requirements import Requirement
from models.state import Status
from models.timeline import TimelineEntry
from models.unit import Seat, Unit

_AT_THE_SAME_TIME = 1_000
"""Entries that may have been begun before a meeting was closed, and be numbered after its closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One dossier before a meeting."""

    dossier: str
    candidate: str
    """Full name."""
    born_on: date
    branch: str
    """Name of its branch."""
    title: str
    """What the body is asked, as the regulation calls the step."""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minuted:
    """One vote of a meeting as it was recorded."""

    matter: Matter
    outcome: str
    yes: int | None
    """None, as the next two, where fewer than five voted in secret."""
    no: int | None
    blank: int | None
    invalid: int
    cast: int
    way: str
    interested: tuple[Interested, ...]
    shares: tuple[Requirement, ...]
    """Quorum, majority and what else settles a vote, with their arithmetic and source."""
    papers: tuple[PaperDue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """All that is on record of a meeting."""

    line: MeetingLine
    unit: UnitFacts
    superior: UnitFacts | None
    chair: SeatFacts
    secretary: SeatFacts
    probationary: int
    probationary_present: int
    people: tuple[OnRoll, ...]
    minuted: tuple[Minuted, ...]
    """In the order in which they were recorded."""
    awaiting: tuple[Matter, ...]
    """What awaits the body now and can be decided in such a meeting; nothing once it is closed."""
    opened_at: datetime
    closed_at: datetime | None


def meeting_facts(session: ReadSession, actor: Actor, number: str, procedures: Procedures) -> MeetingFacts:
    """Return a meeting's facts to anybody with a role in its unit or above; raises `NotFound`."""
    whole = meeting(session, actor, number)
    line = whole.line
    opened, closed = _opened_and_closed(session, number)
    unit, superior = _units(session, line.unit)
    chair, secretary = _officers(session, number)
    return MeetingFacts(
        line=line,
        unit=unit,
        superior=superior,
        chair=chair,
        secretary=secretary,
        probationary=whole.probationary,
        probationary_present=whole.probationary_present,
        people=whole.entries,
        minuted=_minuted(session, number, opened, closed, procedures),
        awaiting=_awaiting(session, line, procedures) if line.is_open else (),
        opened_at=opened.at,
        closed_at=None if closed is None else closed.at,
    )


def _opened_and_closed(session: ReadSession, number: str) -> tuple[Any, Any]:
    """Return the meeting's first entry, and its last if that closed it."""
    rows = session.rows(
        select(TimelineEntry.id, TimelineEntry.at, TimelineEntry.kind)
        .where(TimelineEntry.stream == number)
        .order_by(TimelineEntry.sequence)
    )
    return rows[0], rows[-1] if rows[-1].kind == "meeting_closed" else None


def _minuted(
    session: ReadSession,
    number: str,
    opened: Any,  # noqa: ANN401 -- a row of the columns above
    closed: Any,  # noqa: ANN401 -- as above
    procedures: Procedures,
) -> tuple[Minuted, ...]:
    """Return what was decided in the meeting; only entries since it was opened are looked through."""
    wanted = select(TimelineEntry.stream, TimelineEntry.payload).where(
        TimelineEntry.id > opened.id,
        TimelineEntry.kind.in_(("voted", "decided")),
        TimelineEntry.payload.contains(f'"meeting":"{number}"', autoescape=True),
    )
    if closed is not None:
        wanted = wanted.where(TimelineEntry.id < closed.id + _AT_THE_SAME_TIME)
    told = [
        (row.stream, event)
        for row in session.rows(wanted.order_by(TimelineEntry.id))
        if isinstance(event := EVENT.validate_json(row.payload), Voted | Decided)
    ]
    matters = _matters(session, [stream for stream, _ in told])
    return tuple(
        _as_minuted(matters[stream], event, procedures) for stream, event in told if event.meeting == number
    )


def _as_minuted(of: Any, event: Voted | Decided, procedures: Procedures) -> Minuted:  # noqa: ANN401 -- a row of `_MATTER`
    return Minuted(
        matter=_matter(of, event.step, procedures),
        outcome=event.outcome,
        yes=event.yes,
        no=event.no,
        blank=event.blank,
        invalid=event.invalid,
        cast=event.ballots_cast,
        way=event.way,
        interested=event.interested,
        shares=tuple(one for one in event.checked if one.rule in ARITHMETIC),
        papers=event.papers,
    )


def _awaiting(session: ReadSession, line: MeetingLine, procedures: Procedures) -> tuple[Matter, ...]:
    rows = session.rows(
        select(*_MATTER, WorkItem.step, WorkItem.due_on)
        .join_from(WorkItem, Dossier, Dossier.number == WorkItem.dossier)
        .join(Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(
            WorkItem.unit_id == line.unit,
            WorkItem.kind.in_([one.value for one in DECIDED]),
            Dossier.status == Status.UNDER_WAY.value,
        )
        .order_by(WorkItem.step, WorkItem.due_on.is_(None), WorkItem.due_on, Dossier.number)
    )
    return tuple(
        _matter(row, row.step, procedures, row.due_on)
        for row in rows
        if _is_voted_by(procedures, row.procedure, row.step, line.roll_kind)
    )


def _is_voted_by(procedures: Procedures, version: str, step: str, roll_kind: str) -> bool:
    vote = procedures.version(version).step(step).vote
    return vote is not None and vote.roll == roll_kind


_MATTER = (Dossier.number, Dossier.procedure, Person.full_name, Person.born_on, Unit.name.label("branch"))


def _matters(session: ReadSession, dossiers: Iterable[str]) -> Mapping[str, Any]:
    rows = session.rows(
        select(*_MATTER)
        .join_from(Dossier, Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(Dossier.number.in_(sorted(set(dossiers))))
    )
    return {row.number: row for row in rows}


def _matter(row: Any, step: str, procedures: Procedures, due_on: date | None = None) -> Matter:  # noqa: ANN401 -- a row of `_MATTER`
    procedure = procedures.version(row.procedure)
    return Matter(
        dossier=row.number,
        candidate=row.full_name,
        born_on=row.born_on,
        branch=row.branch,
        title=procedure.step(step).title.vi if procedure.has_step(step) else step,
        due_on=due_on,
    )


def _units(session: ReadSession, unit: str) -> tuple[UnitFacts, UnitFacts | None]:
    parent = select(Unit.parent_id).where(Unit.id == unit).scalar_subquery()
    rows = session.rows(
        select(Unit.id, Unit.kind, Unit.name, Unit.place).where(or_(Unit.id == unit, Unit.id == parent))
    )
    facts = {row.id: UnitFacts(id=row.id, kind=row.kind, name=row.name, place=row.place) for row in rows}
    return facts.pop(unit), next(iter(facts.values()), None)


def _officers(session: ReadSession, number: str) -> tuple[SeatFacts, SeatFacts]:
    """Return chair and secretary, each with the position held in the body on the day; without one, none."""
    row = session.one(
        select(Meeting.unit_id, Meeting.held_on, Meeting.chair_id, Meeting.secretary_id).where(
            Meeting.number == number
        )
    )
    if row is None:
        raise AssertionError(number)  # it was just read
    persons = session.rows(
        select(Person.id, Person.full_name, Seat.position)
        .outerjoin(
            Seat,
            (Seat.person_id == Person.id)
            & (Seat.unit_id == row.unit_id)
            & (Seat.since <= row.held_on)
            & or_(Seat.until.is_(None), Seat.until > row.held_on),
        )
        .where(Person.id.in_([row.chair_id, row.secretary_id]))
        .order_by(Seat.since.desc())
    )
    found = {one.id: SeatFacts(full_name=one.full_name, position=one.position or "") for one in persons}
    return found[row.chair_id], found[row.secretary_id]
