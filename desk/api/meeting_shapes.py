"""The shape of what is told of meetings over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from desk.api.shapes import Shape


class MeetingLine(Shape):
    """One meeting in a list."""

    number: str
    unit: str
    unit_name: str
    unit_kind: str
    held_on: date
    roll_kind: str
    roll: int
    """Of its frozen roll; 0 until it opens, as `present`."""
    present: int
    """Now, or when it ended."""
    standing: Literal["convened", "open", "closed", "adjourned", "called_off"]
    is_open: bool


class OnRoll(Shape):
    """One person on the roll of a meeting: frozen when it opened; before, as it would be."""

    person: str
    full_name: str
    standing: str
    """`member` counts in the roll; `probationary` may attend; `excused` does not count."""
    present: bool
    reason: str


class AttendanceChange(Shape):
    """Somebody who arrived late or left early."""

    at: datetime
    """When it was noted."""
    full_name: str
    change: Literal["arrived", "left"]
    reason: str
    present: int
    """Of the roll, from then on."""


class Proxy(Shape):
    """Somebody on the roll for whom another votes while they are absent."""

    person: str
    full_name: str
    holder: str
    holder_name: str
    effect: Literal["ahead", "counts", "giver_here", "holder_away", "off_roll"]
    """`ahead` until the meeting opens; `counts` where the regulation allows it; or why it does not."""


class AgendaPoint(Shape):
    """One dossier on the agenda of a meeting."""

    dossier: str
    step: str
    candidate: str
    """Full name."""
    awaits: bool
    """Whether it awaits the body at this step now."""
    outcome: str
    """What the meeting decided; empty while it has not."""
    recorded_in: int | None
    """Sequence of the entry that says so, on the dossier's timeline."""


class Meeting(MeetingLine):
    """One meeting with its agenda and its roll; before it opens, with the roll it would have."""

    hour: str
    """Empty where it was not said."""
    place: str
    """Empty where it was not convened."""
    chair: str
    """Full name; empty until it opens."""
    secretary: str
    probationary: int
    probationary_present: int
    entries: tuple[OnRoll, ...]
    changes: tuple[AttendanceChange, ...]
    proxies: tuple[Proxy, ...]
    agenda: tuple[AgendaPoint, ...]
    chain: tuple[str, ...]
    """Numbers of the meetings held again for one another that it is one of, the first first."""
    minutes_sha256: str
    """Of the PDF of its minutes, once one of its officers has signed them."""
    chair_signed: bool
    secretary_signed: bool
