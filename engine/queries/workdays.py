"""One year of the working calendar as it is kept: days off, days decided otherwise, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.database import ReadSession
from engine.known import calendar
from engine.workdays import shipped_overrides
from models.workday import Workday

FIRST_YEAR, LAST_YEAR = 2011, 2060
"""As far as the calendar knows."""
_FIRST_DAY_OFF = 5  # Saturday


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A day worked, or not worked, against the usual calendar."""

    on: date
    is_working: bool
    source: str
    is_ours: bool
    """Whether the office has entered it itself, or it came with the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfWork:
    """One year."""

    year: int
    decided: tuple[Decided, ...]
    days_off: tuple[date, ...]
    """Holidays from Monday to Friday."""
    worked: tuple[date, ...]
    """Saturdays and Sundays that are worked."""

    @property
    def is_confirmed(self) -> bool:
        """Say whether anything of the year has been decided; if not, its calendar is only the usual one."""
        return bool(self.decided)


def year_of_work(session: ReadSession, year: int) -> YearOfWork:
    """Return a year as limits are counted by; of two words about a day the office's own holds."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = {one.on: Decided(on=one.on, is_working=one.is_working, source=one.source, is_ours=False)
             for one in shipped_overrides() if first <= one.on <= last}  # fmt: skip
    rows = session.rows(
        select(Workday.on, Workday.is_working, Workday.source).where(Workday.on.between(first, last))
    )
    for row in rows:
        found[row.on] = Decided(on=row.on, is_working=row.is_working, source=row.source, is_ours=True)
    known = calendar(session)
    off = sorted(one for one in known.holidays if one.year == year and one.weekday() < _FIRST_DAY_OFF)
    worked = sorted(one for one in known.working_days_override if one.year == year)
    return YearOfWork(
        year=year,
        decided=tuple(found[on] for on in sorted(found)),
        days_off=tuple(off),
        worked=tuple(one for one in worked if one.weekday() >= _FIRST_DAY_OFF),
    )
