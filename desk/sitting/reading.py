"""What is read for a page of a meeting: who may run it, how many must be there, what happened so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desk.asking import Asked
from engine.access import Actor, Place, may_there
from engine.database import ReadSession
from engine.organisation import line_of
from engine.queries.acting import UnitLine, units_to
from engine.queries.dossier import person_named
from engine.queries.history import history
from engine.queries.meetings import MeetingLine, MeetingWhole, meeting, quorum_of, roll_kind_of
from models.commands import CloseMeeting
from models.errors import Forbidden
from outputs.wording import Names, sentence
from outputs.wording.events import event_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """A meeting with whoever asks for it."""

    meeting: MeetingWhole
    actor: Actor
    may_run: bool
    """Whether they may convene, open, change, adjourn and close it: with the right to one they have all."""
    on_behalf_of: str
    """Full name of the absent person for whom they would; empty where they would for themselves."""

    @property
    def has_signed(self) -> bool:
        """Say whether they have signed its minutes."""
        chair, secretary = self.meeting.officers
        as_chair = self.actor.person == chair and self.meeting.chair_signed
        return as_chair or (self.actor.person == secretary and self.meeting.secretary_signed)

    @property
    def signs_as(self) -> str:
        """Return as which officer they may sign its minutes now; empty where they may not."""
        chair, secretary = self.meeting.officers
        person = self.actor.person
        if not self.meeting.is_ended or not person:
            return ""
        if person == chair:
            return "" if self.meeting.chair_signed else "chair"
        return "secretary" if person == secretary and not self.meeting.secretary_signed else ""


def acting_in(asked: Asked, session: ReadSession, *, to_run: bool = False) -> Acting:
    """Return the meeting of the address; raises `Forbidden` for who means `to_run` it and may not."""
    actor = asked.acting(session)
    found = meeting(session, actor, asked.path("number"))
    line = found.line
    place = Place(unit=line.unit, line=line_of(session, line.unit, on=line.held_on).line)
    granted = may_there(actor, CloseMeeting(meeting=line.number), place)
    if to_run and not granted.allowed:
        raise Forbidden("access.role")
    absent = granted.on_behalf_of if granted.allowed else None
    name = person_named(session, absent)
    return Acting(meeting=found, actor=actor, may_run=granted.allowed, on_behalf_of=name)


def units_that_meet(asked: Asked, session: ReadSession, command: str) -> tuple[UnitLine, ...]:
    """Return the bodies that vote and for which the account may give a command."""
    procedure = asked.desk.procedures.in_force(asked.today)
    found = units_to(session, asked.acting(session), command)
    return tuple(one for one in found if roll_kind_of(procedure, one.kind) is not None)


def quorum_words(asked: Asked, line: MeetingLine) -> tuple[str, ...]:
    """Say how many must be there for the meeting to decide, and once it is open also how many are."""
    names = Names(voters=line.roll_kind)
    return tuple(sentence(one, asked.language, names) for one in quorum_of(asked.desk.procedures, line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of a meeting's timeline in words."""

    at: datetime
    by: str
    on_behalf_of: str
    kind: str
    title: str
    figures: tuple[str, ...]
    reason: str


def story_of(asked: Asked, session: ReadSession, number: str) -> tuple[Told, ...]:
    """Return a meeting's timeline in words, the newest first."""
    return tuple(_story(asked, session, number))[::-1]


def _story(asked: Asked, session: ReadSession, number: str) -> Iterator[Told]:
    found = history(session, number)
    names = Names(known=found.names)
    for entry in found.entries:
        told = event_text(entry.event, asked.language, names)
        typed = found.typed.get(getattr(entry.event, "enclosure", ""), {})
        yield Told(
            at=entry.at,
            by=found.holders.get(entry.actor, entry.actor),
            on_behalf_of=found.names.get(entry.on_behalf_of or "", entry.on_behalf_of or ""),
            kind=entry.event.kind,
            title=told.title,
            figures=told.figures,
            reason=str(typed.get("reason", "")),
        )
