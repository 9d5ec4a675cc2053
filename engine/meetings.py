"""Meetings on record: the roll is read and frozen in the transaction that opens the meeting."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, tzinfo

from sqlalchemy import insert, or_, select, update

from engine import numbers, timeline
from engine.access import Access, Actor, Place, may_there
from engine.belonging import members_on
from engine.database import ReadSession, WriteSession, for_update
from engine.enclosures import Sealed
from engine.organisation import line_of
from engine.rules import meeting as rule
from engine.rules.time_limits import local_date
from engine.timeline import AnyEvent, Head, Stamp, append
from models.commands import CloseMeeting, Command, OpenMeeting
from models.errors import Forbidden, NotFound, Refused
from models.events import MeetingClosed, MeetingOpened
from models.meeting import Meeting, RollEntry
from models.requirements import Requirement, unmet
from models.unit import Seat

_SOURCE = "Điều lệ Đảng 2011, Điều 9"


def record_meeting(
    session: WriteSession, command: Command, actor: Actor, stamp: Stamp, zone: tzinfo
) -> tuple[str, int, tuple[AnyEvent, ...]]:
    """Open or close a meeting; return its stream, first sequence and events."""
    if isinstance(command, OpenMeeting):
        return _opened(session, command, actor, stamp, zone)
    if isinstance(command, CloseMeeting):
        return _closed(session, command, actor, stamp)
    raise TypeError(type(command).__name__)


def _opened(
    session: WriteSession, command: OpenMeeting, actor: Actor, stamp: Stamp, zone: tzinfo
) -> tuple[str, int, tuple[AnyEvent, ...]]:
    granted = _admit(session, command, command.unit, command.held_on, actor)
    stamp = replace(stamp, on_behalf_of=granted.on_behalf_of)
    members, probationary = roll_of(session, command.unit, command.roll, command.held_on)
    missing = unmet(rule.requirements(command, members, probationary, local_date(stamp.at, zone)))
    if missing:
        raise Refused(missing)
    roll = rule.freeze(command, members, probationary)
    year = command.held_on.year
    number = numbers.meeting_number(numbers.take(session, numbers.OFFICE, year, numbers.MEETINGS), year)
    entries = [asdict(one) for one in roll.entries]
    event = MeetingOpened(
        number=number,
        unit=command.unit,
        held_on=command.held_on,
        roll_kind=command.roll,
        chair=command.chair,
        secretary=command.secretary,
        roll=roll.count("member"),
        present=roll.count("member", present=True),
        probationary=roll.count("probationary"),
        probationary_present=roll.count("probationary", present=True),
        roll_sha256=_enclosed(session, number, entries),
    )
    head = append(session, number, Head(sequence=0, hash=timeline.BEGINNING), [event], stamp)
    _write(session, event, head)
    rows = [
        {"meeting": number, "person_id": one.person, "standing": one.standing, "present": one.present,
         "reason": one.reason}
        for one in roll.entries
    ]  # fmt: skip
    session.write(insert(RollEntry.__table__), rows)
    return number, 1, (event,)


def _enclosed(session: WriteSession, stream: str, entries: list[dict[str, object]]) -> str:
    sealed = Sealed({"roll": entries})
    sealed.keep(session, stream)
    return sealed.digest


def _closed(
    session: WriteSession, command: CloseMeeting, actor: Actor, stamp: Stamp
) -> tuple[str, int, tuple[AnyEvent, ...]]:
    row = session.one(
        for_update(
            select(Meeting.unit_id, Meeting.held_on, Meeting.is_open, Meeting.sequence, Meeting.head).where(
                Meeting.number == command.meeting
            )
        )
    )
    if row is None:
        raise NotFound("meeting.unknown", meeting=command.meeting)
    granted = _admit(session, command, row.unit_id, row.held_on, actor)
    stamp = replace(stamp, on_behalf_of=granted.on_behalf_of)
    if not row.is_open:
        figures = {"meeting": command.meeting}
        raise Refused([Requirement(rule="meeting.open", source=_SOURCE, figures=figures, met=False)])
    event = MeetingClosed(number=command.meeting)
    head = append(session, command.meeting, Head(sequence=row.sequence, hash=row.head), [event], stamp)
    table = Meeting.__table__
    session.write(
        update(table)
        .where(table.c.number == command.meeting)
        .values(is_open=False, sequence=head.sequence, head=head.hash)
    )
    return command.meeting, head.sequence, (event,)


def _admit(session: ReadSession, command: Command, unit: str, on: date, actor: Actor) -> Access:
    line = line_of(session, unit, on=on)
    granted = may_there(actor, command, Place(unit=unit, line=line.line))
    if not granted.allowed:
        raise Forbidden(granted.reason)
    return granted


def roll_of(session: ReadSession, unit: str, roll: str, on: date) -> tuple[frozenset[str], frozenset[str]]:
    """Return who counts in a unit's roll on a day, and the probationary members who may attend."""
    if roll == "committee_members":
        seats = select(Seat.person_id).where(
            Seat.unit_id == unit,
            Seat.votes,
            Seat.since <= on,
            or_(Seat.until.is_(None), Seat.until > on),
        )
        return frozenset(row.person_id for row in session.rows(seats)), frozenset()
    return members_on(session, unit, on)


def _write(session: WriteSession, event: MeetingOpened, head: Head) -> None:
    session.write(
        insert(Meeting.__table__),
        {
            "number": event.number,
            "unit_id": event.unit,
            "held_on": event.held_on,
            "roll_kind": event.roll_kind,
            "chair_id": event.chair,
            "secretary_id": event.secretary,
            "roll": event.roll,
            "present": event.present,
            "probationary": event.probationary,
            "probationary_present": event.probationary_present,
            "is_open": True,
            "sequence": head.sequence,
            "head": head.hash,
        },
    )
