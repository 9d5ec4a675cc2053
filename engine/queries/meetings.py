"""Meetings as people read them: those still open, one with its frozen roll, and the roll one would have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from engine.access import Actor, may_read
from engine.database import ReadSession
from engine.meetings import roll_of
from engine.organisation import line_of
from engine.rules import meeting as rule
from engine.rules.majorities import weighed_threshold
from engine.rules.meeting import Roll
from models.commands import OpenMeeting
from models.errors import NotFound, Refused
from models.meeting import Meeting, RollEntry
from models.person import Person
from models.procedure import Procedure, Threshold
from models.requirements import Requirement, unmet
from models.state import MeetingStanding
from models.unit import Unit

_MOST_LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One meeting in a list, with the counts of its frozen roll."""

    number: str
    unit: str
    unit_name: str
    unit_kind: str
    held_on: date
    roll_kind: str
    roll: int
    present: int
    standing: str
    """`convened`, `open`, `closed`, `adjourned` or `called_off`."""

    @property
    def is_open(self) -> bool:
        """Say whether something can be decided in it now."""
        return self.standing == MeetingStanding.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoll:
    """One person on a roll, frozen or to be frozen."""

    person: str
    full_name: str
    standing: str
    """`member` counts in the roll; `probationary` may attend; `excused` does not count."""
    present: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWhole:
    """One meeting with everything its page shows."""

    line: MeetingLine
    chair: str
    """Full name."""
    secretary: str
    probationary: int
    probationary_present: int
    entries: tuple[OnRoll, ...]

    @property
    def excused(self) -> int:
        """Return how many are excused and so do not count."""
        return sum(one.standing == "excused" for one in self.entries)


def open_meetings(session: ReadSession, unit: str, roll_kind: str) -> tuple[MeetingLine, ...]:
    """Return the meetings of a unit in which a vote of a kind of roll can still be recorded, newest first."""
    wanted = (
        meeting_lines()
        .where(
            Meeting.unit_id == unit,
            Meeting.roll_kind == roll_kind,
            Meeting.standing == MeetingStanding.OPEN.value,
        )
        .order_by(Meeting.held_on.desc(), Meeting.number.desc())
        .limit(_MOST_LINES)
    )
    return read_meetings(session, wanted)


def meeting(session: ReadSession, actor: Actor, number: str) -> MeetingWhole:
    """Return one meeting to anybody with a role in its unit or above; raises `NotFound`."""
    found = read_meetings(session, meeting_lines().where(Meeting.number == number))
    row = session.one(
        select(
            Meeting.chair_id, Meeting.secretary_id, Meeting.probationary, Meeting.probationary_present
        ).where(Meeting.number == number)
    )
    if not found or row is None or not _may_know(session, actor, found[0]):
        raise NotFound("meeting.unknown", meeting=number)
    entries = session.rows(
        select(RollEntry.person_id, RollEntry.standing, RollEntry.present, RollEntry.reason, Person.full_name)
        .join(Person, Person.id == RollEntry.person_id)
        .where(RollEntry.meeting == number)
        .order_by(RollEntry.standing != "member", Person.name_key, Person.id)
    )
    names = {one.person_id: one.full_name for one in entries}
    return MeetingWhole(
        line=found[0],
        chair=names.get(row.chair_id or "", row.chair_id or ""),
        secretary=names.get(row.secretary_id or "", row.secretary_id or ""),
        probationary=row.probationary,
        probationary_present=row.probationary_present,
        entries=tuple(
            OnRoll(
                person=one.person_id,
                full_name=one.full_name,
                standing=one.standing,
                present=one.present,
                reason=one.reason or "",
            )
            for one in entries
        ),
    )


def roll_on(session: ReadSession, unit: str, roll: str, on: date) -> tuple[OnRoll, ...]:
    """Return the roll a meeting of a unit would have on a day: who counts first, then who may attend."""
    members, probationary = roll_of(session, unit, roll, on)
    rows = session.rows(
        select(Person.id, Person.full_name)
        .where(Person.id.in_(sorted(members | probationary)))
        .order_by(Person.name_key, Person.id)
    )
    found = [
        OnRoll(
            person=row.id,
            full_name=row.full_name,
            standing="member" if row.id in members else "probationary",
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.standing != "member"))


def would_freeze(session: ReadSession, command: OpenMeeting, today: date) -> Roll:
    """Return the roll a meeting would freeze; raises `Refused` with all that stands in its way."""
    members, probationary = roll_of(session, command.unit, command.roll, command.held_on)
    missing = unmet(rule.requirements(command, members, probationary, today))
    if missing:
        raise Refused(missing)
    return rule.freeze(command, members, probationary)


def roll_kind_of(procedure: Procedure, unit_kind: str) -> str | None:
    """Return who counts when a kind of unit votes; None for a kind that votes on nothing."""
    steps = (one for stage in procedure.stages for one in stage.steps)
    return next((one.vote.roll for one in steps if one.vote and one.acts.body == unit_kind), None)


def quorums(procedure: Procedure, unit_kind: str, roll: int, present: int) -> tuple[Requirement, ...]:
    """Weigh each quorum the procedure asks of a kind of unit against a roll."""
    steps = (one for stage in procedure.stages for one in stage.steps)
    asked: dict[tuple[object, ...], Threshold] = {}
    for one in steps:
        if one.vote is not None and one.acts.body == unit_kind:
            quorum = one.vote.quorum
            asked.setdefault((quorum.comparison, quorum.share, quorum.of, quorum.number), quorum)
    bases = {"roll": roll, "present": present, "cast": 0, "valid": 0}
    return tuple(
        weighed_threshold("vote.quorum", one, present, bases, decides=False) for one in asked.values()
    )


def meeting_lines() -> Select[str, str, date, str, int, int, str, str, str]:
    """Return the statement of what every list of meetings shows of one, in no order yet."""
    return select(
        Meeting.number, Meeting.unit_id, Meeting.held_on, Meeting.roll_kind, Meeting.roll,
        Meeting.present, Meeting.standing, Unit.name, Unit.kind,
    ).join(Unit, Unit.id == Meeting.unit_id)  # fmt: skip


def read_meetings(
    session: ReadSession, statement: Select[str, str, date, str, int, int, str, str, str]
) -> tuple[MeetingLine, ...]:
    """Return the meetings a statement of such lines asks for."""
    return tuple(
        MeetingLine(
            number=row.number,
            unit=row.unit_id,
            unit_name=row.name,
            unit_kind=row.kind,
            held_on=row.held_on,
            roll_kind=row.roll_kind,
            roll=row.roll,
            present=row.present,
            standing=row.standing,
        )
        for row in session.rows(statement)
    )


def _may_know(session: ReadSession, actor: Actor, line: MeetingLine) -> bool:
    above = line_of(session, line.unit, on=line.held_on).line
    return may_read(actor, above, frozenset()).allowed
