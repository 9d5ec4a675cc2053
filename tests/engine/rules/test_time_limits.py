"""Time limits, held against counting day by day and against the regulation's own lengths."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine.rules.time_limits import (
    Calendar,
    add_days,
    add_months,
    add_working_days,
    due_on,
    local_date,
    months_between,
    working_days_between,
)
from models.procedure import Length, Unit

ONE_DAY = timedelta(days=1)
WEEKENDS_ONLY = Calendar()
# Tết Bính Ngọ: Monday 16 to Friday 20 February off.
TET_2026 = Calendar(
    holidays=frozenset(date(2026, 2, day) for day in range(14, 23)) | {date(2026, 1, 1), date(2026, 1, 2)},
    working_days_override=frozenset({date(2026, 1, 10)}),
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31))
NEAR = st.dates(min_value=date(2019, 12, 1), max_value=date(2021, 3, 1))
COUNTS = st.integers(min_value=0, max_value=300)
MONTHS = st.integers(min_value=-600, max_value=600)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.frozensets(NEAR, max_size=60))
    worked = draw(st.frozensets(NEAR.filter(lambda day: day.weekday() >= 5), max_size=20))
    return Calendar(holidays=off - worked, working_days_override=worked)


def counted_through(start: date, end: date, calendar: Calendar) -> int:
    """Independent of the calendar's arithmetic: look at every day after the start until the end."""
    days = (start + n * ONE_DAY for n in range(1, (end - start).days + 1))
    return sum(
        day in calendar.working_days_override
        or (day.strftime("%a") not in ("Sat", "Sun") and day not in calendar.holidays)
        for day in days
    )


@given(NEAR, NEAR, calendars())
def test_working_days_between_agrees_with_counting_through(
    start: date, end: date, calendar: Calendar
) -> None:
    start, end = sorted((start, end))

    assert working_days_between(start, end, calendar) == counted_through(start, end, calendar)
    assert working_days_between(end, start, calendar) == -counted_through(start, end, calendar)


@given(NEAR, COUNTS, calendars())
def test_added_working_days_are_the_days_between(start: date, count: int, calendar: Calendar) -> None:
    end = add_working_days(start, count, calendar)

    assert working_days_between(start, end, calendar) == count
    assert counted_through(start, end, calendar) == count


@given(NEAR, st.integers(min_value=1, max_value=300), calendars())
def test_limit_in_working_days_ends_on_a_working_day(start: date, count: int, calendar: Calendar) -> None:
    assert calendar.is_working_day(add_working_days(start, count, calendar))


@given(NEAR, calendars())
def test_no_working_days_lead_to_the_start_itself(start: date, calendar: Calendar) -> None:
    assert add_working_days(start, 0, calendar) == start


@given(NEAR, NEAR, COUNTS, COUNTS, calendars())
def test_add_working_days_is_monotone(
    start: date, later: date, count: int, more: int, calendar: Calendar
) -> None:
    start, later = sorted((start, later))

    assert add_working_days(start, count, calendar) <= add_working_days(later, count, calendar)
    assert add_working_days(start, count, calendar) <= add_working_days(start, count + more, calendar)
    assert more == 0 or (
        add_working_days(start, count, calendar) < add_working_days(start, count + more, calendar)
    )


@given(NEAR, COUNTS, COUNTS, calendars())
def test_working_days_added_in_two_parts_make_the_whole(
    start: date, first: int, second: int, calendar: Calendar
) -> None:
    halfway = add_working_days(start, first, calendar)
    assume(first == 0 or second > 0)

    assert add_working_days(halfway, second, calendar) == add_working_days(start, first + second, calendar)


