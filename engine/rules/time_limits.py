"""Time limits of the regulation: dates counted in months, days and working days of a given calendar."""

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import assert_never

from models.procedure import Length, Unit


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days an office works: Monday to Friday, less holidays, and the weekend days worked instead.

    It knows only weekends outside the years it was made for.
    """

    holidays: frozenset[date] = frozenset()
    working_days_override: frozenset[date] = frozenset()
    """Saturdays and Sundays worked to make up for a day off."""
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if both := self.holidays & self.working_days_override:
            raise ValueError(f"both off and worked: {min(both)}")
        off = sorted(_ordinal(day) for day in self.holidays if not _is_weekend(day))
        worked = sorted(_ordinal(day) for day in self.working_days_override if _is_weekend(day))
        object.__setattr__(self, "_off", tuple(off))  # frozen: worked out once, here
        object.__setattr__(self, "_worked", tuple(worked))

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on the day."""
        return day in self.working_days_override or not (day in self.holidays or _is_weekend(day))

    def worked_until(self, ordinal: int) -> int:
        """How many working days there are from the year 1 to the day of this number, inclusive."""
        weeks, rest = divmod(ordinal, 7)  # day 1 was a Monday
        mondays_to_fridays = 5 * weeks + min(rest, 5)
        return mondays_to_fridays - bisect_right(self._off, ordinal) + bisect_right(self._worked, ordinal)


def due_on(start: date, length: Length, calendar: Calendar) -> date:
    """The last day of a time limit that begins on the day; that last day is still in time.

    Raises ValueError, as all that counts on from a day, where the end lies beyond the year 9999.
    """
    match length.unit:
        case Unit.MONTHS:
            return add_months(start, length.amount)
        case Unit.DAYS:
            return add_days(start, length.amount)
        case Unit.WORKING_DAYS:
            return add_working_days(start, length.amount, calendar)
    assert_never(length.unit)


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """The day on which that many working days have passed; the day after the start is the first that counts.

    No working days lead to the start itself, whatever day it is. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"working days are counted forward, not {count}")
    ordinal = _ordinal(start)
    goal = calendar.worked_until(ordinal) + count
    # A day adds one working day at most, so a step of what is missing never passes the day sought.
    while missing := goal - calendar.worked_until(ordinal):
        ordinal += missing
    return date.fromordinal(ordinal)


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days follow the start until the end, inclusive; negative when the end is earlier."""
    return calendar.worked_until(_ordinal(end)) - calendar.worked_until(_ordinal(start))


def add_days(start: date, count: int) -> date:
    """The day so many calendar days later."""
    return date.fromordinal(_ordinal(start) + count)


def add_months(start: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of a month that has no such day.

    31 January and one month is 28 or 29 February; 29 February and twelve months is 28 February. Adding twice
    may fall earlier than adding the sum once, so a limit is always counted from its own start.
    """
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    return date(year, month + 1, min(_plain(start).day, monthrange(year, month + 1)[1]))


def months_between(earlier: date, later: date) -> int:
    """How many whole months have been completed, as age and party age are counted; negative if not yet begun.

    A month begun on the 31st is complete on the last day of a shorter month, as `add_months` has it.
    """
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    return months if add_months(earlier, months) <= _plain(later) else months - 1


def local_date(at: datetime, zone: tzinfo) -> date:
    """The date an instant falls on where the office is. Raises ValueError for an instant without a zone."""
    if at.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {at!r}")
    return at.astimezone(zone).date()


def _is_weekend(day: date) -> bool:
    return _plain(day).isoweekday() > 5  # noqa: PLR2004 -- Friday


def _ordinal(day: date) -> int:
    return _plain(day).toordinal()


def _plain(day: date) -> date:
    """Refuse an instant, which Python takes for a date although its day depends on a zone."""
    if isinstance(day, datetime):
        raise TypeError(f"a date is needed, not an instant: {day!r}")
    return day
