"""What happens to a meeting: each on the meeting's own timeline; what was typed is kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One dossier on an agenda, with the step at which it awaits the body."""

    dossier: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingConvened:
    """A body was called together."""

    kind: Literal["meeting_convened"] = "meeting_convened"
    number: str
    unit: str
    held_on: date
    hour: str | None
    """In the office's zone: “08:00”."""
    place: str
    roll_kind: str
    agenda: tuple[AgendaItem, ...]
    follows: str | None
    """The meeting it is held again for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChanged:
    """Another agenda took the place of the one a meeting was convened with."""

    kind: Literal["agenda_changed"] = "agenda_changed"
    number: str
    agenda: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCalledOff:
    """A convened meeting will not be held."""

    kind: Literal["meeting_called_off"] = "meeting_called_off"
    number: str
    enclosure: str
    """Digest of the reason, kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened:
    """A meeting opened over a frozen roll."""

    kind: Literal["meeting_opened"] = "meeting_opened"
    number: str
    unit: str
    held_on: date
    roll_kind: str
    chair: str
    secretary: str
    roll: int
    present: int
    probationary: int
    probationary_present: int
    roll_sha256: str
    """Digest of the roll by name, kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceNoted:
    """Somebody on the roll arrived late or left early; the counts are those after it."""

    kind: Literal["attendance_noted"] = "attendance_noted"
    number: str
    person: str
    change: Literal["arrived", "left"]
    chair: str
    secretary: str
    roll: int
    present: int
    probationary: int
    probationary_present: int
    enclosure: str
    """Digest of the reason, kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyGiven:
    """A member authorised another to vote for them in this meeting while they are absent."""

    kind: Literal["proxy_given"] = "proxy_given"
    number: str
    person: str
    """Who gave it, and is absent."""
    holder: str
    """Who votes for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyRevoked:
    """A member took back the proxy they had given in this meeting."""

    kind: Literal["proxy_revoked"] = "proxy_revoked"
    number: str
    person: str
    holder: str
    """Who votes for them no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAdjourned:
    """A meeting was broken off."""

    kind: Literal["meeting_adjourned"] = "meeting_adjourned"
    number: str
    again: str | None
    """The meeting convened in its place; None where its day was not known."""
    again_on: date | None
    enclosure: str
    """Digest of the reason, kept apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed:
    """A meeting closed."""

    kind: Literal["meeting_closed"] = "meeting_closed"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSigned:
    """The minutes of a closed meeting were signed by its chair or its secretary."""

    kind: Literal["minutes_signed"] = "minutes_signed"
    number: str
    role: Literal["chair", "secretary"]
    person: str
    pdf_sha256: str