@given(DAYS)
def test_calendar_without_exceptions_works_monday_to_friday(day: date) -> None:
    assert WEEKENDS_ONLY.is_working_day(day) == (day.strftime("%A") not in ("Saturday", "Sunday"))
    assert add_working_days(day, 5, WEEKENDS_ONLY) <= day + timedelta(days=7)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2025, 12, 31), 1, date(2026, 1, 5)),  # over New Year and the swapped Friday
        (date(2026, 1, 9), 1, date(2026, 1, 10)),  # the Saturday worked instead
        (date(2026, 1, 9), 2, date(2026, 1, 12)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
        (date(2026, 2, 17), 1, date(2026, 2, 23)),  # from within Tết
        (date(2026, 2, 11), 3, date(2026, 2, 23)),
        (date(2026, 2, 14), 0, date(2026, 2, 14)),
    ],
)
def test_working_days_over_new_year_tet_and_a_compensated_saturday(
    start: date, count: int, end: date
) -> None:
    assert add_working_days(start, count, TET_2026) == end
    assert working_days_between(start, end, TET_2026) == count


def test_holiday_on_a_weekend_takes_no_working_day_away() -> None:
    calendar = Calendar(holidays=frozenset({date(2026, 2, 14)}))  # a Saturday

    assert add_working_days(date(2026, 2, 13), 1, calendar) == date(2026, 2, 16)


def test_weekday_named_as_worked_is_not_counted_twice() -> None:
    calendar = Calendar(working_days_override=frozenset({date(2026, 2, 16)}))  # a Monday

    assert add_working_days(date(2026, 2, 13), 2, calendar) == date(2026, 2, 17)


def test_day_both_off_and_worked_is_refused() -> None:
    day = frozenset({date(2026, 1, 10)})

    with pytest.raises(ValueError, match="both off and worked: 2026-01-10"):
        Calendar(holidays=day, working_days_override=day)


@given(st.integers(max_value=-1))
def test_negative_working_days_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="counted forward"):
        add_working_days(date(2026, 1, 1), count, WEEKENDS_ONLY)


@given(DAYS, st.integers(min_value=-1000, max_value=1000))
def test_add_days_counts_every_day(start: date, count: int) -> None:
    assert add_days(start, count) - start == timedelta(days=count)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(1896, 2, 29), 48, date(1900, 2, 28)),  # 1900 was no leap year
        (date(2025, 2, 28), 12, date(2026, 2, 28)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2020, 6, 15), 60, date(2025, 6, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 10), -1, date(2024, 12, 10)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
    ],
)
def test_add_months_at_month_ends_leap_years_and_year_ends(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(DAYS, MONTHS)
def test_add_months_keeps_the_day_or_takes_the_last_of_the_month(start: date, months: int) -> None:
    end = add_months(start, months)

    assert 12 * (end.year - start.year) + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + ONE_DAY).day == 1)


@given(DAYS, st.integers(min_value=0, max_value=40), MONTHS, st.integers(min_value=1, max_value=40))
@example(start=date(2023, 1, 28), later=3, months=1, more=1)
def test_add_months_is_monotone(start: date, later: int, months: int, more: int) -> None:
    assert add_months(start, months) <= add_months(start + later * ONE_DAY, months)
    assert add_months(start, months) < add_months(start, months + more)


@given(DAYS, MONTHS)
def test_months_between_undoes_add_months(start: date, months: int) -> None:
    assert months_between(start, add_months(start, months)) == months
    assert months_between(start, add_months(start, months) - ONE_DAY) == months - 1


@given(DAYS, DAYS)
def test_months_between_is_the_most_months_that_fit(earlier: date, later: date) -> None:
    months = months_between(earlier, later)

    assert add_months(earlier, months) <= later < add_months(earlier, months + 1)


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [
        (date(2001, 5, 20), date(2019, 5, 19), 215),
        (date(2001, 5, 20), date(2019, 5, 20), 216),  # eighteen years
        (date(2004, 2, 29), date(2022, 2, 28), 216),
        (date(1962, 3, 1), date(2022, 3, 1), 720),  # sixty years
        (date(2001, 1, 31), date(2001, 2, 27), 0),
        (date(2001, 5, 20), date(2001, 5, 20), 0),
        (date(2001, 5, 20), date(2001, 5, 19), -1),
    ],
)
def test_age_is_counted_by_completed_months_29_qd_tw_1_1(born: date, on: date, months: int) -> None:
    assert months_between(born, on) == months


