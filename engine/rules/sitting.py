"""A meeting as its timeline, replayed, gives it again: convened, open, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from models.events import (
    AgendaChanged,
    AgendaItem,
    AttendanceNoted,
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
from models.requirements import Requirement
from models.state import MeetingStanding

_ORDER = "Trình tự của cuộc họp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Where one meeting stands."""

    number: str
    unit: str
    held_on: date
    roll_kind: str
    standing: MeetingStanding
    hour: str | None = None
    place: str | None = None
    follows: str | None = None
    """The meeting it is held again for."""
    agenda: tuple[AgendaItem, ...] = ()
    chair: str | None = None
    """Who presides now, or presided last; None until it opens."""
    secretary: str | None = None
    roll: int = 0
    """0 until it opens, as the other counts."""
    present: int = 0
    """Now, or when it ended."""
    probationary: int = 0
    probationary_present: int = 0
    minutes_sha256: str | None = None
    chair_signed: bool = False
    secretary_signed: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether something can be decided in it now."""
        return self.standing is MeetingStanding.OPEN

    @property
    def officers(self) -> frozenset[str]:
        """Return chair and secretary; nobody until it opens."""
        return frozenset(one for one in (self.chair, self.secretary) if one is not None)


def evolve(before: Sitting | None, event: MeetingEvents) -> Sitting:
    """Return the meeting after an event; only convening and opening begin one."""
    if isinstance(event, MeetingConvened):
        return Sitting(
            number=event.number,
            unit=event.unit,
            held_on=event.held_on,
            roll_kind=event.roll_kind,
            standing=MeetingStanding.CONVENED,
            hour=event.hour,
            place=event.place,
            follows=event.follows,
            agenda=event.agenda,
        )
    if isinstance(event, MeetingOpened):
        return _opened(before, event)
    if before is None:
        raise ValueError(event.kind)
    return _went_on(before, event)


def _opened(before: Sitting | None, event: MeetingOpened) -> Sitting:
    begun = before or Sitting(
        number=event.number,
        unit=event.unit,
        held_on=event.held_on,
        roll_kind=event.roll_kind,
        standing=MeetingStanding.OPEN,
    )
    return replace(
        begun,
        standing=MeetingStanding.OPEN,
        chair=event.chair,
        secretary=event.secretary,
        roll=event.roll,
        present=event.present,
        probationary=event.probationary,
        probationary_present=event.probationary_present,
    )


def _went_on(before: Sitting, event: MeetingEvents) -> Sitting:
    match event:
        case AgendaChanged():
            return replace(before, agenda=event.agenda)
        case MeetingCalledOff():
            return replace(before, standing=MeetingStanding.CALLED_OFF)
        case AttendanceNoted():
            return replace(
                before,
                chair=event.chair,
                secretary=event.secretary,
                present=event.present,
                probationary_present=event.probationary_present,
            )
        case ProxyGiven() | ProxyRevoked():
            return before  # kept beside it, as who is there
        case MeetingAdjourned():
            return replace(before, standing=MeetingStanding.ADJOURNED)
        case MeetingClosed():
            return replace(before, standing=MeetingStanding.CLOSED)
        case MinutesSigned(role="chair"):
            return replace(before, minutes_sha256=event.pdf_sha256, chair_signed=True)
        case MinutesSigned():
            return replace(before, minutes_sha256=event.pdf_sha256, secretary_signed=True)
    raise AssertionError(event.kind)


def weighed(rule: str, met: bool, **figures: str | int) -> Requirement:  # noqa: FBT001 -- the weighing itself
    """Return a requirement of the order in which meetings are held."""
    return Requirement(rule=rule, source=_ORDER, figures=figures, met=met)
