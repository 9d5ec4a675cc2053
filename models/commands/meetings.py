"""What is asked to convene, open, hold, adjourn and close a meeting, and to sign its minutes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.commands.scans import Sha256
from models.commands.shape import Command, Day, Reference, StepId
from models.text import Line


class Absence(Command):
    """Somebody on the roll who did not come, and why."""

    person: Reference
    reason: Line


Absences = Annotated[tuple[Absence, ...], Field(max_length=10_000)]


class AgendaPoint(Command):
    """One dossier on an agenda, with the step at which it awaits the body."""

    dossier: Reference
    step: StepId


Agenda = Annotated[tuple[AgendaPoint, ...], Field(min_length=1, max_length=1_000)]
"""Dossiers in the order in which they are taken."""
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", max_length=5)]
"""Time of day in the office's zone: “08:00”."""


class ConveneMeeting(Command):
    """Call a body together on a day, with an agenda; the meeting takes its number now."""

    command: Literal["convene_meeting"] = "convene_meeting"
    unit: Reference
    roll: Literal["official_members", "committee_members"]
    held_on: Day
    hour: Hour | None = None
    place: Line
    agenda: Agenda
    follows: Reference | None = None
    """The meeting it is held again for, which was adjourned or called off."""


class ChangeAgenda(Command):
    """Put another agenda in the place of that of a convened meeting."""

    command: Literal["change_agenda"] = "change_agenda"
    meeting: Reference
    agenda: Agenda


class CallOffMeeting(Command):
    """Call off a convened meeting."""

    command: Literal["call_off_meeting"] = "call_off_meeting"
    meeting: Reference
    reason: Line


class OpenMeeting(Command):
    """Open a meeting: its roll is frozen now."""

    command: Literal["open_meeting"] = "open_meeting"
    unit: Reference
    held_on: Day
    roll: Literal["official_members", "committee_members"]
    meeting: Reference | None = None
    """The convened meeting that opens; none where it was not convened before."""
    chair: Reference
    secretary: Reference
    absent: Absences = ()
    excused: Absences = ()
    """Members excused from activities or suspended: they do not count in the roll."""


class NoteAttendance(Command):
    """Note that somebody on the roll of an open meeting arrived late, or left early."""

    command: Literal["note_attendance"] = "note_attendance"
    meeting: Reference
    person: Reference
    change: Literal["arrived", "left"]
    reason: Line
    successor: Reference | None = None
    """Who presides, or keeps the minutes, from now on, where the chair or the secretary leaves."""


class GiveProxy(Command):
    """Authorise another member to vote in one meeting for whoever asks, who will be absent."""

    command: Literal["give_proxy"] = "give_proxy"
    meeting: Reference
    holder: Reference


class RevokeProxy(Command):
    """Take back the proxy whoever asks has given in a meeting."""

    command: Literal["revoke_proxy"] = "revoke_proxy"
    meeting: Reference


class AdjournMeeting(Command):
    """Break off an open meeting, and convene it again where its day is known."""

    command: Literal["adjourn_meeting"] = "adjourn_meeting"
    meeting: Reference
    reason: Line
    again_on: Day | None = None
    hour: Hour | None = None
    place: Line | None = None
    """Where it meets again; where it was convened to, if not said."""


class CloseMeeting(Command):
    """Close a meeting; nothing more can be decided in it."""

    command: Literal["close_meeting"] = "close_meeting"
    meeting: Reference


class SignMinutes(Command):
    """Sign the minutes of a meeting that is over, as its chair or its secretary."""

    command: Literal["sign_minutes"] = "sign_minutes"
    meeting: Reference
    sha256: Sha256
    """Of the PDF that is signed, which lies in the archive."""
