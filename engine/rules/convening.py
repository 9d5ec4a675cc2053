"""A meeting is convened with an agenda, which may change until it opens; it is called off, or adjourned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from engine.rules.meeting import ended_requirements
from engine.rules.sitting import Sitting, weighed
from models.commands import AdjournMeeting, AgendaPoint, ConveneMeeting
from models.events import AgendaItem
from models.requirements import Requirement
from models.state import MeetingStanding

_REPEATED = frozenset({MeetingStanding.ADJOURNED, MeetingStanding.CALLED_OFF})

Awaited = frozenset[tuple[str, str]]
"""Dossier and step of everything that awaits a body and is voted on over one kind of roll."""


def convening_requirements(
    command: ConveneMeeting,
    awaited: Awaited,
    today: date,
    followed: Sitting | None,
    *,
    is_followed: bool,
) -> tuple[Requirement, ...]:
    """Weigh the day, the agenda, and the meeting it is held again for, which nothing may follow yet."""
    asked = (_ahead(command.held_on, today), *agenda_requirements(command.agenda, awaited))
    if followed is None:
        return asked
    fits = (
        followed.standing in _REPEATED
        and followed.unit == command.unit
        and followed.roll_kind == command.roll
        and not is_followed
    )
    return (*asked, weighed("meeting.follows", fits, meeting=followed.number))


def agenda_requirements(points: tuple[AgendaPoint, ...], awaited: Awaited) -> tuple[Requirement, ...]:
    """Ask that everything on an agenda awaits the body, and stands there once."""
    named = [(one.dossier, one.step) for one in points]
    strange = [one for one in named if one not in awaited]
    twice = [one for one, times in Counter(named).items() if times > 1]
    return (
        weighed("agenda.awaits", not strange, dossiers=_listed(strange)),
        weighed("agenda.named_once", not twice, dossiers=_listed(twice)),
    )


def convened_requirement(sitting: Sitting) -> Requirement:
    """Ask that a meeting is convened: neither opened nor called off."""
    is_convened = sitting.standing is MeetingStanding.CONVENED
    return weighed("meeting.convened", is_convened, meeting=sitting.number)


def adjourning_requirements(
    command: AdjournMeeting, sitting: Sitting, today: date, unsettled: int
) -> tuple[Requirement, ...]:
    """Weigh that an open meeting leaves no ballot unsettled, and when and where it meets again."""
    ended = ended_requirements(sitting, unsettled)
    if command.again_on is None:
        dayless = command.hour is None and command.place is None
        return (*ended, weighed("meeting.again_on", dayless))
    has_place = command.place is not None or sitting.place is not None
    return (*ended, _ahead(command.again_on, today), weighed("meeting.place", has_place))


def carried_over(sitting: Sitting, decided: Awaited, awaited: Awaited) -> tuple[AgendaItem, ...]:
    """Return what of an agenda was not decided and still awaits the body, in its order."""
    return tuple(
        one
        for one in sitting.agenda
        if (one.dossier, one.step) not in decided and (one.dossier, one.step) in awaited
    )


def items_of(points: Iterable[AgendaPoint]) -> tuple[AgendaItem, ...]:
    """Return an agenda as the timeline keeps it."""
    return tuple(AgendaItem(dossier=one.dossier, step=one.step) for one in points)


def _ahead(on: date, today: date) -> Requirement:
    return weighed("meeting.ahead", on >= today, on=on.isoformat(), today=today.isoformat())


def _listed(points: Iterable[tuple[str, str]]) -> str:
    return ", ".join(dict.fromkeys(dossier for dossier, _ in points))
