"""One thing somebody does in the story, and the days and hours on which offices do things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from engine.rules.time_limits import Calendar, add_working_days
from engine.workdays import shipped_overrides, vietnam_calendar
from models.commands import Command

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A command given by an account at an instant."""

    at: datetime
    by: str
    command: Command
    refused: tuple[str, ...] = ()
    """Rules that stand in the way: the office tries, and the regulation says no."""


@cache
def calendar() -> Calendar:
    """Return the working days of the years of the story."""
    return vietnam_calendar(range(2019, 2024), shipped_overrides())


def later(day: date, working_days: int) -> date:
    """Return the working day so many working days later; with 0 the day itself, or the next one worked."""
    if working_days == 0 and not calendar().is_working_day(day):
        return add_working_days(day, 1, calendar())
    return add_working_days(day, working_days, calendar())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an hour of a day in the office's zone, in UTC."""
    return (datetime.combine(day, time(hour), ZONE) + timedelta(minutes=minute)).astimezone(UTC)
