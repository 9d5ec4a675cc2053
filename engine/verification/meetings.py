"""Meetings: their rows and rolls as they were frozen, and every vote held to the meeting it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from engine.database import ReadSession
from engine.timeline import Entry
from engine.verification.reading import Fault, rows_as_kept
from models import events
from models.events import EVENT
from models.meeting import Meeting, RollEntry
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


def meeting_faults(
    session: ReadSession, name: str, opened: events.MeetingOpened, told: Sequence[Entry]
) -> Iterator[Fault]:
    """Hold the meeting's row to its events, the roll's rows to the roll frozen, the counts to its rows."""
    is_open = not any(isinstance(entry.event, events.MeetingClosed) for entry in told)
    kept = rows_as_kept(session, select(*_SHOWN).where(Meeting.number == name))
    if kept is None or [tuple(row) for row in kept] != [(*_shown(opened), is_open)]:
        yield Fault(stream=name, sequence=told[-1].sequence, code="meeting.differs")
    rows = session.rows(
        select(RollEntry.person_id, RollEntry.standing, RollEntry.present, RollEntry.reason).where(
            RollEntry.meeting == name
        )
    )
    roll = {
        _OnRoll(person=row.person_id, standing=row.standing, present=row.present, reason=row.reason)
        for row in rows
    }
    if _counts(roll) != (opened.roll, opened.present, opened.probationary, opened.probationary_present):
        yield Fault(stream=name, sequence=1, code="roll.counts_differ")
    body = session.scalar(select(Enclosure.body).where(Enclosure.digest == opened.roll_sha256))
    if _roll(body) != roll:
        yield Fault(stream=name, sequence=1, code="roll.differs")


_SHOWN = (
    Meeting.unit_id,
    Meeting.held_on,
    Meeting.roll_kind,
    Meeting.chair_id,
    Meeting.secretary_id,
    Meeting.roll,
    Meeting.present,
    Meeting.probationary,
    Meeting.probationary_present,
    Meeting.is_open,
)


def _shown(opened: events.MeetingOpened) -> tuple[object, ...]:
    return (
        opened.unit, opened.held_on, opened.roll_kind, opened.chair, opened.secretary, opened.roll,
        opened.present, opened.probationary, opened.probationary_present,
    )  # fmt: skip


def _counts(roll: set[_OnRoll]) -> tuple[int, int, int, int]:
    members = [one for one in roll if one.standing == "member"]
    probationary = [one for one in roll if one.standing == "probationary"]
    return (
        len(members), sum(one.present for one in members),
        len(probationary), sum(one.present for one in probationary),
    )  # fmt: skip


def _roll(body: str | None) -> set[_OnRoll] | None:
    """Return the roll that was frozen; None where what is kept of it is no roll."""
    try:
        return set(_FROZEN.validate_json(body or "").roll)
    except ValidationError:
        return None


def vote_faults(session: ReadSession, name: str, told: Sequence[Entry]) -> Iterator[Fault]:
    """Yield votes whose meeting nobody opened, or which differ from it in body, day, roll or presence."""
    votes = [
        (entry.sequence, entry.event)
        for entry in told
        if isinstance(entry.event, events.Voted | events.Decided)
    ]
    opened = _opened(session, {event.meeting for _, event in votes})
    for sequence, event in votes:
        meeting = opened.get(event.meeting)
        if meeting is None:
            yield Fault(stream=name, sequence=sequence, code="vote.no_meeting")
        elif (event.unit, event.on, event.roll) != (meeting.unit, meeting.held_on, meeting.roll) or (
            event.ballot is None and event.present != meeting.present  # else held to its ballot's count
        ):
            yield Fault(stream=name, sequence=sequence, code="vote.other_meeting")


def _opened(session: ReadSession, meetings: set[str]) -> dict[str, events.MeetingOpened]:
    if not meetings:
        return {}
    rows = session.rows(
        select(TimelineEntry.stream, TimelineEntry.payload).where(
            TimelineEntry.stream.in_(meetings), TimelineEntry.sequence == 1
        )
    )
    opened = {}
    for row in rows:
        try:
            event = EVENT.validate_json(row.payload)
        except ValidationError:  # its own chain tells of it
            continue
        if isinstance(event, events.MeetingOpened):
            opened[row.stream] = event
    return opened
