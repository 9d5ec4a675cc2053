"""Meetings on record: convened, opened over a roll frozen in that transaction, adjourned, closed, signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import insert, or_, select

from engine import ballots, numbers
from engine.access import Actor, Place, may_there
from engine.belonging import members_on
from engine.database import ReadSession, WriteSession
from engine.enclosures import Sealed
from engine.organisation import line_of
from engine.procedures import Procedures
from engine.rules import meeting as rule
from engine.rules.attendance import attendance_requirements, noted
from engine.rules.convening import (
    adjourning_requirements,
    agenda_requirements,
    carried_over,
    convened_requirement,
    convening_requirements,
    items_of,
)
from engine.rules.minutes import role_of, signing_requirements
from engine.rules.proxies import giving_requirements, revoking_requirements
from engine.rules.time_limits import local_date
from engine.sittings import (
    HeldSitting,
    awaited_by,
    hold_sitting,
    members_here,
    presence_in,
    proxies_in,
    proxies_on,
    tell,
    votes_in,
)
from engine.timeline import AnyEvent, Stamp
from models import commands
from models.commands import Command
from models.errors import Forbidden, Refused
from models.events import (
    AgendaChanged,
    MeetingAdjourned,
    MeetingCalledOff,
    MeetingClosed,
    MeetingConvened,
    MeetingEvents,
    MeetingOpened,
    MinutesSigned,
    ProxyGiven,
    ProxyRevoked,
)
from models.meeting import AttendanceRow, Meeting, ProxyRow, RollEntry
from models.requirements import Requirement, unmet
from models.unit import Seat

_Told = tuple[str, int, tuple[AnyEvent, ...]]


def record_meeting(
    session: WriteSession,
    command: Command,
    actor: Actor,
    stamp: Stamp,
    *,
    zone: tzinfo,
    procedures: Procedures,
) -> _Told:
    """Record what is asked of a meeting; return its stream, first sequence and events."""
    work = _Work(
        session=session, actor=actor, stamp=stamp, procedures=procedures, today=local_date(stamp.at, zone)
    )
    return _HANDLERS[type(command)](work, command)


@dataclass(slots=True, kw_only=True)
class _Work:
    """One transaction on meetings; once somebody is let in, its stamp says for whom they act."""

    session: WriteSession
    actor: Actor
    stamp: Stamp
    procedures: Procedures
    today: date

    def admit(self, command: Command, unit: str, on: date, persons: frozenset[str] = frozenset()) -> None:
        line = line_of(self.session, unit, on=on)
        granted = may_there(self.actor, command, Place(unit=unit, line=line.line, persons=persons))
        if not granted.allowed:
            raise Forbidden(granted.reason)
        self.stamp = replace(self.stamp, on_behalf_of=granted.on_behalf_of)

    def held(self, command: Command, number: str) -> HeldSitting:
        """Return a meeting under its lock, for who may give the command there."""
        held = hold_sitting(self.session, number)
        self.admit(command, held.sitting.unit, held.sitting.held_on, held.sitting.officers)
        return held

    def among(self, command: Command, number: str) -> tuple[HeldSitting, str, Mapping[str, bool]]:
        """Return a meeting under its lock, who acts, and who counts there: nobody else may act."""
        held = hold_sitting(self.session, number)
        sitting = held.sitting
        here = voters_of(self.session, number, sitting.unit, sitting.roll_kind, sitting.held_on)
        self.admit(command, sitting.unit, sitting.held_on, frozenset(here))
        return held, self.actor.person or "", here

    def told(self, held: HeldSitting | None, event: MeetingEvents) -> _Told:
        after = tell(self.session, held, event, self.stamp)
        return after.sitting.number, after.head.sequence, (event,)

    def number(self, year: int) -> str:
        taken = numbers.take(self.session, numbers.OFFICE, year, numbers.MEETINGS)
        return numbers.meeting_number(taken, year)

    def sealed(self, stream: str, **typed: object) -> str:
        sealed = Sealed(typed)
        sealed.keep(self.session, stream)
        return sealed.digest


def _refuse(requirements: tuple[Requirement, ...]) -> None:
    missing = unmet(requirements)
    if missing:
        raise Refused(missing)


def _convened(work: _Work, command: commands.ConveneMeeting) -> _Told:
    work.admit(command, command.unit, command.held_on)
    followed = None if command.follows is None else hold_sitting(work.session, command.follows).sitting
    again = select(Meeting.number).where(Meeting.follows == command.follows)
    is_followed = followed is not None and work.session.scalar(again) is not None
    awaited = awaited_by(work.session, command.unit, command.roll, work.procedures)
    _refuse(convening_requirements(command, awaited, work.today, followed, is_followed=is_followed))
    event = MeetingConvened(
        number=work.number(command.held_on.year),
        unit=command.unit,
        held_on=command.held_on,
        hour=command.hour,
        place=command.place,
        roll_kind=command.roll,
        agenda=items_of(command.agenda),
        follows=command.follows,
    )
    return work.told(None, event)


def _agenda_changed(work: _Work, command: commands.ChangeAgenda) -> _Told:
    held = work.held(command, command.meeting)
    sitting = held.sitting
    awaited = awaited_by(work.session, sitting.unit, sitting.roll_kind, work.procedures)
    _refuse((convened_requirement(sitting), *agenda_requirements(command.agenda, awaited)))
    return work.told(held, AgendaChanged(number=sitting.number, agenda=items_of(command.agenda)))


def _called_off(work: _Work, command: commands.CallOffMeeting) -> _Told:
    held = work.held(command, command.meeting)
    _refuse((convened_requirement(held.sitting),))
    enclosure = work.sealed(command.meeting, reason=command.reason)
    return work.told(held, MeetingCalledOff(number=command.meeting, enclosure=enclosure))


def _opened(work: _Work, command: commands.OpenMeeting) -> _Told:
    work.admit(command, command.unit, command.held_on)
    held = None if command.meeting is None else work.held(command, command.meeting)
    members, probationary = roll_of(work.session, command.unit, command.roll, command.held_on)
    convened = () if held is None else rule.convened_as(command, held.sitting)
    _refuse((*convened, *rule.requirements(command, members, probationary, work.today)))
    roll = rule.freeze(command, members, probationary)
    number = work.number(command.held_on.year) if held is None else held.sitting.number
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
        roll_sha256=work.sealed(number, roll=[asdict(one) for one in roll.entries]),
    )
    told = work.told(held, event)
    rows = [
        {"meeting": number, "person_id": one.person, "standing": one.standing, "present": one.present,
         "reason": one.reason}
        for one in roll.entries
    ]  # fmt: skip
    work.session.write(insert(RollEntry.__table__), rows)
    return told


def _attendance_noted(work: _Work, command: commands.NoteAttendance) -> _Told:
    held = work.held(command, command.meeting)
    roll = presence_in(work.session, command.meeting)
    _refuse(attendance_requirements(command, held.sitting, roll))
    enclosure = work.sealed(command.meeting, reason=command.reason)
    told = work.told(held, noted(command, held.sitting, roll, enclosure))
    row = {
        "meeting": command.meeting,
        "sequence": told[1],
        "person_id": command.person,
        "present": command.change == "arrived",
    }
    work.session.write(insert(AttendanceRow.__table__), row)
    return told


def _proxy_given(work: _Work, command: commands.GiveProxy) -> _Told:
    held, giver, here = work.among(command, command.meeting)
    given = proxies_in(work.session, command.meeting)
    agenda = proxies_on(work.session, held.sitting.agenda, work.procedures)
    _refuse(giving_requirements(command, held.sitting, giver, given=given, here=here, agenda=agenda))
    told = work.told(held, ProxyGiven(number=command.meeting, person=giver, holder=command.holder))
    _keep_proxy(work, told, giver, command.holder)
    return told


def _proxy_revoked(work: _Work, command: commands.RevokeProxy) -> _Told:
    held, giver, _ = work.among(command, command.meeting)
    given = proxies_in(work.session, command.meeting)
    is_used = ballots.cast_for(work.session, command.meeting, giver)
    _refuse(revoking_requirements(held.sitting, giver, given=given, is_used=is_used))
    holder = next(one.holder for one in given if one.person == giver)
    told = work.told(held, ProxyRevoked(number=command.meeting, person=giver, holder=holder))
    _keep_proxy(work, told, giver, None)
    return told


def _keep_proxy(work: _Work, told: _Told, giver: str, holder: str | None) -> None:
    row = {"meeting": told[0], "sequence": told[1], "giver_id": giver, "holder_id": holder}
    work.session.write(insert(ProxyRow.__table__), row)


def _adjourned(work: _Work, command: commands.AdjournMeeting) -> _Told:
    held = work.held(command, command.meeting)
    unsettled = ballots.unsettled(work.session, command.meeting)
    _refuse(adjourning_requirements(command, held.sitting, work.today, unsettled))
    again = None if command.again_on is None else work.number(command.again_on.year)
    enclosure = work.sealed(command.meeting, reason=command.reason)
    event = MeetingAdjourned(
        number=command.meeting, again=again, again_on=command.again_on, enclosure=enclosure
    )
    told = work.told(held, event)
    if again is not None and command.again_on is not None:
        _convened_again(work, command, held, again, command.again_on)
    return told


def _convened_again(
    work: _Work, command: commands.AdjournMeeting, held: HeldSitting, number: str, on: date
) -> None:
    """Convene the meeting that takes an adjourned one's place, with what of its agenda was not decided."""
    sitting = held.sitting
    votes = votes_in(work.session, sitting.number, [one.dossier for one in sitting.agenda])
    decided = frozenset((one.dossier, one.event.step) for one in votes)
    awaited = awaited_by(work.session, sitting.unit, sitting.roll_kind, work.procedures)
    event = MeetingConvened(
        number=number,
        unit=sitting.unit,
        held_on=on,
        hour=command.hour or sitting.hour,
        place=command.place or sitting.place or "",
        roll_kind=sitting.roll_kind,
        agenda=carried_over(sitting, decided, awaited),
        follows=sitting.number,
    )
    # The key of the command stands with the first of its entries, which the adjourned meeting has.
    tell(work.session, None, event, replace(work.stamp, key=None, digest=None))


