"""What the register says, kept in the process until the register changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from engine.access import Actor
from engine.actors import standing_in
from engine.database import ReadSession
from engine.rules.time_limits import Calendar
from engine.workdays import Override, shipped_overrides, vietnam_calendar
from models.workday import Workday

_YEARS = tuple(range(2011, 2061))  # from the statutes in force on


@dataclass(slots=True)
class _Kept:
    """What was read of the register as of one sequence."""

    as_of: int
    calendar: Calendar | None = None
    actors: dict[str, Actor] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """The working calendar and the actors, as of one sequence of the register.

    Every change to either is an entry of the register, whose newest sequence each decision reads under its
    lock: a revoked role or a new workday counts from the next decision on, in every process.
    """

    _kept: _Kept = field(default_factory=lambda: _Kept(as_of=-1))

    def calendar(self, session: ReadSession, register: int) -> Calendar:
        """Return the working calendar as of a sequence of the register."""
        kept = self._as_of(register)
        if kept.calendar is None:
            kept.calendar = calendar(session)
        return kept.calendar

    def actor(self, session: ReadSession, account: str, register: int, on: date) -> Actor:
        """Return an actor as of a sequence of the register; raises `Forbidden` for one it does not know.

        What absent people have lent them is kept with its days: it begins and ends on `on`, a day of the
        office, without an entry of the register.
        """
        kept = self._as_of(register)
        found = kept.actors.get(account)
        if found is None:
            found = kept.actors[account] = standing_in(session, account)
        return found.on(on)

    def _as_of(self, register: int) -> _Kept:
        # Taken once and replaced whole: another thread may hold an older or newer one meanwhile.
        kept = self._kept
        if kept.as_of != register:
            kept = self._kept = _Kept(as_of=register)
        return kept


def calendar(session: ReadSession) -> Calendar:
    """Return the working calendar, with the days an administrator has confirmed; a later word wins."""
    overrides = tuple(
        Override(on=row.on, is_working=row.is_working)
        for row in session.rows(select(Workday.on, Workday.is_working).order_by(Workday.on))
    )
    return vietnam_calendar(_YEARS, (*shipped_overrides(), *overrides))