@pytest.mark.parametrize(
    ("amount", "unit", "end"),
    [
        (12, Unit.MONTHS, date(2027, 1, 31)),
        (1, Unit.MONTHS, date(2026, 2, 28)),
        (30, Unit.DAYS, date(2026, 3, 2)),
        (30, Unit.WORKING_DAYS, date(2026, 3, 20)),  # Tết takes five working days
        (0, Unit.WORKING_DAYS, date(2026, 1, 31)),
    ],
)
def test_due_on_counts_in_the_unit_of_the_length(amount: int, unit: Unit, end: date) -> None:
    length = Length(amount=amount, unit=unit, source="29-QĐ/TW 4")

    assert due_on(date(2026, 1, 31), length, TET_2026) == end


@given(NEAR, NEAR, COUNTS, COUNTS, st.sampled_from(Unit), calendars())
def test_due_on_is_monotone_in_start_and_length(
    start: date, later: date, amount: int, more: int, unit: Unit, calendar: Calendar
) -> None:
    start, later = sorted((start, later))
    short, long = (Length(amount=n, unit=unit, source="29-QĐ/TW 4") for n in (amount, amount + more))

    assert start <= due_on(start, short, calendar) <= due_on(later, short, calendar)
    assert due_on(start, short, calendar) <= due_on(start, long, calendar)


ZONES = st.sampled_from(
    ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2037, 12, 31)), ZONES)  # noqa: DTZ001 -- bounds; the zone comes later
@example(datetime(2025, 3, 30, 0, 59), "Europe/Berlin")  # noqa: DTZ001 -- the hour the clock jumps
@example(datetime(2025, 10, 26, 1, 30), "Europe/Berlin")  # noqa: DTZ001 -- the hour that comes twice
@example(datetime(2011, 12, 30, 10, 0), "Pacific/Apia")  # noqa: DTZ001 -- a date that never was there
def test_local_date_is_the_instant_moved_by_the_zones_offset(naive: datetime, name: str) -> None:
    at, zone = naive.replace(tzinfo=UTC), ZoneInfo(name)
    offset = datetime.fromtimestamp(at.timestamp(), zone).utcoffset()
    assert offset is not None

    assert local_date(at, zone) == (naive + offset).date()
    assert local_date(at.astimezone(timezone(timedelta(hours=-8))), zone) == local_date(at, zone)


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2037, 12, 31)),  # noqa: DTZ001 -- bounds; the zone comes later
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)),
    ZONES,
)
def test_local_date_never_goes_back(naive: datetime, later: timedelta, name: str) -> None:
    at, zone = naive.replace(tzinfo=UTC), ZoneInfo(name)

    assert local_date(at, zone) <= local_date(at + later, zone)


def test_evening_in_utc_is_the_next_morning_in_vietnam() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")

    assert local_date(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), zone) == date(2026, 12, 31)
    assert local_date(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), zone) == date(2027, 1, 1)


def test_local_date_of_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        local_date(datetime(2026, 1, 1), ZoneInfo("Asia/Ho_Chi_Minh"))  # noqa: DTZ001 -- the case under test


@pytest.mark.parametrize(
    "count",
    [
        lambda at: add_days(at, 1),
        lambda at: add_months(at, 1),
        lambda at: add_working_days(at, 1, WEEKENDS_ONLY),
        lambda at: working_days_between(date(2025, 1, 1), at, WEEKENDS_ONLY),
        lambda at: months_between(date(2025, 1, 1), at),
        lambda at: months_between(at, date(2025, 1, 1)),
        WEEKENDS_ONLY.is_working_day,
    ],
)
def test_instant_in_place_of_a_date_is_refused(count: Callable[[datetime], object]) -> None:
    with pytest.raises(TypeError):
        count(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "count",
    [
        lambda: add_days(date.max, 1),
        lambda: add_months(date.max, 1),
        lambda: add_months(date.min, -1),
        lambda: add_working_days(date.max, 1, WEEKENDS_ONLY),
    ],
)
def test_day_beyond_the_last_year_is_refused(count: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"year|ordinal|month"):
        count()
