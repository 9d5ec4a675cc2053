"""What people are told of meetings and substitutions, as the record has it when the word goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from engine.announcements import NEAR, SUBSTITUTION
from engine.database import ReadSession
from engine.meetings import roll_of
from engine.outbox import Errand
from engine.sittings import agenda_of
from models.account import Account
from models.errors import NotFound
from models.events import EVENT, MeetingAdjourned, RegisterChanged
from models.meeting import Meeting
from models.person import Person
from models.state import MeetingStanding
from models.substitution import Substitution
from models.timeline import TimelineEntry
from models.unit import Seat, Unit

_BECAME = {
    "offer_substitution": "offered",
    "accept_substitution": "accepted",
    "decline_substitution": "declined",
    "end_substitution": "ended",
}
_STANDS = frozenset({"meeting_called_off", "meeting_adjourned"})
"""What is told whatever became of the meeting since; a summons is told while it is one."""
_AT_MOST = 50
"""Meetings ahead of one person, the nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One meeting, as those called to it must know it."""

    number: str
    body: str
    """Name of the unit."""
    held_on: date
    hour: str | None
    """“08:00”, in the office's zone."""
    place: str | None
    dossiers: tuple[str, ...]
    """Numbers, in the order of the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWord:
    """What is told of a meeting."""

    meeting: Occasion
    again: Occasion | None
    """The meeting convened in its place, where it was adjourned to a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionWord:
    """What became of a substitution."""

    became: str
    """offered, accepted, declined or ended."""
    since: date
    until: date


def word_of(session: ReadSession, errand: Errand) -> MeetingWord | SubstitutionWord | None:
    """Return what an errand tells; None where a summons was overtaken: the meeting is convened no more.

    Raises `NotFound` where its event is not on record.
    """
    payload = session.scalar(
        select(TimelineEntry.payload).where(
            TimelineEntry.stream == errand.stream, TimelineEntry.sequence == errand.sequence
        )
    )
    if payload is None:
        raise NotFound("event.unknown", dossier=errand.stream, sequence=errand.sequence)
    event, notice = EVENT.validate_json(payload), errand.due.notices[0].notice
    if notice == SUBSTITUTION and isinstance(event, RegisterChanged):
        return _of_substitution(session, event)
    standing = session.scalar(select(Meeting.standing).where(Meeting.number == errand.stream))
    if notice not in _STANDS and standing != MeetingStanding.CONVENED:
        return None
    again = event.again if isinstance(event, MeetingAdjourned) else None
    return MeetingWord(
        meeting=occasion(session, errand.stream), again=None if again is None else occasion(session, again)
    )


def persons_told(session: ReadSession, errand: Errand) -> tuple[str, ...]:
    """Return whom an errand is for: those it names, but of a meeting that is near, those on its roll by now.

    Between the summons and the reminder somebody may join the body, or leave it. As with the summons, whoever
    convened the meeting knows.
    """
    (notice,) = errand.due.notices
    row = None
    if notice.notice == NEAR:
        row = session.one(
            select(Meeting.unit_id, Meeting.roll_kind, Meeting.held_on, Account.person_id)
            .join(TimelineEntry, TimelineEntry.stream == Meeting.number)
            .outerjoin(Account, Account.id == TimelineEntry.actor)
            .where(Meeting.number == errand.stream, TimelineEntry.sequence == errand.sequence)
        )
    if row is None:
        return tuple(str(whom["person"]) for whom in notice.to)
    members, probationary = roll_of(session, row.unit_id, row.roll_kind, row.held_on)
    return tuple(sorted((members | probationary) - {row.person_id}))


def summoned(session: ReadSession, person: str, today: date) -> tuple[Occasion, ...]:
    """Return the meetings somebody is called to from a day on, the nearest first."""
    own = select(Person.unit_id).where(Person.id == person)
    seated = select(Seat.unit_id).where(Seat.person_id == person, Seat.votes)
    rows = session.rows(
        select(Meeting.number, Meeting.unit_id, Meeting.roll_kind, Meeting.held_on)
        .where(
            Meeting.standing == MeetingStanding.CONVENED.value,
            Meeting.held_on >= today,
            or_(Meeting.unit_id.in_(own), Meeting.unit_id.in_(seated)),
        )
        .order_by(Meeting.held_on, Meeting.number)
        .limit(_AT_MOST)
    )
    return tuple(
        occasion(session, row.number)
        for row in rows
        if any(person in some for some in roll_of(session, row.unit_id, row.roll_kind, row.held_on))
    )


def _of_substitution(session: ReadSession, event: RegisterChanged) -> SubstitutionWord:
    row = session.one(select(Substitution.since, Substitution.until).where(Substitution.id == event.subject))
    if row is None:
        raise NotFound("substitution.unknown", substitution=event.subject)
    return SubstitutionWord(became=_BECAME[event.change], since=row.since, until=row.until)


def occasion(session: ReadSession, number: str) -> Occasion:
    """Return a meeting as those called to it must know it; raises `NotFound`."""
    row = session.one(
        select(Unit.name, Meeting.held_on, Meeting.hour, Meeting.place)
        .join_from(Meeting, Unit, Unit.id == Meeting.unit_id)
        .where(Meeting.number == number)
    )
    if row is None:
        raise NotFound("meeting.unknown", meeting=number)
    return Occasion(
        number=number,
        body=row.name,
        held_on=row.held_on,
        hour=row.hour,
        place=row.place,
        dossiers=tuple(dict.fromkeys(one.dossier for one in agenda_of(session, number))),
    )
