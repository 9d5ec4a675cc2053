"""The working days of Vietnam, held against the decisions of the years and against a plain account."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.time_limits import add_working_days
from engine.workdays import Override, shipped_overrides, vietnam_calendar

YEARS = range(2016, 2031)
DAYS = st.dates(min_value=date(2016, 1, 1), max_value=date(2030, 12, 31))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2019, 2, 2), date(2019, 2, 10)),
        (date(2020, 1, 23), date(2020, 1, 29)),
        (date(2021, 2, 10), date(2021, 2, 16)),
        (date(2022, 1, 29), date(2022, 2, 6)),
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2026, 2, 14), date(2026, 2, 22)),
    ],
)
def test_tet_is_off_from_the_first_to_the_last_day_decided(first: date, last: date) -> None:
    calendar = vietnam_calendar(YEARS)

    assert [day for day in days(first, last) if calendar.is_working_day(day)] == []
    assert calendar.is_working_day(first - timedelta(days=1))
    assert calendar.is_working_day(last + timedelta(days=1))


@pytest.mark.parametrize(
    "day",
    [
        date(2022, 4, 11),  # Giỗ Tổ fell on a Sunday
        date(2022, 5, 2),  # 30 April and 1 May on a weekend
        date(2022, 5, 3),
        date(2023, 1, 2),
        date(2023, 9, 1),  # National Day takes two days since 2021
        date(2023, 9, 4),
        date(2025, 9, 1),
        date(2026, 4, 27),
        date(2026, 11, 24),  # Ngày Văn hóa Việt Nam, from 2026
        date(2027, 11, 24),
    ],
)
def test_holiday_or_the_day_given_for_it_is_off(day: date) -> None:
    assert not vietnam_calendar(YEARS).is_working_day(day)


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2018, 12, 31), date(2019, 1, 5)),
        (date(2019, 4, 29), date(2019, 5, 4)),
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_swapped_day_is_off_and_its_saturday_worked(off: date, worked: date) -> None:
    calendar = vietnam_calendar(YEARS)

    assert not calendar.is_working_day(off)
    assert worked.strftime("%A") == "Saturday"
    assert calendar.is_working_day(worked)


def test_culture_day_was_worked_before_2026() -> None:
    assert vietnam_calendar(YEARS).is_working_day(date(2025, 11, 24))


def test_new_year_2026_is_swapped_by_the_shipped_overrides_alone() -> None:
    without, with_them = vietnam_calendar([2026]), vietnam_calendar([2026], shipped_overrides())

    assert (without.is_working_day(date(2026, 1, 2)), without.is_working_day(date(2026, 1, 10))) == (
        True,
        False,
    )
    assert with_them.is_working_day(date(2026, 1, 2)) is False
    assert with_them.is_working_day(date(2026, 1, 10)) is True
    assert add_working_days(date(2025, 12, 31), 6, with_them) == date(2026, 1, 10)


def test_shipped_overrides_name_their_sources() -> None:
    assert [(one.on, one.is_working) for one in shipped_overrides()] == [
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
    ]
    assert all("12729/VPCP-KGVX" in one.source for one in shipped_overrides())


@given(st.lists(st.builds(Override, on=DAYS, is_working=st.booleans()), max_size=20), DAYS)
def test_override_holds_on_its_day_and_nowhere_else(overrides: list[Override], other: date) -> None:
    usual, calendar = vietnam_calendar(YEARS), vietnam_calendar(YEARS, overrides)
    last_word = {one.on: one.is_working for one in overrides}

    for day in [*last_word, other]:
        expected = last_word.get(day, usual.is_working_day(day))
        assert calendar.is_working_day(day) == expected
        assert (add_working_days(day - timedelta(days=1), 1, calendar) == day) == expected


def test_calendar_of_some_years_knows_only_weekends_of_others() -> None:
    calendar = vietnam_calendar([2025])

    assert not calendar.is_working_day(date(2025, 9, 2))
    assert calendar.is_working_day(date(2026, 9, 2))
    assert not calendar.is_working_day(date(2026, 8, 22))


def test_calendar_of_the_same_years_and_overrides_is_made_once() -> None:
    overrides = [Override(date(2027, 1, 2), is_working=True), Override(date(2027, 1, 4), is_working=False)]

    first = vietnam_calendar([2026, 2027], overrides)

    assert vietnam_calendar((year for year in (2027, 2026)), reversed(overrides)) is first
    assert vietnam_calendar([2026, 2027], overrides[:1]) is not first


def test_module_loads_no_holidays_until_a_calendar_is_asked_for() -> None:
    program = "import sys, engine.workdays; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
