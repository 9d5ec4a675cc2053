"""When members hear of a meeting: while it lies ahead, and once more on the working day before it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from engine.rules.time_limits import Calendar

REMINDED = time(7)
"""Of the office, on the working day before a meeting."""


def is_ahead(on: date, hour: str | None, at: datetime, zone: tzinfo) -> bool:
    """Say whether a meeting is yet to begin at an instant; without an hour its whole day counts as ahead."""
    local = at.astimezone(zone)
    if hour is None:
        return local.date() <= on
    return local < datetime.combine(on, time.fromisoformat(hour), zone)


def reminded_at(on: date, calendar: Calendar, zone: tzinfo) -> datetime:
    """Return the instant (UTC) at which those called to a meeting on a day are reminded of it."""
    day = on - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, REMINDED, zone).astimezone(UTC)