def _closed(work: _Work, command: commands.CloseMeeting) -> _Told:
    held = work.held(command, command.meeting)
    _refuse(rule.ended_requirements(held.sitting, ballots.unsettled(work.session, command.meeting)))
    return work.told(held, MeetingClosed(number=command.meeting))


def _minutes_signed(work: _Work, command: commands.SignMinutes) -> _Told:
    held = work.held(command, command.meeting)
    person = work.actor.person or ""
    _refuse(signing_requirements(command, held.sitting, person))
    role = role_of(held.sitting, person)
    event = MinutesSigned(number=command.meeting, role=role, person=person, pdf_sha256=command.sha256)
    return work.told(held, event)


_HANDLERS: dict[type[Command], Callable[[_Work, Any], _Told]] = {
    commands.ConveneMeeting: _convened,
    commands.ChangeAgenda: _agenda_changed,
    commands.CallOffMeeting: _called_off,
    commands.OpenMeeting: _opened,
    commands.NoteAttendance: _attendance_noted,
    commands.GiveProxy: _proxy_given,
    commands.RevokeProxy: _proxy_revoked,
    commands.AdjournMeeting: _adjourned,
    commands.CloseMeeting: _closed,
    commands.SignMinutes: _minutes_signed,
}


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


def voters_of(session: ReadSession, number: str, unit: str, roll: str, on: date) -> Mapping[str, bool]:
    """Return who counts in the roll of a meeting, and whether they are there: before it opens nobody is."""
    opened = members_here(session, number)
    return opened or dict.fromkeys(roll_of(session, unit, roll, on)[0], False)
