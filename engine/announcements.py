"""What is owed for events of meetings and of substitutions: word to the persons they concern, by name.

It is put into the outbox in the event's own transaction, one row an event however large the body is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from sqlalchemy import select

from engine import outbox
from engine.database import ReadSession, WriteSession
from engine.known import calendar
from engine.meetings import roll_of
from engine.rules.summoning import is_ahead, reminded_at
from engine.rules.time_limits import local_date
from engine.timeline import AnyEvent, Stamp
from models.account import Account
from models.events import AgendaChanged, MeetingAdjourned, MeetingCalledOff, MeetingConvened, RegisterChanged
from models.meeting import Meeting
from models.substitution import Substitution

FLOW = "announcements"
"""Of the errands that tell people of what is no dossier's."""
NEAR = "meeting_near"
"""The reminder; every other word on a meeting has the name of its event."""
SUBSTITUTION = "substitution"
_CONVENING = 1
"""Sequence of the entry that convenes a meeting: its timeline begins with it."""
_TOLD: Mapping[str, tuple[str, ...]] = {
    "offer_substitution": ("substitute_id",),
    "accept_substitution": ("account_id",),
    "decline_substitution": ("account_id",),
    "end_substitution": ("account_id", "substitute_id"),
}
"""Which parties a change of a substitution is told to; whoever made it knows."""

_MeetingTold = MeetingConvened | AgendaChanged | MeetingCalledOff | MeetingAdjourned


def owe(
    session: WriteSession, stream: str, first: int, told: Sequence[AnyEvent], stamp: Stamp, zone: tzinfo
) -> None:
    """Owe word of what was recorded to whom it concerns, but for who recorded it; `zone` is the office's."""
    for sequence, event in enumerate(told, start=first):
        if isinstance(event, _MeetingTold):
            _owe_of_meeting(session, stream, sequence, event, stamp, zone)
        elif isinstance(event, RegisterChanged) and event.change in _TOLD:
            persons = _parties(session, event) - _recorder(session, stamp)
            _put(session, stream, sequence, SUBSTITUTION, persons, stamp.at)


def _owe_of_meeting(
    session: WriteSession, stream: str, sequence: int, event: _MeetingTold, stamp: Stamp, zone: tzinfo
) -> None:
    """Owe word of a meeting to everybody on its roll; of one that is over nobody hears.

    An adjourned meeting that is convened again is told of once: by the day on which it meets again.
    """
    again = event.again if isinstance(event, MeetingAdjourned) else None
    number = again or stream
    row = session.one(
        select(Meeting.unit_id, Meeting.roll_kind, Meeting.held_on, Meeting.hour).where(
            Meeting.number == number
        )
    )
    if row is None:
        raise AssertionError(number)  # written in this very transaction
    calls = isinstance(event, MeetingConvened | AgendaChanged) or again is not None
    if not is_ahead(row.held_on, row.hour if calls else None, stamp.at, zone):
        return
    members, probationary = roll_of(session, row.unit_id, row.roll_kind, row.held_on)
    persons = (members | probationary) - _recorder(session, stamp)
    _put(session, stream, sequence, event.kind, persons, stamp.at)
    if isinstance(event, MeetingConvened) or again is not None:
        near = reminded_at(row.held_on, calendar(session), zone)
        if local_date(stamp.at, zone) < local_date(near, zone):
            _put(session, number, _CONVENING, NEAR, persons, near)


def _put(
    session: WriteSession, stream: str, sequence: int, notice: str, persons: frozenset[str], at: datetime
) -> None:
    if persons:
        outbox.put(session, stream, sequence, FLOW, outbox.word(notice, sorted(persons)), at)


def _recorder(session: ReadSession, stamp: Stamp) -> frozenset[str]:
    """Return the person who recorded it, also where they act with one role alone."""
    person = session.scalar(select(Account.person_id).where(Account.id == stamp.actor))
    return frozenset() if person is None else frozenset({person})


def _parties(session: ReadSession, event: RegisterChanged) -> frozenset[str]:
    columns = [getattr(Substitution, one) for one in _TOLD[event.change]]
    row = session.one(select(*columns).where(Substitution.id == event.subject))
    accounts = [] if row is None else list(row)
    rows = session.rows(select(Account.person_id).where(Account.id.in_(accounts)))
    return frozenset(row.person_id for row in rows if row.person_id is not None)
