"""The minutes of a meeting are signed by its chair and its secretary, each once, over one file."""

from __future__ import annotations

from typing import Literal

from engine.rules.sitting import Sitting, weighed
from models.commands import SignMinutes
from models.requirements import Requirement
from models.state import MeetingStanding


def signing_requirements(command: SignMinutes, sitting: Sitting, person: str) -> tuple[Requirement, ...]:
    """Weigh that the meeting is over, and its officer has not signed yet and signs what the other did."""
    signed = sitting.chair_signed if person == sitting.chair else sitting.secretary_signed
    same = sitting.minutes_sha256 in {None, command.sha256}
    is_over = sitting.standing in {MeetingStanding.CLOSED, MeetingStanding.ADJOURNED}
    return (
        weighed("minutes.over", is_over, meeting=sitting.number),
        weighed("minutes.once", not signed, person=person),
        weighed("minutes.same", same, signed=sitting.minutes_sha256 or "", given=command.sha256),
    )


def role_of(sitting: Sitting, person: str) -> Literal["chair", "secretary"]:
    """Return as which of the two officers somebody signs."""
    return "chair" if person == sitting.chair else "secretary"
