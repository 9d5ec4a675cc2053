"""Meetings before one member of their roll: whom they may authorise to vote for them, and whom they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.database import ReadSession
from engine.meetings import voters_of
from engine.procedures import Procedures
from engine.queries.dossier import people_named
from engine.queries.meetings import MeetingLine, meeting_lines, read_meetings
from engine.queries.proxies import ProxyLine, allow_any, proxies_of
from engine.rules.proxies import most_allowed
from engine.sittings import agenda_of, awaited_by, proxies_on
from models.errors import NotFound
from models.events import AgendaItem
from models.meeting import Meeting
from models.person import Person
from models.state import MeetingStanding
from models.unit import Seat

_AHEAD = (MeetingStanding.CONVENED.value, MeetingStanding.OPEN.value)
_MOST = 20
"""Meetings looked through for one reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProxy:
    """One meeting as a member of its roll may be absent from it."""

    line: MeetingLine
    given: ProxyLine | None
    """Their own; None while they have given none."""
    held: tuple[ProxyLine, ...]
    """Those given to them."""
    at_most: int | None
    """For how many one member votes by the most generous point of the agenda; None without an agenda."""
    holders: tuple[tuple[str, str], ...]
    """Person and full name of whom they may authorise; empty where they may authorise nobody."""

    names: Mapping[str, str]
    """Person → full name, of everybody on the roll."""

    @property
    def is_ahead(self) -> bool:
        """Say whether the meeting is still to be held, or is being held."""
        return self.line.standing in _AHEAD


def own_proxy(session: ReadSession, person: str | None, number: str, procedures: Procedures) -> OwnProxy:
    """Return a meeting to a member of its roll; raises `NotFound` for others."""
    found = read_meetings(session, meeting_lines().where(Meeting.number == number))
    if not found or person is None:
        raise NotFound("meeting.unknown", meeting=number)
    line = found[0]
    here = voters_of(session, number, line.unit, line.roll_kind, line.held_on)
    if person not in here:
        raise NotFound("meeting.unknown", meeting=number)
    names = people_named(session, here)
    proxies = proxies_of(session, number)
    given = next((one for one in proxies if one.person == person), None)
    held = tuple(one for one in proxies if one.holder == person)
    at_most = most_allowed(proxies_on(session, agenda_of(session, number), procedures))
    may_give = line.standing in _AHEAD and not here[person] and given is None and not held
    holders: tuple[tuple[str, str], ...] = ()
    if may_give and _allows(session, line, at_most, procedures):
        taken = [one.holder for one in proxies]
        givers = {one.person for one in proxies}
        free = [
            one
            for one in here
            if one != person and one not in givers and (at_most is None or taken.count(one) < at_most)
        ]
        holders = tuple(sorted(((one, names[one]) for one in free), key=lambda pair: pair[1]))
    return OwnProxy(line=line, given=given, held=held, at_most=at_most, holders=holders, names=names)


def proxies_to_give(session: ReadSession, person: str | None, procedures: Procedures) -> tuple[OwnProxy, ...]:
    """Return the meetings ahead in which somebody may authorise another, or has; the nearest first."""
    if person is None or not allow_any(procedures):
        return ()
    branch = select(Person.unit_id).where(Person.id == person)
    seats = select(Seat.unit_id).where(Seat.person_id == person, Seat.votes, Seat.until.is_(None))
    rows = session.rows(
        select(Meeting.number)
        .where(Meeting.standing.in_(_AHEAD), or_(Meeting.unit_id.in_(branch), Meeting.unit_id.in_(seats)))
        .order_by(Meeting.held_on, Meeting.number)
        .limit(_MOST)
    )
    found = []
    for row in rows:
        try:
            own = own_proxy(session, person, row.number, procedures)
        except NotFound:
            continue  # of the body, and not on the roll of that day
        if own.holders or own.given is not None:
            found.append(own)
    return tuple(found)


def _allows(session: ReadSession, line: MeetingLine, at_most: int | None, procedures: Procedures) -> bool:
    """Say whether a proxy can count there: by the agenda, and without one by what awaits the body."""
    if at_most is not None:
        return at_most > 0
    awaited = awaited_by(session, line.unit, line.roll_kind, procedures)
    points = (AgendaItem(dossier=dossier, step=step) for dossier, step in awaited)
    return bool(most_allowed(proxies_on(session, points, procedures)))
