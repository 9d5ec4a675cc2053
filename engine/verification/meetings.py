"""Meetings: rows as their timelines give them again, rolls as frozen, and every vote held to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from engine.database import ReadSession
from engine.rules.sitting import Sitting, evolve
from engine.sittings import agenda_of, row_of
from engine.timeline import Entry
from engine.verification.reading import Fault, rows_as_kept
from models import events
from models.events import EVENT
from models.meeting import AttendanceRow, Meeting, RollEntry
from models.timeline import Enclosure, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnRoll:
    person: str
    standing: str
    present: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frozen:
    roll: tuple[_OnRoll, ...]


_FROZEN: TypeAdapter[_Frozen] = TypeAdapter(_Frozen)


def meeting_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Hold a meeting's row, agenda, roll and attendance to its events."""
    newest = told[-1].sequence
    sitting = _replayed(told)
    if sitting is None:
        yield Fault(stream=name, sequence=1, code="timeline.stray")
        return
    expected = row_of(sitting)
    columns = (Meeting.__table__.c[one] for one in expected)
    kept = rows_as_kept(session, select(*columns).where(Meeting.number == name))
    if kept is None or [tuple(row) for row in kept] != [tuple(expected.values())]:
        yield Fault(stream=name, sequence=newest, code="meeting.differs")
    if agenda_of(session, name) != sitting.agenda:
        yield Fault(stream=name, sequence=newest, code="agenda.differs")
    yield from _roll_faults(session, name, told)


def _replayed(told: Sequence[Entry]) -> Sitting | None:
    """Return the meeting its events tell of; None where they tell of no meeting."""
    sitting: Sitting | None = None
    for entry in told:
        if not isinstance(entry.event, events.MeetingEvents):
            return None
        sitting = evolve(sitting, entry.event)
    return sitting


def _roll_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Hold the roll's rows to the roll frozen, the counts to its rows, and changes of attendance to both."""
    roll = _roll_kept(session, name)
    opened = next(
        ((one.sequence, one.event) for one in told if isinstance(one.event, events.MeetingOpened)), None
    )
    if opened is None:
        if roll:
            yield Fault(stream=name, sequence=told[-1].sequence, code="roll.differs")
        return
    sequence, event = opened
    if _counts(roll) != (event.roll, event.present, event.probationary, event.probationary_present):
        yield Fault(stream=name, sequence=sequence, code="roll.counts_differ")
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == event.roll_sha256))
    if _frozen(body) != roll:
        yield Fault(stream=name, sequence=sequence, code="roll.differs")
    yield from _attendance_faults(session, name, told, roll)


def _roll_kept(session: ReadSession, name: str) -> set[_OnRoll]:
    rows = session.rows(
        select(RollEntry.person_id, RollEntry.standing, RollEntry.present, RollEntry.reason).where(
            RollEntry.meeting == name
        )
    )
    return {
        _OnRoll(person=row.person_id, standing=row.standing, present=row.present, reason=row.reason)
        for row in rows
    }


def _attendance_faults(
    session: ReadSession, name: str, told: Sequence[Entry], roll: set[_OnRoll]
) -> Iterator[Fault]:
    """Yield a change kept otherwise than it was noted, or after which the counts are not those told."""
    noted = [(one.sequence, one.event) for one in told if isinstance(one.event, events.AttendanceNoted)]
    rows = session.rows(
        select(AttendanceRow.sequence, AttendanceRow.person_id, AttendanceRow.present)
        .where(AttendanceRow.meeting == name)
        .order_by(AttendanceRow.sequence)
    )
    if [tuple(row) for row in rows] != [
        (sequence, event.person, event.change == "arrived") for sequence, event in noted
    ]:
        yield Fault(stream=name, sequence=told[-1].sequence, code="attendance.differs")
    here = {one.person: one for one in roll}
    for sequence, event in noted:
        if event.person in here:
            one = here[event.person]
            here[event.person] = _OnRoll(
                person=one.person, standing=one.standing, present=event.change == "arrived", reason=None
            )
        counted = (event.roll, event.present, event.probationary, event.probationary_present)
        if _counts(set(here.values())) != counted:
            yield Fault(stream=name, sequence=sequence, code="roll.counts_differ")


def _counts(roll: set[_OnRoll]) -> tuple[int, int, int, int]:
    members = [one for one in roll if one.standing == "member"]
    probationary = [one for one in roll if one.standing == "probationary"]
    return (
        len(members), sum(one.present for one in members),
        len(probationary), sum(one.present for one in probationary),
    )  # fmt: skip


def _frozen(body: str | None) -> set[_OnRoll] | None:
    """Return the roll that was frozen; None where what is kept of it is no roll."""
    try:
        return set(_FROZEN.validate_json(body or "").roll)
    except ValidationError:
        return None


def _as_met(event: events.Voted | events.Decided, met: tuple[object, ...]) -> bool:
    """Say whether a vote has body, day, roll and presence of its meeting as it was then.

    The presence of a ballot on members' own devices is held to its count.
    """
    told = (event.unit, event.on, event.roll, event.present)
    return told == met if event.ballot is None else told[:3] == met[:3]


def vote_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield votes whose meeting nobody opened, or which differ from it in body, day, roll or presence."""
    votes = [
        (entry.sequence, entry.event)
        for entry in told
        if isinstance(entry.event, events.Voted | events.Decided)
    ]
    met = _met(session, {event.meeting for _, event in votes})
    recorded = _places(session, name) if votes else {}
    for sequence, event in votes:
        course = met.get(event.meeting)
        if course is None:
            yield Fault(stream=name, sequence=sequence, code="vote.no_meeting")
        elif not _as_met(event, course.at(recorded[sequence])):
            yield Fault(stream=name, sequence=sequence, code="vote.other_meeting")


@dataclass(frozen=True, slots=True)
class _Course:
    """How many were present in a meeting, from which entry of the whole record on."""

    unit: str
    held_on: date
    roll: int
    present: tuple[tuple[int, int], ...]

    def at(self, place: int) -> tuple[str, date, int, int]:
        """Return body, day, roll and presence as they were for an entry.

        A vote shares the meeting's row with the changes of its attendance, so that their entries lie in the
        order in which they were made.
        """
        before = [present for since, present in self.present if since < place]
        return self.unit, self.held_on, self.roll, before[-1] if before else -1


def _places(session: ReadSession, name: str) -> dict[int, int]:
    rows = session.rows(select(TimelineEntry.sequence, TimelineEntry.id).where(TimelineEntry.stream == name))
    return {row.sequence: row.id for row in rows}


_OF_PRESENCE = ("meeting_opened", "attendance_noted")


def _met(session: ReadSession, meetings: set[str]) -> dict[str, _Course]:
    if not meetings:
        return {}
    rows = session.rows(
        select(TimelineEntry.stream, TimelineEntry.id, TimelineEntry.payload)
        .where(TimelineEntry.stream.in_(meetings), TimelineEntry.kind.in_(_OF_PRESENCE))
        .order_by(TimelineEntry.stream, TimelineEntry.sequence)
    )
    found: dict[str, _Course] = {}
    for row in rows:
        try:
            event = EVENT.validate_json(row.payload)
        except ValidationError:  # its own chain tells of it
            continue
        if isinstance(event, events.MeetingOpened):
            found[row.stream] = _Course(event.unit, event.held_on, event.roll, ((row.id, event.present),))
        elif isinstance(event, events.AttendanceNoted) and row.stream in found:
            course = found[row.stream]
            present = (*course.present, (row.id, event.present))
            found[row.stream] = _Course(course.unit, course.held_on, course.roll, present)
    return found
