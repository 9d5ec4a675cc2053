"""Meetings as people read them: those still open, one with its roll and agenda, the roll one would have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, and_, or_, select

from engine.access import Actor, may_read
from engine.database import ReadSession
from engine.meetings import roll_of
from engine.organisation import line_of
from engine.procedures import Procedures
from engine.queries.agendas import Link, Point, chain_of, points_of
from engine.queries.attendance import Change, OnRoll, attendance_of
from engine.queries.proxies import ProxyLine, proxies_of
from engine.rules import meeting as rule
from engine.rules.meeting import Roll
from models.commands import OpenMeeting
from models.errors import NotFound, Refused
from models.meeting import Meeting
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
class MeetingWhole:
    """One meeting with everything its page shows."""

    line: MeetingLine
    """With the counts of its roll and of who is there now; before it opens, of the roll it would have."""
    hour: str
    """Empty where it was not said."""
    place: str
    """Empty where it was not convened."""
    chair: str
    """Full name; empty until it opens."""
    secretary: str
    officers: tuple[str, str]
    """Chair and secretary by person; empty until it opens."""
    probationary: int
    probationary_present: int
    entries: tuple[OnRoll, ...]
    """The roll with who is present now; before it opens, the roll it would have."""
    changes: tuple[Change, ...]
    """Who arrived or left since it opened."""
    proxies: tuple[ProxyLine, ...]
    """Who may vote for whom, as long as they are absent and the dossier's regulation allows it."""
    points: tuple[Point, ...]
    """Its agenda; empty where it was not convened."""
    chain: tuple[Link, ...]
    """The meetings held again for one another that it is one of; itself alone, if it is not."""
    minutes_sha256: str
    """Of the PDF of its minutes, once one of its officers has signed them."""
    chair_signed: bool
    secretary_signed: bool

    @property
    def excused(self) -> int:
        """Return how many are excused and so do not count."""
        return sum(one.standing == "excused" for one in self.entries)

    @property
    def is_ended(self) -> bool:
        """Say whether it was held and is over, so that it has minutes."""
        return self.line.standing in {MeetingStanding.CLOSED, MeetingStanding.ADJOURNED}


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


def convened_meetings(session: ReadSession, unit: str) -> tuple[MeetingLine, ...]:
    """Return the meetings a unit is convened to, the nearest first."""
    wanted = (
        meeting_lines()
        .where(Meeting.unit_id == unit, Meeting.standing == MeetingStanding.CONVENED.value)
        .order_by(Meeting.held_on, Meeting.number)
        .limit(_MOST_LINES)
    )
    return read_meetings(session, wanted)


def meeting(session: ReadSession, actor: Actor, number: str) -> MeetingWhole:
    """Return one meeting to its officers, who has a role in its unit or above and, until it opens, its roll.

    Raises `NotFound` to everybody else.
    """
    found = read_meetings(session, meeting_lines().where(Meeting.number == number))
    row = session.one(select(*_KEPT).where(Meeting.number == number))
    if not found or row is None or not _may_know(session, actor, found[0], {row.chair_id, row.secretary_id}):
        raise NotFound("meeting.unknown", meeting=number)
    line = found[0]
    attendance = attendance_of(session, number)
    if attendance is None:
        entries = roll_on(session, line.unit, line.roll_kind, line.held_on)
        line = replace(line, roll=sum(one.standing == "member" for one in entries))
    else:
        entries = attendance.now.people
    names = {one.person: one.full_name for one in entries}
    officers = (row.chair_id or "", row.secretary_id or "")
    return MeetingWhole(
        line=line,
        hour=row.hour or "",
        place=row.place or "",
        chair=names.get(officers[0], officers[0]),
        secretary=names.get(officers[1], officers[1]),
        officers=officers,
        probationary=row.probationary,
        probationary_present=row.probationary_present,
        entries=entries,
        changes=() if attendance is None else attendance.changes,
        proxies=proxies_of(session, number),
        points=points_of(session, number, line.unit),
        chain=chain_of(session, number),
        minutes_sha256=row.minutes_sha256 or "",
        chair_signed=row.chair_signed,
        secretary_signed=row.secretary_signed,
    )


_KEPT = (
    Meeting.chair_id, Meeting.secretary_id, Meeting.probationary, Meeting.probationary_present, Meeting.hour,
    Meeting.place, Meeting.minutes_sha256, Meeting.chair_signed, Meeting.secretary_signed,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """Minutes that await somebody's signature."""

    meeting: str
    unit_name: str
    held_on: date
    role: str
    """As which of the two officers they sign: `chair` or `secretary`."""


def minutes_to_sign(session: ReadSession, person: str | None) -> tuple[ToSign, ...]:
    """Return the minutes that await a person's signature, the oldest first."""
    if person is None:
        return ()
    ended = [MeetingStanding.CLOSED.value, MeetingStanding.ADJOURNED.value]
    theirs = or_(
        and_(Meeting.chair_id == person, Meeting.chair_signed.is_(False)),
        and_(Meeting.secretary_id == person, Meeting.secretary_signed.is_(False)),
    )
    rows = session.rows(
        select(Meeting.number, Meeting.held_on, Meeting.chair_id, Unit.name)
        .join(Unit, Unit.id == Meeting.unit_id)
        .where(Meeting.standing.in_(ended), theirs)
        .order_by(Meeting.held_on, Meeting.number)
        .limit(_MOST_LINES)
    )
    return tuple(
        ToSign(
            meeting=row.number,
            unit_name=row.name,
            held_on=row.held_on,
            role="chair" if row.chair_id == person else "secretary",
        )
        for row in rows
    )


def minutes_signed(session: ReadSession, number: str) -> str | None:
    """Return the digest of the minutes an officer of a meeting has signed; None while nobody has."""
    return session.scalar(select(Meeting.minutes_sha256).where(Meeting.number == number))


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


def quorums(procedure: Procedure, unit_kind: str, roll: int, present: int | None) -> tuple[Requirement, ...]:
    """Weigh each quorum the procedure asks of a kind of unit against a roll.

    Before the meeting opens nobody is `present` yet: what is needed is said alone.
    """
    steps = (one for stage in procedure.stages for one in stage.steps)
    asked: dict[tuple[object, ...], Threshold] = {}
    for one in steps:
        if one.vote is not None and one.acts.body == unit_kind:
            quorum = one.vote.quorum
            asked.setdefault((quorum.comparison, quorum.share, quorum.of, quorum.number), quorum)
    return tuple(rule.quorum(one, roll, present) for one in asked.values())


def quorum_of(procedures: Procedures, line: MeetingLine) -> tuple[Requirement, ...]:
    """Weigh each quorum asked of a meeting, by the procedure in force on its day, against who is there."""
    is_held = line.standing not in {MeetingStanding.CONVENED, MeetingStanding.CALLED_OFF}
    procedure = procedures.in_force(line.held_on)
    return quorums(procedure, line.unit_kind, line.roll, line.present if is_held else None)


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


def _may_know(session: ReadSession, actor: Actor, line: MeetingLine, officers: set[str | None]) -> bool:
    above = line_of(session, line.unit, on=line.held_on).line
    if may_read(actor, above, frozenset(one for one in officers if one is not None)).allowed:
        return True
    # Who is called to it reads what they are called to; who was there and why not is for those with a role.
    is_ahead = line.standing in {MeetingStanding.CONVENED, MeetingStanding.CALLED_OFF}
    called = roll_of(session, line.unit, line.roll_kind, line.held_on) if is_ahead else ()
    return any(actor.person in some for some in called)
