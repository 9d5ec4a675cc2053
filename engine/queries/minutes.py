"""What a meeting's agenda and minutes are made of: its frozen roll, what it decided, what awaits it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from engine.access import Actor
from engine.database import ReadSession
from engine.organisation import signer_of
from engine.procedures import Procedures
from engine.queries.agendas import Link, Point, awaiting_points
from engine.queries.attendance import Attendance, OnRoll, attendance_of
from engine.queries.meetings import MeetingLine, MeetingWhole, meeting, quorum_of
from engine.queries.proxies import ProxyLine
from engine.rules.tallies import ARITHMETIC
from models.dossier import Dossier
from models.events import EVENT, Decided, Interested, MeetingAdjourned, PaperDue, Voted
from models.papers import SeatFacts, UnitFacts
from models.person import Person
from models.requirements import Requirement
from models.state import Represented
from models.timeline import Enclosure, TimelineEntry
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
    step: str
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
    represented: tuple[Represented, ...]
    shares: tuple[Requirement, ...]
    """Quorum, majority and what else settles a vote, with their arithmetic and source."""
    papers: tuple[PaperDue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjourned:
    """How a meeting was broken off."""

    reason: str
    """Empty where it was erased."""
    again: str | None
    """The meeting convened in its place."""
    again_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """All that is on record of a meeting."""

    line: MeetingLine
    hour: str
    """Empty where it was not said."""
    place: str
    """Empty where it was not convened."""
    follows: Link | None
    """The meeting it is held again for."""
    quorum: tuple[Requirement, ...]
    """What the procedure of its day asks, over the roll it had when it opened, or would have."""
    unit: UnitFacts
    superior: UnitFacts | None
    convener: SeatFacts | None
    """Who signs for the body."""
    chair: SeatFacts | None
    """Who presided last; None until it opens."""
    secretary: SeatFacts | None
    attendance: Attendance | None
    """None until it opens."""
    points: tuple[Matter, ...]
    """Its agenda; empty where it was not convened."""
    minuted: tuple[Minuted, ...]
    """In the order in which they were recorded."""
    awaiting: tuple[Matter, ...]
    """What awaits the body now and can be decided in such a meeting; nothing once it is over."""
    proxies: tuple[ProxyLine, ...]
    """As they stand, or stood when it ended."""
    people: tuple[OnRoll, ...]
    """The roll it would have, until it opens."""
    begun_at: datetime
    """When it was convened, or opened without being convened."""
    opened_at: datetime | None
    ended_at: datetime | None
    adjourned: Adjourned | None

    @property
    def is_convened(self) -> bool:
        """Say whether it was convened before it opened."""
        return self.place != ""


def meeting_facts(session: ReadSession, actor: Actor, number: str, procedures: Procedures) -> MeetingFacts:
    """Return a meeting's facts to its officers and anybody with a role in its unit or above.

    Raises `NotFound`.
    """
    whole = meeting(session, actor, number)
    attendance = attendance_of(session, number)
    begun = _opening(whole.line, attendance)
    course = _course(session, number)
    unit, superior = _units(session, begun.unit)
    chair, secretary = (_officer(session, begun, one) for one in whole.officers)
    signer = signer_of(session, begun.unit, begun.held_on)
    return MeetingFacts(
        line=begun,
        hour=whole.hour,
        place=whole.place,
        follows=_before(whole),
        quorum=quorum_of(procedures, begun),
        unit=unit,
        superior=superior,
        convener=None if signer is None else SeatFacts(full_name=signer.full_name, position=signer.position),
        chair=chair,
        secretary=secretary,
        attendance=attendance,
        points=tuple(_matter_of(one, procedures) for one in whole.points),
        minuted=_minuted(session, number, course, procedures),
        awaiting=_awaiting(session, begun, procedures) if begun.is_open else (),
        proxies=whole.proxies,
        people=whole.entries,
        begun_at=course.begun_at,
        opened_at=course.opened_at,
        ended_at=course.ended_at,
        adjourned=course.adjourned,
    )


def _opening(line: MeetingLine, attendance: Attendance | None) -> MeetingLine:
    """Return a meeting with the counts it opened with: papers say what came after apart."""
    return line if attendance is None else replace(line, present=attendance.at_opening.present)


def _before(whole: MeetingWhole) -> Link | None:
    here = next(place for place, one in enumerate(whole.chain) if one.number == whole.line.number)
    return whole.chain[here - 1] if here else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    begun_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    adjourned: Adjourned | None
    first: int
    """Of its entries in the whole record."""
    last: int | None
    """The entry that ended it; None while it goes on."""


def _course(session: ReadSession, number: str) -> _Course:
    rows = session.rows(
        select(TimelineEntry.id, TimelineEntry.at, TimelineEntry.kind, TimelineEntry.payload)
        .where(TimelineEntry.stream == number)
        .order_by(TimelineEntry.sequence)
    )
    opened = next((row for row in rows if row.kind == "meeting_opened"), None)
    ended = next((row for row in rows if row.kind in {"meeting_closed", "meeting_adjourned"}), None)
    event = None if ended is None else EVENT.validate_json(ended.payload)
    return _Course(
        begun_at=rows[0].at,
        opened_at=None if opened is None else opened.at,
        ended_at=None if ended is None else ended.at,
        adjourned=_adjourned(session, event) if isinstance(event, MeetingAdjourned) else None,
        first=rows[0].id,
        last=None if ended is None else ended.id,
    )


def _adjourned(session: ReadSession, event: MeetingAdjourned) -> Adjourned:
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == event.enclosure))
    reason = "" if body is None else str(json.loads(body).get("reason", ""))
    return Adjourned(reason=reason, again=event.again, again_on=event.again_on)


def _minuted(
    session: ReadSession, number: str, course: _Course, procedures: Procedures
) -> tuple[Minuted, ...]:
    """Return what was decided in the meeting; only entries since it was begun are looked through."""
    wanted = select(TimelineEntry.stream, TimelineEntry.payload).where(
        TimelineEntry.id > course.first,
        TimelineEntry.kind.in_(("voted", "decided")),
        TimelineEntry.payload.contains(f'"meeting":"{number}"', autoescape=True),
    )
    if course.last is not None:
        wanted = wanted.where(TimelineEntry.id < course.last + _AT_THE_SAME_TIME)
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
        represented=event.represented,
        shares=tuple(one for one in event.checked if one.rule in ARITHMETIC),
        papers=event.papers,
    )


def _awaiting(session: ReadSession, line: MeetingLine, procedures: Procedures) -> tuple[Matter, ...]:
    points = awaiting_points(session, line.unit, line.roll_kind, procedures)
    return tuple(_matter_of(one, procedures) for one in points)


def _matter_of(point: Point, procedures: Procedures) -> Matter:
    return Matter(
        dossier=point.dossier,
        candidate=point.candidate,
        born_on=point.born_on,
        branch=point.branch,
        title=_title(procedures, point.procedure, point.step),
        step=point.step,
        due_on=point.due_on,
    )


def _title(procedures: Procedures, version: str, step: str) -> str:
    procedure = procedures.version(version)
    return procedure.step(step).title.vi if procedure.has_step(step) else step


_MATTER = (Dossier.number, Dossier.procedure, Person.full_name, Person.born_on, Unit.name.label("branch"))


def _matters(session: ReadSession, dossiers: Iterable[str]) -> Mapping[str, Any]:
    rows = session.rows(
        select(*_MATTER)
        .join_from(Dossier, Person, Person.id == Dossier.candidate_id)
        .join(Unit, Unit.id == Dossier.unit_id)
        .where(Dossier.number.in_(sorted(set(dossiers))))
    )
    return {row.number: row for row in rows}


def _matter(row: Any, step: str, procedures: Procedures) -> Matter:  # noqa: ANN401 -- a row of `_MATTER`
    return Matter(
        dossier=row.number,
        candidate=row.full_name,
        born_on=row.born_on,
        branch=row.branch,
        title=_title(procedures, row.procedure, step),
        step=step,
    )


def _units(session: ReadSession, unit: str) -> tuple[UnitFacts, UnitFacts | None]:
    parent = select(Unit.parent_id).where(Unit.id == unit).scalar_subquery()
    rows = session.rows(
        select(Unit.id, Unit.kind, Unit.name, Unit.place).where(or_(Unit.id == unit, Unit.id == parent))
    )
    facts = {row.id: UnitFacts(id=row.id, kind=row.kind, name=row.name, place=row.place) for row in rows}
    return facts.pop(unit), next(iter(facts.values()), None)


def _officer(session: ReadSession, line: MeetingLine, person: str) -> SeatFacts | None:
    """Return an officer with the position held in the body on the day; without one, none."""
    if not person:
        return None
    row = session.rows(
        select(Person.full_name, Seat.position)
        .outerjoin(
            Seat,
            (Seat.person_id == Person.id)
            & (Seat.unit_id == line.unit)
            & (Seat.since <= line.held_on)
            & or_(Seat.until.is_(None), Seat.until > line.held_on),
        )
        .where(Person.id == person)
        .order_by(Seat.since)
        .limit(1)
    )[0]
    return SeatFacts(full_name=row.full_name, position=row.position or "")
