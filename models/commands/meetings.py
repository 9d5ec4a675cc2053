"""What is asked to open and close a meeting."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.commands.shape import Command, Day, Reference
from models.text import Line


class Absence(Command):
    """Somebody on the roll who did not come, and why."""

    person: Reference
    reason: Line


Absences = Annotated[tuple[Absence, ...], Field(max_length=10_000)]


class OpenMeeting(Command):
    """Open a meeting: its roll is frozen now."""

    command: Literal["open_meeting"] = "open_meeting"
    unit: Reference
    held_on: Day
    roll: Literal["official_members", "committee_members"]
    chair: Reference
    secretary: Reference
    absent: Absences = ()
    excused: Absences = ()
    """Members excused from activities or suspended: they do not count in the roll."""


class CloseMeeting(Command):
    """Close a meeting; nothing more can be decided in it."""

    command: Literal["close_meeting"] = "close_meeting"
    meeting: Reference
