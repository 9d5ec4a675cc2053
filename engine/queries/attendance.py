"""Who was present in a meeting, as it stood at any entry of the record: at a vote, at its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engine.database import ReadSession
from models.events import EVENT, AttendanceNoted, MeetingOpened
from models.meeting import RollEntry
from models.person import Person
from models.timeline import Enclosure, TimelineEntry

_OF_PRESENCE = ("meeting_opened", "attendance_noted")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoll:
    """One person on a roll, frozen or to be frozen."""

    person: str
    full_name: str
    standing: str
    """`member` counts in the roll; `probationary` may attend; `excused` does not count."""
    present: bool = True
    reason: str = ""
    """Of absence or of being excused when it opened; of leaving, for who has left since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somebody who arrived or left, with what was so from then on."""

    at: datetime
    """When it was noted."""
    full_name: str
    change: str
    """`arrived` or `left`."""
    reason: str
    """Empty where it was erased."""
    present: int
    chair: str
    """Person."""
    secretary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """An opened meeting as it stood."""

    chair: str
    """Person."""
    secretary: str
    roll: int
    present: int
    probationary: int
    probationary_present: int
    people: tuple[OnRoll, ...]
    """Members first, then by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """An opened meeting from its opening on."""

    at_opening: Attended
    now: Attended
    changes: tuple[Change, ...]


def attendance_of(session: ReadSession, meeting: str, *, before: int | None = None) -> Attendance | None:
    """Return the attendance of a meeting up to an entry of the whole record; None where it never opened."""
    wanted = select(TimelineEntry.at, TimelineEntry.payload).where(
        TimelineEntry.stream == meeting, TimelineEntry.kind.in_(_OF_PRESENCE)
    )
    if before is not None:
        wanted = wanted.where(TimelineEntry.id < before)
    rows = session.rows(wanted.order_by(TimelineEntry.sequence))
    told = [(row.at, EVENT.validate_json(row.payload)) for row in rows]
    if not told or not isinstance(told[0][1], MeetingOpened):
        return None
    noted = [(at, event) for at, event in told if isinstance(event, AttendanceNoted)]
    people = _frozen(session, meeting)
    begun = _attended(told[0][1], people)
    typed = _typed(session, [event.enclosure for _, event in noted])
    found = []
    for at, event in noted:
        reason = typed.get(event.enclosure, "")
        one = people[event.person]
        arrived = event.change == "arrived"
        people[event.person] = replace(one, present=arrived, reason="" if arrived else reason)
        found.append(
            Change(
                at=at, full_name=one.full_name, change=event.change, reason=reason, present=event.present,
                chair=event.chair, secretary=event.secretary,
            )
        )  # fmt: skip
    now = _attended(noted[-1][1], people) if noted else begun
    return Attendance(at_opening=begun, now=now, changes=tuple(found))


def attended_at(session: ReadSession, meeting: str, stream: str, sequence: int) -> Attended | None:
    """Return a meeting as it stood when an entry of a dossier was recorded; None where it had not opened."""
    place = session.scalar(
        select(TimelineEntry.id).where(TimelineEntry.stream == stream, TimelineEntry.sequence == sequence)
    )
    found = attendance_of(session, meeting, before=place)
    return None if found is None else found.now


def _frozen(session: ReadSession, meeting: str) -> dict[str, OnRoll]:
    rows = session.rows(
        select(RollEntry.person_id, RollEntry.standing, RollEntry.present, RollEntry.reason, Person.full_name)
        .join(Person, Person.id == RollEntry.person_id)
        .where(RollEntry.meeting == meeting)
        .order_by(RollEntry.standing != "member", Person.name_key, Person.id)
    )
    return {
        row.person_id: OnRoll(
            person=row.person_id,
            full_name=row.full_name,
            standing=row.standing,
            present=row.present,
            reason=row.reason or "",
        )
        for row in rows
    }


def _attended(event: MeetingOpened | AttendanceNoted, people: Mapping[str, OnRoll]) -> Attended:
    return Attended(
        chair=event.chair,
        secretary=event.secretary,
        roll=event.roll,
        present=event.present,
        probationary=event.probationary,
        probationary_present=event.probationary_present,
        people=tuple(people.values()),
    )


def _typed(session: ReadSession, digests: list[str]) -> Mapping[str, str]:
    if not digests:
        return {}
    rows = session.rows(
        select(Enclosure.digest, Enclosure.body).where(
            Enclosure.digest.in_(digests), Enclosure.body.is_not(None)
        )
    )
    return {row.digest: str(json.loads(row.body or "{}").get("reason", "")) for row in rows}
