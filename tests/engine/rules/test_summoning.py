"""Members hear of a meeting while it lies ahead, and again on the last working day before it."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.rules.summoning import is_ahead, reminded_at
from engine.rules.time_limits import Calendar, local_date
from tests.roads import ZONE

_DAYS = st.dates(date(2020, 1, 10), date(2030, 12, 31))
_HOLIDAYS = st.frozensets(st.integers(1, 9), max_size=9)


@given(_DAYS, _HOLIDAYS)
def test_reminder_comes_at_seven_on_the_last_working_day_before(on: date, away: frozenset[int]) -> None:
    calendar = Calendar(holidays=frozenset(on - timedelta(days=one) for one in away))

    at = reminded_at(on, calendar, ZONE)

    day = local_date(at, ZONE)
    working = [on - timedelta(days=one) for one in range(1, 30)]
    assert day == next(one for one in working if calendar.is_working_day(one))
    assert at.astimezone(ZONE).time() == time(7)


@given(_DAYS, st.times().map(lambda one: f"{one:%H:%M}"), st.integers(-3000, 3000))
def test_meeting_is_ahead_until_its_minute_comes(on: date, hour: str, minutes: int) -> None:
    begins = datetime.combine(on, time.fromisoformat(hour), ZONE)

    assert is_ahead(on, hour, begins + timedelta(minutes=minutes), ZONE) == (minutes < 0)


@given(_DAYS, st.integers(-3000, 3000))
def test_meeting_without_an_hour_is_ahead_until_its_day_is_over(on: date, minutes: int) -> None:
    at = datetime.combine(on, time(), ZONE) + timedelta(minutes=minutes)

    assert is_ahead(on, None, at, ZONE) == (minutes < 24 * 60)
