"""A dossier held for a decision: its row locked, and all that every decision asks, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.database import ReadSession, WriteSession
from engine.projection import STATE
from engine.rules.given import Applicant, Meeting
from engine.timeline import REGISTER, Head
from models.dossier import Dossier
from models.errors import NotFound
from models.meeting import Meeting as MeetingRow
from models.person import Person
from models.state import DossierState, MeetingStanding
from models.timeline import Stream, TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One dossier under the lock of the present transaction."""

    state: DossierState
    head: Head
    applicant: Applicant
    register: int
    """Sequence of the register's newest entry: while it stands, what was read of the register holds."""
    is_key_used: bool
    meeting: Meeting | None = None
    """The meeting a vote names, where it names one."""


_dossier, _person, _meeting = Dossier.__table__.c, Person.__table__.c, MeetingRow.__table__.c
# Made once: a decision has about a millisecond in all, and building a statement costs a tenth of that.
_LOOK = (
    select(
        _dossier.state,
        _dossier.sequence,
        _dossier.head,
        _dossier.candidate_id,
        _person.born_on,
        _person.education,
        _person.in_unit_since,
        select(Stream.__table__.c.sequence)
        .where(Stream.__table__.c.name == REGISTER)
        .scalar_subquery()
        .label("register"),
        select(TimelineEntry.__table__.c.id)
        .where(TimelineEntry.__table__.c.command_key == bindparam("key"))
        .scalar_subquery()
        .label("used"),
    )
    .join_from(Dossier.__table__, Person.__table__, _person.id == _dossier.candidate_id)
    .where(_dossier.number == bindparam("number"))
)
_MEETING = (
    _meeting.number.label("meeting"),
    _meeting.unit_id,
    _meeting.held_on,
    _meeting.roll_kind,
    _meeting.roll,
    _meeting.present,
    _meeting.probationary,
    _meeting.probationary_present,
    _meeting.standing,
)
_LOOK_WITH_MEETING = _LOOK.add_columns(*_MEETING).outerjoin(
    MeetingRow.__table__, _meeting.number == bindparam("meeting")
)
_HOLD, _HOLD_WITH_MEETING = (
    statement.with_for_update(key_share=True, of=Dossier.__table__)
    for statement in (_LOOK, _LOOK_WITH_MEETING)
)

_SHARE = select(_meeting.number).where(_meeting.number == bindparam("meeting")).with_for_update(read=True)


def hold(session: ReadSession, number: str, key: str | None = None, meeting: str | None = None) -> Held:
    """Read what every decision on a dossier asks, in a writing session under its lock; raises `NotFound`.

    With it comes the meeting in which the decision is made, if it names one.
    """
    locks = isinstance(session, WriteSession)
    if meeting is not None and locks and session.dialect == "postgresql":
        # First and alone: no attendance may change, and nothing close, between what is read and the commit.
        session.rows(_SHARE, {"meeting": meeting})
    if meeting is None:
        row = session.one(_HOLD if locks else _LOOK, {"number": number, "key": key})
    else:
        given = {"number": number, "key": key, "meeting": meeting}
        row = session.one(_HOLD_WITH_MEETING if locks else _LOOK_WITH_MEETING, given)
    if row is None:
        raise NotFound("dossier.unknown", dossier=number)
    return Held(
        state=STATE.validate_json(row.state),
        head=Head(sequence=row.sequence, hash=row.head),
        applicant=Applicant(
            person=row.candidate_id,
            born_on=row.born_on,
            education=row.education,
            in_unit_since=row.in_unit_since,
        ),
        register=row.register or 0,
        is_key_used=row.used is not None,
        meeting=None if meeting is None or row.meeting is None else _met(row),
    )


def _met(row: Any) -> Meeting:  # noqa: ANN401 -- a row of the columns above
    return Meeting(
        number=row.meeting,
        unit=row.unit_id,
        held_on=row.held_on,
        roll_kind=row.roll_kind,
        roll=row.roll,
        present=row.present,
        probationary=row.probationary,
        probationary_present=row.probationary_present,
        is_open=row.standing == MeetingStanding.OPEN,
    )
