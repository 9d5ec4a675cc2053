"""What people choose is kept, and the hours they want quiet end when a clock on the wall says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.preferences import DIGEST, NEVER, Preferences, Quiet, choose, preferences_of
from engine.rules.time_limits import Calendar
from models.errors import Malformed
from tests.roads import BRANCH, START, ZONE, Road, noon

_DAY = date(2022, 3, 2)  # a Wednesday
_REST = frozenset(date(2022, 3, day) for day in (3, 4))  # and two days off after it
_CALENDAR = Calendar(holidays=_REST)
_MINUTES = st.integers(0, 24 * 60 - 1)


def _at(hour: int, minute: int = 0, day: date = _DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ((22 * 60, 6 * 60), _at(21, 59), None),
        ((22 * 60, 6 * 60), _at(22), _at(6, day=date(2022, 3, 3))),
        ((22 * 60, 6 * 60), _at(5, 59), _at(6)),
        ((22 * 60, 6 * 60), _at(6), None),
        ((11 * 60 + 30, 13 * 60), _at(12), _at(13)),
        ((None, None), _at(3), None),
    ],
)
def test_hours_may_go_over_midnight(
    hours: tuple[int | None, int | None], at: datetime, until: datetime | None
) -> None:
    assert Quiet(since=hours[0], until=hours[1]).ends(at, ZONE, _CALENDAR) == until


def test_days_off_are_quiet_to_their_end_and_into_the_next_morning() -> None:
    saturday_sunday = Quiet(since=20 * 60, until=7 * 60, on_days_off=True)

    assert saturday_sunday.ends(_at(20), ZONE, _CALENDAR) == _at(7, day=date(2022, 3, 7))  # off until Sunday
    assert saturday_sunday.ends(_at(19, 59), ZONE, _CALENDAR) is None
    assert Quiet(on_days_off=True).ends(_at(9, day=date(2022, 3, 5)), ZONE, _CALENDAR) == _at(
        0, day=date(2022, 3, 7)
    )


@given(_MINUTES, _MINUTES, _MINUTES, st.booleans(), st.integers(0, 10))
def test_quiet_ends_at_the_first_minute_that_is_not_quiet(
    since: int,
    until: int,
    minute: int,
    off: bool,  # noqa: FBT001 -- drawn
    days: int,
) -> None:
    if since == until:
        until = (since + 1) % (24 * 60)
    at = _at(0, day=_DAY + timedelta(days=days)) + timedelta(minutes=minute)

    ends = Quiet(since=since, until=until, on_days_off=off).ends(at, ZONE, _CALENDAR)

    def is_quiet(instant: datetime) -> bool:  # as somebody with a clock and a wall calendar would say
        local = instant.astimezone(ZONE)
        now = local.hour * 60 + local.minute
        hours = since <= now < until if since < until else now >= since or now < until
        return hours or (off and not _CALENDAR.is_working_day(local.date()))

    if ends is None:
        assert not is_quiet(at)
        return
    assert not is_quiet(ends)
    waited = int((ends - at).total_seconds()) // 60
    assert all(is_quiet(at + timedelta(minutes=n)) for n in range(0, waited, 7))
    assert is_quiet(ends - timedelta(minutes=1))


@pytest.mark.parametrize("hours", [(60, None), (None, 60), (60, 60), (-1, 60), (60, 24 * 60)])
def test_hours_that_are_none_are_refused(hours: tuple[int | None, int | None]) -> None:
    with pytest.raises(Malformed):
        Quiet(since=hours[0], until=hours[1])


def test_choice_is_kept_in_place_of_the_one_before(road: Road) -> None:
    person, other = (road.person(BRANCH, START) for _ in range(2))
    first = Preferences(modes={"email": {"limits": DIGEST}}, quiet=Quiet(since=1320, until=360))
    second = Preferences(modes={"email": {"progress": NEVER}}, quiet=Quiet(on_days_off=True))

    for one in (first, second):
        choose(road.database, person, one, noon(START))
    choose(road.database, other, first, noon(START))

    with road.database.reading() as session:
        assert preferences_of(session, [person, other, "nobody"]) == {person: second, other: first}
        assert preferences_of(session, []) == {}
    assert [second.mode("email", one) for one in ("progress", "limits")] == ["never", "at_once"]
