"""What the register refuses because it cannot be: days yet to come, a seat twice, a standing too soon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from engine.database import ReadSession
from models import commands
from models.commands import Command
from models.dossier import Dossier
from models.errors import Conflict, Malformed
from models.state import LIVE
from models.unit import Seat


def refuse_implausible(session: ReadSession, command: Command, today: date) -> None:
    """Raise `Malformed` for days that contradict one another, `Conflict` for what stands on record otherwise.

    `today` is the day it is in the office.
    """
    refuse = _REFUSALS.get(type(command))
    if refuse is not None:
        refuse(session, command, today)


def refuse_future(field: str, on: date | None, today: date) -> None:
    """Raise `Malformed` where something is said to have happened on a day yet to come."""
    if on is not None and on > today:
        raise Malformed("day.future", field=field, on=on.isoformat(), today=today.isoformat())


def _person(_: ReadSession, command: commands.AddPerson, today: date) -> None:
    for field in ("born_on", "union_joined_on", "in_unit_since"):
        refuse_future(field, getattr(command, field), today)


def _standing(session: ReadSession, command: commands.EnterStanding, today: date) -> None:
    if (command.standing == "official") != (command.official_on is not None):
        raise Malformed("standing.official_on", field="official_on", standing=command.standing)
    for field in ("joined_on", "official_on", "in_unit_since"):
        refuse_future(field, getattr(command, field), today)
    if command.official_on is not None and command.official_on < command.joined_on:
        raise Malformed(
            "standing.order",
            field="official_on",
            joined_on=command.joined_on.isoformat(),
            official_on=command.official_on.isoformat(),
        )
    _refuse_candidate(session, command.person)


def _refuse_candidate(session: ReadSession, person: str) -> None:
    """Refuse a standing from outside for somebody who is on the road: theirs comes of their dossier."""
    under_way = select(Dossier.number).where(
        Dossier.candidate_id == person, Dossier.status.in_(sorted(one.value for one in LIVE))
    )
    number = session.scalar(under_way.order_by(Dossier.number).limit(1))
    if number is not None:
        raise Conflict("standing.candidate", person=person, dossier=number)


def _seat_taken(session: ReadSession, command: commands.TakeSeat, _: date) -> None:
    held = select(Seat.since).where(
        *_seat(command.person, command.unit, command.role),
        or_(Seat.until.is_(None), Seat.until > command.since),
    )
    since = session.scalar(held.order_by(Seat.since).limit(1))
    if since is not None:
        raise Conflict(
            "seat.taken", field="since", person=command.person, role=command.role, unit=command.unit,
            since=since.isoformat(),
        )  # fmt: skip


def _seat_left(session: ReadSession, command: commands.LeaveSeat, _: date) -> None:
    held = select(Seat.since).where(*_seat(command.person, command.unit, command.role), Seat.until.is_(None))
    since = session.scalar(held.order_by(Seat.since.desc()).limit(1))
    if since is not None and command.until < since:
        raise Malformed("seat.until", field="until", since=since.isoformat(), until=command.until.isoformat())


def _seat(person: str, unit: str, role: str) -> tuple[Any, ...]:
    return Seat.person_id == person, Seat.unit_id == unit, Seat.role == role


_REFUSALS: Mapping[type, Callable[[ReadSession, Any, date], None]] = {
    commands.AddPerson: _person,
    commands.EnterStanding: _standing,
    commands.TakeSeat: _seat_taken,
    commands.LeaveSeat: _seat_left,
}
